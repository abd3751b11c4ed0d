window.YTD.tweets.part0 = [
  {
    "tweet": {
      "id": "2122328856458166273",
      "id_str": "2122328856458166273",
      "created_at": "Mon Nov 16 14:00:05 +0000 2026",
      "full_text": "Fog on the Gulf.",
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