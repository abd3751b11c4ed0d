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
  },
  {
    "tweet": {
      "id": "2123416020054966273",
      "id_str": "2123416020054966273",
      "created_at": "Mon Nov 16 14:00:05 +0000 2026",
      "full_text": "Clock.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      }
    }
  },
  {
    "tweet": {
      "id": "1.2E+18",
      "id_str": "1.2E+18",
      "created_at": "Mon Nov 16 14:00:05 +0000 2026",
      "full_text": "Bad id.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      }
    }
  },
  {
    "tweet": {
      "id": "2122328856458166274",
      "id_str": "2122328856458166274",
      "created_at": "16/11/2026",
      "full_text": "Bad time.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      }
    }
  },
  {
    "tweet": {
      "id": "2122328856458166275",
      "id_str": "2122328856458166275",
      "created_at": "Mon Nov 16 14:00:05 +0000 2026",
      "full_text": null,
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      }
    }
  },
  {
    "tweet": {
      "id": "2122328856458166276",
      "id_str": "2122328856458166276",
      "created_at": "Thu Jan 01 00:00:00 +0000 2150",
      "full_text": "Future.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      }
    }
  },
  {
    "tweet": null
  },
  5,
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
  },
  {
    "tweet": {
      "id": "2122328856458166273",
      "id_str": "2122328856458166273",
      "created_at": "Mon Nov 16 14:00:05 +0000 2026",
      "full_text": "Same id, other words.",
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