"""Who opens an account by the rule books that shall hold on it: whoever holds the post they name (R-003, D-2.1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.opening.rules import ASK_RIGHT, OPENER
from accounts.people.models import User
from accounts.posts.models import PostHolding
from governance.public import NotAllowed, can, deputies_of, listed, param, term


def check_opener(actor: User, packs: Sequence[str], at: datetime) -> None:
    """Raise NotAllowed, naming who opens, unless the actor holds the post, or stands in for somebody away who does.

    A rule book whose post nobody in office could open by, for want of a holder or of the right to manage accounts,
    leaves it to whoever has that right.
    """
    for pack in packs:
        code = str(param(OPENER, pack=pack, at=at).value)
        rows = PostHolding.objects.in_office(at).filter(post__policy__code=pack, post__code=code)
        named = [row.person for row in rows.select_related("person").order_by("pk") if can(row.person, ASK_RIGHT)]
        allowed = {pk for person in named for pk in (person.pk, *deputies_of(person.pk, at))}
        if named and actor.pk not in allowed:
            raise NotAllowed(
                _("By the rule book an account is opened by the %(post)s: %(names)s. Please ask them to apply for it.")
                % {"post": term(code), "names": listed(named)},
                field="packs",
            )
