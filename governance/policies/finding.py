"""What the search of the site finds in the rule books: clauses by number, label or wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from governance.access.services import can
from governance.policies.models import Clause
from governance.search.registry import Hit

if TYPE_CHECKING:
    from accounts.models import User

# The right to open the page of a clause on the board.
VIEW_BOARD = "governance.view_board"
WORDED = ("code", "label_zh", "label_en", "text_zh", "text_en")


def find_clauses(user: User, query: str, limit: int) -> list[Hit]:
    """Clauses that hold the words; linked to the board, or to the rule book for whoever may not see the board."""
    holds = Q()
    for field in WORDED:
        holds |= Q(**{f"{field}__icontains": query})
    rows = Clause.objects.filter(holds).select_related("policy").order_by("policy__rank", "position")[:limit]
    on_board = bool(can(user, VIEW_BOARD))
    return [Hit(str(row), _address(row, on_board), str(row.policy)) for row in rows]


def _address(clause: Clause, on_board: bool) -> str:
    if on_board:
        return reverse("governance:board_clause", args=[clause.code])
    return f"{clause.policy.get_absolute_url()}#{clause.code}"
