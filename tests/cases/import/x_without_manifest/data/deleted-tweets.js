window.YTD.deleted_tweets.part0 = [
  {
    "tweet": {
      "id": "2123748187960246273",
      "id_str": "2123748187960246273",
      "created_at": "Fri Nov 20 12:00:00 +0000 2026",
      "full_text": "Gone.",
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