window.YTD.tweets.part0 = [
  {
    "tweet": {
      "id": "2123385800094646273",
      "id_str": "2123385800094646273",
      "created_at": "Thu Nov 19 12:00:00 +0000 2026",
      "full_text": "A film of the rescue. https://t.co/vvvvvvvvvv",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      },
      "extended_entities": {
        "media": [
          {
            "id_str": "1",
            "type": "video",
            "url": "https://t.co/vvvvvvvvvv",
            "media_url_https": "https://pbs.example/fog.jpg",
            "sizes": {
              "large": {
                "w": "1600",
                "h": "900",
                "resize": "fit"
              }
            },
            "video_info": {
              "duration_millis": "31500"
            }
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "id": "2123388316677046273",
      "id_str": "2123388316677046273",
      "created_at": "Thu Nov 19 12:10:00 +0000 2026",
      "full_text": "A loop. https://t.co/gggggggggg",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      },
      "extended_entities": {
        "media": [
          {
            "id_str": "1",
            "type": "animated_gif",
            "url": "https://t.co/gggggggggg",
            "media_url_https": "https://pbs.example/fog.jpg",
            "sizes": {
              "large": {
                "w": "1600",
                "h": "900",
                "resize": "fit"
              }
            }
          }
        ]
      }
    }
  }
];
