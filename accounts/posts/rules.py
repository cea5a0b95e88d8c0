"""The facts of posts: who appoints and how long a sheet may be (R-123). Pure."""

from __future__ import annotations

# The parameter of the rule books that lists the posts, and the right of whoever fills them (O-2.2.1b).
POSTS = "posts"
APPOINT = "governance.manage_policies"
TEXT_LIMIT = 4000
