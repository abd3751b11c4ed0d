window.YTD.tweets.part0 = [
  {
    "tweet": {
      "id": "2123023416423350273",
      "id_str": "2123023416423350273",
      "created_at": "Wed Nov 18 12:00:01 +0000 2026",
      "full_text": "The coast guard school opens its doors on Saturday: boats, drones and a rescue at noon. Bring the ch…",
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