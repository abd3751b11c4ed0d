window.YTD.tweets.part0 = [
  {
    "tweet": {
      "id": "2122328856458166273",
      "id_str": "2122328856458166273",
      "created_at": "Mon Nov 16 14:00:05 +0000 2026",
      "full_text": "Open house this Saturday &amp; Sunday, 10 &lt; 12. Details: https://t.co/aaaaaaaaaa https://t.co/cccccccccc",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [
          {
            "url": "https://t.co/aaaaaaaaaa",
            "expanded_url": "https://coast.example/en/open.html",
            "display_url": "…",
            "indices": [
              "0",
              "1"
            ]
          }
        ],
        "hashtags": []
      },
      "extended_entities": {
        "media": [
          {
            "id_str": "1",
            "type": "photo",
            "url": "https://t.co/cccccccccc",
            "media_url_https": "https://pbs.example/fog.jpg",
            "sizes": {
              "large": {
                "w": "1600",
                "h": "900",
                "resize": "fit"
              }
            },
            "ext_alt_text": "A pier."
          },
          {
            "id_str": "1",
            "type": "photo",
            "url": "https://t.co/cccccccccc",
            "media_url_https": "https://pbs.example/2.jpg",
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
  },
  {
    "tweet": {
      "id": "2122346451563446273",
      "id_str": "2122346451563446273",
      "created_at": "Mon Nov 16 15:10:00 +0000 2026",
      "full_text": "RT @Ships: Our joint exercise starts today with more than 400 members from three regions who will train on…",
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
      "id": "2122348968145846273",
      "id_str": "2122348968145846273",
      "created_at": "Mon Nov 16 15:20:00 +0000 2026",
      "full_text": "RT @Ships: Ice is back.",
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
      "id": "2122351484728246273",
      "id_str": "2122351484728246273",
      "created_at": "Mon Nov 16 15:30:00 +0000 2026",
      "full_text": "Worth reading before you sail. https://t.co/qqqqqqqqqq",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [
          {
            "url": "https://t.co/qqqqqqqqqq",
            "expanded_url": "https://twitter.com/Ships/status/1186282125563179008",
            "display_url": "…",
            "indices": [
              "0",
              "1"
            ]
          }
        ],
        "hashtags": []
      }
    }
  },
  {
    "tweet": {
      "id": "2122354001310646273",
      "id_str": "2122354001310646273",
      "created_at": "Mon Nov 16 15:40:00 +0000 2026",
      "full_text": "Second part of the thread.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      },
      "in_reply_to_status_id_str": "2122351484728246273",
      "in_reply_to_user_id_str": "900",
      "in_reply_to_screen_name": "OldCoastName"
    }
  },
  {
    "tweet": {
      "id": "2122356517893046273",
      "id_str": "2122356517893046273",
      "created_at": "Mon Nov 16 15:50:00 +0000 2026",
      "full_text": "@someone Yes, it does.",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [],
        "hashtags": []
      },
      "in_reply_to_status_id_str": "1186282125563179008",
      "in_reply_to_user_id_str": "77",
      "in_reply_to_screen_name": "someone"
    }
  },
  {
    "tweet": {
      "id": "2123023416423350273",
      "id_str": "2123023416423350273",
      "created_at": "Wed Nov 18 12:00:01 +0000 2026",
      "full_text": "The coast guard school opens its doors on Saturday: boats, drones and a rescue at noon. Bring the children, bring a warm coat, and come by bus, since the road along the shore is cl… https://t.co/llllllllll",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [
          {
            "url": "https://t.co/llllllllll",
            "expanded_url": "https://twitter.com/i/web/status/2123023416423350273",
            "display_url": "…",
            "indices": [
              "0",
              "1"
            ]
          }
        ],
        "hashtags": []
      }
    }
  },
  {
    "tweet": {
      "id": "2123038511723446273",
      "id_str": "2123038511723446273",
      "created_at": "Wed Nov 18 13:00:00 +0000 2026",
      "full_text": "A cut post without its full text… https://t.co/kkkkkkkkkk",
      "lang": "en",
      "truncated": false,
      "retweeted": false,
      "favorite_count": "1",
      "entities": {
        "urls": [
          {
            "url": "https://t.co/kkkkkkkkkk",
            "expanded_url": "https://twitter.com/i/web/status/2123038511723446273",
            "display_url": "…",
            "indices": [
              "0",
              "1"
            ]
          }
        ],
        "hashtags": []
      }
    }
  },
  {
    "tweet": {
      "id": "13200000000",
      "id_str": "13200000000",
      "created_at": "Sat May 01 12:00:00 +0000 2010",
      "full_text": "Before ids had a clock.",
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