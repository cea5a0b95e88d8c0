"""What a calendar feed holds, how it looks to calendar programs, and how often it is handed out, as rows. Pure."""

from __future__ import annotations

from datetime import timedelta

KIND = "calendar_feed"
TOKEN_BYTES = 32
# So far back and ahead of now, and no more than so many of either kind.
BACK, AHEAD = timedelta(days=92), timedelta(days=366)
MOST = 2000
LENGTH = timedelta(minutes=30)
PRODUCT = "-//Social media governance//Content calendar//EN"
# How a state reads as STATUS of RFC 5545 (3.8.1.11); what is still being written is not in a feed.
POST_STATUS = {
    "first_review": "TENTATIVE", "final_review": "TENTATIVE", "approved": "TENTATIVE", "scheduled": "CONFIRMED",
    "published": "CONFIRMED", "withdrawn": "CANCELLED", "discarded": "CANCELLED",
}  # fmt: skip
PLAN_STATUS = {"submitted": "TENTATIVE", "approved": "CONFIRMED", "dropped": "CANCELLED"}
# Programs look every few minutes at most; a feed is handed out so often within a window, and no more.
REFRESH = timedelta(minutes=30)
FETCHES, FETCH_SECONDS = 60, 600
