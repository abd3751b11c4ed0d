window.YTD.account.part0 = [
  {
    "account": {
      "username": "CoastWatchCA",
      "accountId": "900",
      "createdAt": "2015-03-01T12:00:00.000Z"
    }
  }
]