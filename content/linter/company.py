"""The words, hosts and contacts that the company registered, as the linter takes them, and how they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

from content.linter.models import RegisteredContact, RegisteredHost, SecretTerm
from governance.public import CompiledQuery, Refused, change_record, clean_text, create_record, has_visible_text

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User

TERMS = CompiledQuery(lambda: SecretTerm.objects.filter(is_active=True).order_by().values_list("term"))
CONTACTS = CompiledQuery(
    lambda: RegisteredContact.objects.filter(is_active=True).order_by().values_list("kind", "value", "account")
)
DIALLED = re.compile(r"[^0-9]+")
COUNTRY = "86"  # a mobile number is the same with and without the code of the country
MOBILE_LENGTH = 11
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
        if is_of_one_owner(host):
            registered[account_id].add(host)
    sets = [registered[None] | registered[row.pk] | ({bare_host(row.url)} - {""}) for row in accounts]
    return frozenset(set.intersection(*sets)) if sets else frozenset(registered[None])


def bare_contact(kind: str, value: str) -> str:
    """A contact in the form in which contacts are compared: digits of a number, small letters of an address."""
    value = value.strip()
    if kind == "phone":
        digits = DIALLED.sub("", value)
        return digits.removeprefix(COUNTRY) if len(digits) == MOBILE_LENGTH + len(COUNTRY) else digits
    return value.lower() if kind == "mail" else value


def allowed_contacts(accounts: Iterable[PlatformAccount]) -> dict[str, frozenset[str]]:
    """Of each kind, what a post on all of these accounts may show (R-046)."""
    registered: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for kind, value, account_id in CONTACTS.rows():
        registered[kind, account_id].add(value)
    rows = list(accounts)
    found = {}
    for kind in {kind for kind, _account in registered}:
        sets = [registered[kind, None] | registered[kind, row.pk] for row in rows]
        found[kind] = frozenset(set.intersection(*sets)) if sets else frozenset(registered[kind, None])
    return found


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def is_of_one_owner(host: str) -> bool:
    """Whether a host belongs to somebody: a name under com, co.uk or github.io, never such an ending itself."""
    try:
        validate_domain_name(host)
        return _suffixes().privatesuffix(host.encode("idna").decode()) is not None
    except (ValidationError, UnicodeError):
        return False


def _known_host(text: str) -> str:
    """The host out of what was typed, if it belongs to one owner (R-046)."""
    host = bare_host(text.strip().lower())
    if not is_of_one_owner(host):
        raise Refused(
            _("“%(host)s” is no host of one owner. Write it as in example.com: every link below it will be allowed.")
            % {"host": text.strip()[:60]},
            field="host",
        )
    return host


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(values)
    if "term" in cleaned:
        cleaned["term"] = clean_text(cleaned["term"], field="term", limit=60, one_line=True)
        if not has_visible_text(cleaned["term"]):
            raise Refused(_("The word is empty. Write one first."), field="term")
    if "host" in cleaned:
        cleaned["host"] = _known_host(cleaned["host"])
    if "value" in cleaned:
        value = clean_text(cleaned["value"], field="value", limit=300, one_line=True)
        cleaned["value"] = bare_contact(cleaned.get("kind", ""), value)
        if not has_visible_text(cleaned["value"]):
            raise Refused(_("There is no number, address or name. Write it first."), field="value")
    return cleaned


def register(
    model: type[SecretTerm] | type[RegisteredHost] | type[RegisteredContact], *, actor: User, **values: Any
) -> Any:
    """Add a word, a host or a contact, with its ledger entry. Raises ValidationError naming the fields."""
    return create_record(model(**_clean(values)), actor=actor, event="linter.registered")


def change_registered(row: SecretTerm | RegisteredHost | RegisteredContact, *, actor: User, **values: Any) -> None:
    """Change a word, a host or a contact, or take it out of force, with its ledger entry."""
    if "value" in values:
        values = {"kind": getattr(row, "kind", ""), **values}
    if values.get("host") == getattr(row, "host", None):
        values = {name: value for name, value in values.items() if name != "host"}
    change_record(row, _clean(values), actor=actor, event="linter.changed")
