"""What is tied to the moment, and who confirms it anew (R-048, K-5.2.2, M-1.3.4). Pure."""

from __future__ import annotations

SHELF_LIFE = "news.shelf_life"
# Content types that tell of an event: they carry its time.
TIMELY_TYPES = frozenset({"company_news", "hot_topic"})
CONFIRM = "accounts.review_final"
NOTE_LIMIT = 2_000
