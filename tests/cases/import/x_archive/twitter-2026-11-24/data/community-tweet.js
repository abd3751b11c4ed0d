window.YTD.community_tweet.part0 = [
  {
    "tweet": {
      "id": "2124110575825846273",
      "id_str": "2124110575825846273",
      "created_at": "Sat Nov 21 12:00:00 +0000 2026",
      "full_text": "In the community.",
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