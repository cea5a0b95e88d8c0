"""How the governing groups are measured (R-002, K-3.1a, M-2.1.0, O-2.1.1)."""

from __future__ import annotations

from accounts.groups.reading import groups_of
from accounts.posts.books import books_of
from governance.public import Evidence, Scope, Window, probe


@probe("R-002")
def rule_books_have_a_live_group(scope: Scope, window: Window) -> Evidence:
    """The rule books in use. Bad: nobody in office leads, so there is no live group (chapter 8: none).

    At risk: a required unit has nobody in office (a part vacant), or a term ends within thirty days.
    """
    books = books_of(scope, window.now)
    groups = groups_of(books, window.now)
    bad = [group.policy.pk for group in groups if group.state == "leaderless"]
    at_risk = [group.policy.pk for group in groups if group.missing or group.ends_soon(window.now)]
    return Evidence(
        bad=books.filter(pk__in=bad), total=books, at_risk=books.filter(pk__in=at_risk), kind="policy"
    )  # fmt: skip
