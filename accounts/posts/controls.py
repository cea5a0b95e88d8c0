"""How the posts of the rule books are measured (R-123, K-3.2a, K-3.3, K-3.4, M-2.2.2, O-2.1.1 to O-2.1.5)."""

from __future__ import annotations

from accounts.posts.books import books_of
from accounts.posts.models import Post
from accounts.terms.rules import ENDS_SOON
from governance.public import Evidence, Scope, Window, probe


@probe("R-123")
def posts_are_held_under_an_accepted_sheet(scope: Scope, window: Window) -> Evidence:
    """The posts of each rule book in use: they are the parts of what must exist (chapter 8).

    At risk: posts without a holder in office who accepted the present sheet, or whose term ends within thirty days.
    Bad: the posts of a rule book of which not one is filled.
    """
    now = window.now
    posts = Post.objects.listed().filter(policy__in=books_of(scope, now))
    filled = posts.filled(now)
    staying = posts.filled(now, until=now + ENDS_SOON)
    return Evidence(
        bad=posts.exclude(policy__in=filled.values("policy")),
        total=posts,
        at_risk=posts.exclude(pk__in=staying.values("pk")),
        kind="post",
    )
