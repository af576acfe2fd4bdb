window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1730496955806674951"
          ],
          "editableUntil": "2023-12-01T08:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [
          {
            "text": "寒冷地",
            "indices": [
              "68",
              "72"
            ]
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "72"
      ],
      "favorite_count": "4",
      "id_str": "1730496955806674951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1730496955806674951",
      "created_at": "Fri Dec 01 08:00:00 +0000 2023",
      "favorited": false,
      "full_text": "気温 &lt; -20℃で使える滑走路用の凍結防止剤は二種類。片方は機体の塗装を傷める ❄️✈️ 選ぶのは基地司令ではなく調達の部署。 ＃寒冷地",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1726435737072594951"
          ],
          "editableUntil": "2023-11-20T03:02:10.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "65"
      ],
      "favorite_count": "4",
      "id_str": "1726435737072594951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1726435737072594951",
      "created_at": "Mon Nov 20 03:02:10 +0000 2023",
      "favorited": false,
      "full_text": "(2/2) 今年の応募は定員の六割。Q&amp;Aには「不足分は隊員が行う」とある。隊員が除雪をすれば、隊員の仕事は誰がするのか。",
      "lang": "ja",
      "in_reply_to_status_id_str": "1726435191813074951",
      "in_reply_to_status_id": "1726435191813074951",
      "in_reply_to_user_id": "1100000000000000707",
      "in_reply_to_user_id_str": "1100000000000000707",
      "in_reply_to_screen_name": "mock_archive"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1726435191813074951"
          ],
          "editableUntil": "2023-11-20T03:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [
          {
            "text": "基地機能",
            "indices": [
              "69",
              "74"
            ]
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "74"
      ],
      "favorite_count": "4",
      "id_str": "1726435191813074951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1726435191813074951",
      "created_at": "Mon Nov 20 03:00:00 +0000 2023",
      "favorited": false,
      "full_text": "(1/2) 基地の除雪能力の話。冬の作戦計画は、除雪車が定数そろっていることを前提にしている。運転手は季節雇用で、十一月に募集が始まる。 #基地機能",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1726008631096274951"
          ],
          "editableUntil": "2023-11-18T22:45:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/OnLyUrL001",
            "expanded_url": "https://snow.example.com/airbase/plan.pdf",
            "display_url": "snow.example.com/airbase/p…",
            "indices": [
              "0",
              "23"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "23"
      ],
      "favorite_count": "4",
      "id_str": "1726008631096274951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1726008631096274951",
      "created_at": "Sat Nov 18 22:45:00 +0000 2023",
      "favorited": false,
      "full_text": "https://t.co/OnLyUrL001",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1700116773073874951"
          ],
          "editableUntil": "2023-09-08T12:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "screen_name": "sample_orbit",
            "name": "sample_orbit",
            "id": "1100000000000000202",
            "id_str": "1100000000000000202",
            "indices": [
              "0",
              "13"
            ]
          },
          {
            "screen_name": "kim_placeholder",
            "name": "kim_placeholder",
            "id": "1100000000000000404",
            "id_str": "1100000000000000404",
            "indices": [
              "14",
              "30"
            ]
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "73"
      ],
      "favorite_count": "4",
      "id_str": "1700116773073874951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1700116773073874951",
      "created_at": "Fri Sep 08 12:00:00 +0000 2023",
      "favorited": false,
      "full_text": "@sample_orbit @kim_placeholder 五台のうち二台は民間の空港会社の持ち物ですね。有事の優先順位はまだ決まっていません。",
      "lang": "ja",
      "in_reply_to_status_id_str": "1700000000000000031",
      "in_reply_to_status_id": "1700000000000000031",
      "in_reply_to_user_id": "1100000000000000202",
      "in_reply_to_user_id_str": "1100000000000000202",
      "in_reply_to_screen_name": "sample_orbit"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1700111739909074951"
          ],
          "editableUntil": "2023-09-08T11:40:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [
          {
            "screen_name": "kim_placeholder",
            "name": "kim_placeholder",
            "id": "1100000000000000404",
            "id_str": "1100000000000000404",
            "indices": [
              "3",
              "19"
            ]
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "60"
      ],
      "favorite_count": "4",
      "id_str": "1700111739909074951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1700111739909074951",
      "created_at": "Fri Sep 08 11:40:00 +0000 2023",
      "favorited": false,
      "full_text": "RT @kim_placeholder: 舗装の厚みを測る車は全国に五台しかない。予約は半年先まで埋まっているそうです。",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1699573191275474951"
          ],
          "editableUntil": "2023-09-07T00:00:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": true
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/RuNwAy0001",
            "expanded_url": "https://airbase.example.com/pavement/strength-table",
            "display_url": "airbase.example.com/paveme…",
            "indices": [
              "62",
              "85"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "85"
      ],
      "favorite_count": "4",
      "id_str": "1699573191275474951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1699573191275474951",
      "created_at": "Thu Sep 07 00:00:00 +0000 2023",
      "favorited": false,
      "full_text": "3本の滑走路のうち、戦闘機が降りられるのは1本。残りの2本は舗装の厚みが足りない。地図の上では同じ太さの線で描かれている。 https://t.co/RuNwAy0001",
      "lang": "ja"
    }
  }
]
