window.YTD.note_tweet.part0 = [
  {
    "noteTweet": {
      "noteTweetId": "1",
      "createdAt": "2026-11-18T12:00:00.000Z",
      "updatedAt": "2026-11-18T12:00:00.000Z",
      "core": {
        "text": "The coast guard school opens its doors on Saturday: boats, drones and a rescue at noon. Bring the children, bring a warm coat, and come by bus, since the road along the shore is closed for repairs until the first of December at the earliest. See https://t.co/nnnnnnnnnn",
        "urls": [
          {
            "shortUrl": "https://t.co/nnnnnnnnnn",
            "expandedUrl": "https://coast.example/en/bus"
          }
        ]
      }
    }
  }
]