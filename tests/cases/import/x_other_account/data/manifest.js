window.__THAR_CONFIG = {
  "dataTypes": {
    "tweets": {
      "files": [
        {
          "fileName": "data/tweets.js",
          "globalName": "YTD.x.part0",
          "count": "1"
        }
      ]
    }
  },
  "userInfo": {
    "userName": "CoastWatchCA"
  }
}