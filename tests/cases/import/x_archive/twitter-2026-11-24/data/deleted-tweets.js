window.YTD.deleted_tweets.part0 = [
  {
    "tweet": {
      "id": "2123748187960246273",
      "id_str": "2123748187960246273",
      "created_at": "Fri Nov 20 12:00:00 +0000 2026",
      "full_text": "Removed soon after.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      },
      "deleted_at": "Fri Nov 20 12:30:00 +0000 2026"
    }
  },
  {
    "tweet": {
      "id": "2123763287454646273",
      "id_str": "2123763287454646273",
      "created_at": "Fri Nov 20 13:00:00 +0000 2026",
      "full_text": "Removed, time in the other file.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      }
    }
  }
]