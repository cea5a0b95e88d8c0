"""The words and hosts that the company registered, as the linter takes them, and the way they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from content.linter.models import RegisteredHost, SecretTerm
from governance.public import CompiledQuery, Refused, change_record, clean_text, create_record, has_visible_text

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

TERMS = CompiledQuery(lambda: SecretTerm.objects.filter(is_active=True).order_by().values_list("term"))
HOSTS = CompiledQuery(lambda: RegisteredHost.objects.filter(is_active=True).order_by().values_list("host", "account"))


def secret_terms() -> frozenset[str]:
    """The words that no post may hold (R-044)."""
    return frozenset(term for (term,) in TERMS.rows())


def bare_host(text: str) -> str:
    """The host of an address, without `www.`; of a bare host itself. Empty where there is none."""
    try:
        return (urlsplit(text if "//" in text else f"//{text}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def allowed_hosts(accounts: Iterable[PlatformAccount]) -> frozenset[str]:
    """The hosts to which a post on all of these accounts may link; each account may name its own page (R-046)."""
    registered: dict[int | None, set[str]] = defaultdict(set)
    for host, account_id in HOSTS.rows():
        registered[account_id].add(host)
    sets = [registered[None] | registered[row.pk] | ({bare_host(row.url)} - {""}) for row in accounts]
    return frozenset(set.intersection(*sets)) if sets else frozenset(registered[None])


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(values)
    if "term" in cleaned:
        cleaned["term"] = clean_text(cleaned["term"], field="term", limit=60, one_line=True)
        if not has_visible_text(cleaned["term"]):
            raise Refused(_("The word is empty. Write one first."), field="term")
    if "host" in cleaned:
        cleaned["host"] = bare_host(cleaned["host"].strip().lower())
    return cleaned


def register(model: type[SecretTerm] | type[RegisteredHost], *, actor: User, **values: Any) -> Any:
    """Add a word or a host, with its ledger entry. Raises ValidationError naming the fields."""
    return create_record(model(**_clean(values)), actor=actor, event="linter.registered")


def change_registered(row: SecretTerm | RegisteredHost, *, actor: User, **values: Any) -> None:
    """Change a word or a host, or take it out of force, with its ledger entry."""
    change_record(row, _clean(values), actor=actor, event="linter.changed")
