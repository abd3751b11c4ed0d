window.__THAR_CONFIG = {
  "dataTypes": {
    "account": {
      "files": [
        {
          "fileName": "data/account.js",
          "globalName": "YTD.x.part0",
          "count": "1"
        }
      ]
    },
    "tweets": {
      "files": [
        {
          "fileName": "data/tweets.js",
          "globalName": "YTD.x.part0",
          "count": "3"
        },
        {
          "fileName": "data/tweets-part1.js",
          "globalName": "YTD.x.part0",
          "count": "2"
        },
        {
          "fileName": "data/tweets-part2.js",
          "globalName": "YTD.x.part0",
          "count": "0"
        }
      ]
    }
  },
  "archiveInfo": {
    "generationDate": "2026-11-24T10:00:00.000Z"
  }
}