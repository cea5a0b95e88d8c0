"""The first rows of this floor: the posts that the rule books list."""

from __future__ import annotations

from accounts.people.models import User
from accounts.posts.services import list_posts


def seed(*, actor: User | None = None) -> None:
    """Bring the list of posts in line with the rule books; may run again."""
    list_posts()
