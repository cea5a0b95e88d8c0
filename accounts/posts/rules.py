"""The facts of posts: who appoints, how long a sheet may be, when the end of a term is near (R-123). Pure."""

from __future__ import annotations

from datetime import timedelta

# The parameter of the rule books that lists the posts, and the right of whoever fills them (O-2.2.1b).
POSTS = "posts"
APPOINT = "governance.manage_policies"
TEXT_LIMIT = 4000
REASON_LIMIT = 300
# A term that ends within these days puts the post at risk (chapter 8).
ENDS_SOON = timedelta(days=30)
