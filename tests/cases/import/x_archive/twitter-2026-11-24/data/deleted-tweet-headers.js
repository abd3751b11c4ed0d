window.YTD.deleted_tweet_headers.part0 = [
  {
    "tweet": {
      "tweet_id": "2123763287454646273",
      "user_id": "900",
      "created_at": "Fri Nov 20 13:00:00 +0000 2026",
      "deleted_at": "Fri Nov 20 14:00:00 +0000 2026"
    }
  }
]