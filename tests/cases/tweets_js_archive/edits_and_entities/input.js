window.YTD.tweet.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1667335770731474951",
            "1667339545605074951"
          ],
          "editableUntil": "2023-06-10T01:00:00.000Z",
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
        "urls": []
      },
      "display_text_range": [
        "0",
        "38"
      ],
      "favorite_count": "4",
      "id_str": "1667335770731474951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1667335770731474951",
      "created_at": "Sat Jun 10 01:00:00 +0000 2023",
      "favorited": false,
      "full_text": "新しい野外手術車の内部が公開された。手術台は一つ、発電機は一つ、予備はない。",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "edit": {
          "initialTweetId": "1667335770731474951",
          "editControlInitial": {
            "editTweetIds": [
              "1667335770731474951",
              "1667339545605074951"
            ],
            "editableUntil": "2023-06-10T01:15:00.000Z",
            "editsRemaining": "5",
            "isEditEligible": true
          }
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [
          {
            "text": "衛生",
            "indices": [
              "63",
              "66"
            ]
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/SuRg000001",
            "expanded_url": "https://medical.example.com/field-surgery?page=2",
            "display_url": "medical.example.com/field-…",
            "indices": [
              "39",
              "62"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "66"
      ],
      "favorite_count": "4",
      "id_str": "1667339545605074951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1667339545605074951",
      "created_at": "Sat Jun 10 01:15:00 +0000 2023",
      "favorited": false,
      "full_text": "新しい野外手術車の内部が公開された。手術台は二つ、発電機は一つ、予備はない。 https://t.co/SuRg000001 #衛生",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1668000148485074951"
          ],
          "editableUntil": "2023-06-11T21:00:00.000Z",
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
        "urls": []
      },
      "display_text_range": [
        "0",
        "74"
      ],
      "favorite_count": "4",
      "id_str": "1668000148485074951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1668000148485074951",
      "created_at": "Sun Jun 11 21:00:00 +0000 2023",
      "favorited": false,
      "full_text": "止血帯の配布数 &gt; 隊員数になったのは今年が初めて。次は教育の時間。講習は三十分、実技は一回 🩹 左手で右腕に巻けるまで練習した部隊は少ない。",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1668015247979474951"
          ],
          "editableUntil": "2023-06-11T22:00:00.000Z",
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
            "screen_name": "sample_orbit",
            "name": "sample_orbit",
            "id": "1100000000000000202",
            "id_str": "1100000000000000202",
            "indices": [
              "3",
              "16"
            ]
          }
        ],
        "urls": [
          {
            "url": "https://t.co/EvaC000001",
            "expanded_url": "https://evac.example.com/pointing-chart",
            "display_url": "evac.example.com/pointing-…",
            "indices": [
              "61",
              "84"
            ]
          }
        ]
      },
      "display_text_range": [
        "0",
        "84"
      ],
      "favorite_count": "4",
      "id_str": "1668015247979474951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1668015247979474951",
      "created_at": "Sun Jun 11 22:00:00 +0000 2023",
      "favorited": false,
      "full_text": "RT @sample_orbit: 後送に使う機体の音を測ったら、担架の上の会話は聞き取れない。指差しの表を作りました。 https://t.co/EvaC000001",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1668196441912274951"
          ],
          "editableUntil": "2023-06-12T10:00:00.000Z",
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
        "urls": []
      },
      "display_text_range": [
        "0",
        "40"
      ],
      "favorite_count": "4",
      "id_str": "1668196441912274951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1668196441912274951",
      "created_at": "Mon Jun 12 10:00:00 +0000 2023",
      "favorited": false,
      "full_text": "2023年度の衛生科の定員は増えた。増えた分の教官がいない。教官の教官がいない。",
      "lang": "ja"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1668197700203474951"
          ],
          "editableUntil": "2023-06-12T10:05:00.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [
          {
            "text": "衛生科",
            "indices": [
              "41",
              "45"
            ]
          },
          {
            "text": "定員",
            "indices": [
              "46",
              "49"
            ]
          }
        ],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "49"
      ],
      "favorite_count": "4",
      "id_str": "1668197700203474951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1668197700203474951",
      "created_at": "Mon Jun 12 10:05:00 +0000 2023",
      "favorited": false,
      "full_text": "追記。定員の表では看護の職種が別の頁に移っている。合計だけを見ると増えていない。 ＃衛生科 ＃定員",
      "lang": "ja",
      "in_reply_to_status_id_str": "1668196441912274951",
      "in_reply_to_status_id": "1668196441912274951",
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
            "1668475782558674951"
          ],
          "editableUntil": "2023-06-13T04:30:00.000Z",
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
            "screen_name": "jo_template",
            "name": "jo_template",
            "id": "1100000000000000505",
            "id_str": "1100000000000000505",
            "indices": [
              "0",
              "12"
            ]
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "58"
      ],
      "favorite_count": "4",
      "id_str": "1668475782558674951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1668475782558674951",
      "created_at": "Tue Jun 13 04:30:00 +0000 2023",
      "favorited": false,
      "full_text": "@jo_template 血液製剤の保管温度は2〜6℃です。冷蔵庫の電源が切れてから使える時間は公表されていません。",
      "lang": "ja",
      "in_reply_to_status_id_str": "1668000000000000055",
      "in_reply_to_status_id": "1668000000000000055",
      "in_reply_to_user_id": "1100000000000000505",
      "in_reply_to_user_id_str": "1100000000000000505",
      "in_reply_to_screen_name": "jo_template"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1668770222699474951"
          ],
          "editableUntil": "2023-06-14T00:00:00.000Z",
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
              "37",
              "53"
            ]
          }
        ],
        "urls": []
      },
      "display_text_range": [
        "0",
        "61"
      ],
      "favorite_count": "4",
      "id_str": "1668770222699474951",
      "truncated": false,
      "retweet_count": "1",
      "id": "1668770222699474951",
      "created_at": "Wed Jun 14 00:00:00 +0000 2023",
      "favorited": false,
      "full_text": "問い合わせは eisei-desk@example.com まで。返事は @kim_placeholder から届きます。",
      "lang": "ja"
    }
  }
]
