"""Linting for people: a limit with a worded refusal, and the circumstances read from platform accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.linter.company import allowed_contacts, allowed_hosts, secret_terms
from content.linter.findings import Finding, LintContext
from content.linter.lexicon import lexicon_now
from content.linter.linter import lint
from content.review.rules import SIGNING_RIGHTS
from governance.public import Refused, accounts_for

if TYPE_CHECKING:
    from accounts.public import User

LIMIT = 20_000  # characters; twice what a draft may hold, as much as the longest post a platform takes


# Who may ask what the linter says of a text: whoever writes for an account, and whoever signs something of it.
LINTING_RIGHTS = ("accounts.draft", *SIGNING_RIGHTS)


def accounts_to_lint_for(user: User) -> frozenset[int]:
    """Ids of the accounts for which this person writes or reviews; nobody else is told what the linter looks for."""
    return frozenset().union(*(accounts_for(user, right) for right in LINTING_RIGHTS))


def context_for(
    accounts: Iterable[PlatformAccount], *, packs: Iterable[str] = (), **circumstances: Any
) -> LintContext:
    """The context of a text meant for these accounts: their platforms and markets together."""
    accounts = list(accounts)
    contacts = allowed_contacts(accounts)
    return LintContext(
        pack=tuple(sorted(set(packs))),
        platforms=tuple(sorted({account.platform for account in accounts})),
        market=tuple(sorted({account.market for account in accounts})) or "CN",
        allowed_hosts=allowed_hosts(accounts),
        secret_terms=secret_terms(),
        allowed_contacts=contacts.get("phone", frozenset()) | contacts.get("mail", frozenset()),
        allowed_codes=contacts.get("qr", frozenset()),
        goods=contacts.get("goods", frozenset()),
        lexicon=lexicon_now(),
        **circumstances,
    )


def lint_text(text: str, context: LintContext | None = None) -> list[Finding]:
    """Lint a text that somebody hands in; refuses one beyond the limit, naming the limit (R-045)."""
    if len(text) > LIMIT:
        raise Refused(
            _("This text has %(size)s characters; at most %(limit)s can be checked at once. Shorten or split it.")
            % {"size": f"{len(text):,}", "limit": f"{LIMIT:,}"},
            field="text",
        )
    return lint(text, context)
