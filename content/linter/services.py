"""Linting for people: a limit with a worded refusal, and the circumstances read from platform accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.public import PlatformAccount
from content.linter.company import allowed_hosts, secret_terms
from content.linter.findings import Finding, LintContext
from content.linter.linter import lint
from governance.public import Refused

LIMIT = 20_000  # characters; twice what a draft may hold, as much as the longest post a platform takes


def context_for(
    accounts: Iterable[PlatformAccount], *, packs: Iterable[str] = (), **circumstances: Any
) -> LintContext:
    """The context of a text meant for these accounts: their platforms and markets together."""
    accounts = list(accounts)
    return LintContext(
        pack=tuple(sorted(set(packs))),
        platforms=tuple(sorted({account.platform for account in accounts})),
        market=tuple(sorted({account.market for account in accounts})) or "CN",
        allowed_hosts=allowed_hosts(accounts),
        secret_terms=secret_terms(),
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
