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
          "count": "9"
        },
        {
          "fileName": "data/tweets-part1.js",
          "globalName": "YTD.x.part0",
          "count": "2"
        }
      ]
    },
    "noteTweet": {
      "files": [
        {
          "fileName": "data/note-tweet.js",
          "globalName": "YTD.x.part0",
          "count": "1"
        }
      ]
    },
    "deletedTweets": {
      "files": [
        {
          "fileName": "data/deleted-tweets.js",
          "globalName": "YTD.x.part0",
          "count": "2"
        }
      ]
    },
    "deletedTweetHeaders": {
      "files": [
        {
          "fileName": "data/deleted-tweet-headers.js",
          "globalName": "YTD.x.part0",
          "count": "1"
        }
      ]
    },
    "communityTweet": {
      "files": [
        {
          "fileName": "data/community-tweet.js",
          "globalName": "YTD.x.part0",
          "count": "1"
        }
      ]
    },
    "like": {
      "files": [
        {
          "fileName": "data/like.js",
          "globalName": "YTD.x.part0",
          "count": "3"
        }
      ]
    }
  },
  "userInfo": {
    "accountId": "900",
    "userName": "CoastWatchCA"
  },
  "archiveInfo": {
    "generationDate": "2026-11-24T10:00:00.000Z",
    "isPartialArchive": false
  }
}