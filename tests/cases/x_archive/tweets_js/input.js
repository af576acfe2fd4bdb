window.YTD.tweets.part0 = [
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1850000000000000101"
     ],
     "editableUntil": "2026-01-01T00:00:00.000Z",
     "editsRemaining": "5",
     "isEditEligible": true
    }
   },
   "retweeted": false,
   "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
   "entities": {
    "hashtags": [
     {
      "text": "砲兵",
      "indices": [
       "0",
       "1"
      ]
     }
    ],
    "symbols": [],
    "user_mentions": [],
    "urls": [
     {
      "url": "https://t.co/aaa111",
      "expanded_url": "https://www.example.com/shells/2025",
      "display_url": "www.example.com/shel…",
      "indices": [
       "0",
       "1"
      ]
     }
    ]
   },
   "display_text_range": [
    "0",
    "57"
   ],
   "favorite_count": "3",
   "id_str": "1850000000000000101",
   "truncated": false,
   "retweet_count": "0",
   "id": "1850000000000000101",
   "created_at": "Sun Oct 26 03:04:05 +0000 2025",
   "favorited": false,
   "full_text": "ロシアの砲弾生産は欧州の合計を上回るとの推計。質の差を量が埋める。 https://t.co/aaa111 #砲兵",
   "lang": "ja"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1850000000000000102"
     ],
     "editableUntil": "2026-01-01T00:00:00.000Z",
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
      "name": "example_reader",
      "screen_name": "example_reader",
      "indices": [
       "0",
       "1"
      ],
      "id_str": "42",
      "id": "42"
     }
    ],
    "urls": []
   },
   "display_text_range": [
    "0",
    "42"
   ],
   "favorite_count": "3",
   "id_str": "1850000000000000102",
   "truncated": false,
   "retweet_count": "0",
   "id": "1850000000000000102",
   "created_at": "Sun Oct 26 04:00:00 +0000 2025",
   "favorited": false,
   "full_text": "@example_reader 出典は先ほどの記事です。推計の幅に注意してください。",
   "lang": "ja",
   "in_reply_to_status_id_str": "1850000000000000099",
   "in_reply_to_status_id": "1850000000000000099",
   "in_reply_to_screen_name": "example_reader",
   "in_reply_to_user_id_str": "42"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1850000000000000103"
     ],
     "editableUntil": "2026-01-01T00:00:00.000Z",
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
      "name": "sample_naval",
      "screen_name": "sample_naval",
      "indices": [
       "0",
       "1"
      ],
      "id_str": "42",
      "id": "42"
     }
    ],
    "urls": []
   },
   "display_text_range": [
    "0",
    "58"
   ],
   "favorite_count": "3",
   "id_str": "1850000000000000103",
   "truncated": false,
   "retweet_count": "0",
   "id": "1850000000000000103",
   "created_at": "Mon Oct 27 00:00:00 +0000 2025",
   "favorited": false,
   "full_text": "RT @sample_naval: 護衛艦の一般公開は十時から。手荷物検査がありますので余裕をもってお越しください。",
   "lang": "ja"
  }
 },
 {
  "tweet": {
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1850000000000000104"
     ],
     "editableUntil": "2026-01-01T00:00:00.000Z",
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
    "33"
   ],
   "favorite_count": "3",
   "id_str": "1850000000000000104",
   "truncated": false,
   "retweet_count": "0",
   "id": "1850000000000000104",
   "created_at": "Tue Oct 28 15:30:00 +0000 2025",
   "favorited": false,
   "full_text": "A&amp;Dの表記ゆれ、&lt;航空・防衛&gt;で統一したい。",
   "lang": "ja"
  }
 }
]