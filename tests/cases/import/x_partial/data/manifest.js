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
          "count": "1"
        }
      ]
    }
  },
  "archiveInfo": {
    "generationDate": "2026-11-24T10:00:00.000Z",
    "isPartialArchive": true
  }
}