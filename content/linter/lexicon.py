"""The company's own lexicon: written with its history, read once for each revision (R-045)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PLATFORM_CHOICES
from content.linter.findings import Lexicon
from content.linter.lexicon_rules import ENTRY_LIMIT, LIST_LIMIT, STAGES
from content.linter.models import LexiconRevision, LexiconTerm
from content.linter.normalise import normalise
from content.linter.rules import Rule
from governance.public import CompiledQuery, Refused, change_record, clean_text, create_record, has_visible_text

if TYPE_CHECKING:
    from accounts.public import User

NEWEST = CompiledQuery(lambda: LexiconRevision.objects.order_by("-pk").values_list("pk", "token")[:1])
TEXTS = ("basis_zh", "basis_en", "message_zh", "message_en", "wording")
CODE = "C-{}"  # the code under which a word of the company is named in a finding
PLATFORMS = frozenset(code for code, _label in PLATFORM_CHOICES)
COUNTRY_LENGTH = 2
GROUPS = frozenset({"EU", "OVERSEAS"})


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read last: by which revision, of which database."""

    database: str
    token: str
    revision: int | None
    lexicon: Lexicon


_kept: list[_Read] = []


def rule_of(row: LexiconTerm) -> Rule:
    """A word of the company as a rule of the linter."""
    advice_zh, advice_en = (
        (f"可改为“{row.wording}”。", f"Write “{row.wording}” instead.")
        if row.wording
        else ("请换一种说法。", "Please say it in another way.")
    )
    return Rule(
        code=CODE.format(row.pk or 0), severity=row.severity, category=row.category,
        message_zh=row.message_zh, message_en=row.message_en, suggestion_zh=advice_zh, suggestion_en=advice_en,
        basis_zh=row.basis_zh, basis_en=row.basis_en, terms=(row.term,),
        allow=tuple(normalise(word).text for word in row.exempt),
        markets=frozenset(row.markets), platforms=frozenset(row.platforms), stages=frozenset(row.stages),
        wordings={row.term: row.wording} if row.wording else {}, since=row.effective_from, until=row.effective_until,
    )  # fmt: skip


def _current() -> _Read:
    newest = NEWEST.rows()
    revision, token = newest[0] if newest else (None, "")
    database = str(connection.settings_dict["NAME"])
    if not _kept or (_kept[0].database, _kept[0].token) != (database, token):
        rules = tuple(rule_of(row) for row in LexiconTerm.objects.filter(is_active=True)) if token else ()
        _kept[:] = [_Read(database, token, revision, Lexicon(rules))]
    return _kept[0]


def lexicon_now() -> Lexicon | None:
    """The words of the company, or nothing; one statement unless the lexicon changed since."""
    lexicon = _current().lexicon
    return lexicon if lexicon.rules else None


def revision_now() -> int | None:
    """The newest revision of the lexicon."""
    return _current().revision


def _entries(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > LIST_LIMIT or not all(isinstance(one, str) for one in value):
        raise Refused(
            _('This must be a list of at most %(limit)d words, such as ["第一次"].') % {"limit": LIST_LIMIT},
            field=name,
        )
    return [clean_text(one, field=name, limit=ENTRY_LIMIT, one_line=True) for one in value if has_visible_text(one)]


def clean_term(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed, in shape. Raises Refused naming the field."""
    cleaned = dict(values)
    if "term" in cleaned:
        cleaned["term"] = clean_text(cleaned["term"], field="term", limit=ENTRY_LIMIT, one_line=True).strip()
        if not normalise(cleaned["term"]).text.strip():
            raise Refused(_("The word is empty. Write one first."), field="term")
    for name in TEXTS:
        if name in cleaned:
            cleaned[name] = clean_text(cleaned[name], field=name, limit=200, one_line=True).strip()
    for name in ("exempt", "markets", "platforms", "stages"):
        if name in cleaned:
            cleaned[name] = _entries(name, cleaned[name] or [])
    if "markets" in cleaned:
        cleaned["markets"] = [market.upper() for market in cleaned["markets"]]
        if any(len(market) != COUNTRY_LENGTH and market not in GROUPS for market in cleaned["markets"]):
            raise Refused(_("A market is written as two letters, such as CN or US."), field="markets")
    _known("platforms", cleaned, PLATFORMS)
    _known("stages", cleaned, frozenset(STAGES))
    return cleaned


def _known(name: str, values: dict[str, Any], known: Iterable[str]) -> None:
    if unknown := set(values.get(name, ())) - set(known):
        raise Refused(
            _("%(unknown)s is not known here. Possible are: %(known)s.")
            % {"unknown": ", ".join(sorted(unknown)), "known": ", ".join(sorted(known))},
            field=name,
        )


def _revise(row: LexiconTerm, actor: User, at: datetime | None) -> None:
    LexiconRevision.objects.create(token=uuid4().hex, term=row, changed_by=actor, changed_at=at or timezone.now())


@transaction.atomic
def add_term(*, actor: User, at: datetime | None = None, **values: Any) -> LexiconTerm:
    """Add a word to the lexicon, with its history, revision and ledger entry. Raises Refused or ValidationError."""
    row = create_record(LexiconTerm(**clean_term(values)), actor=actor, event="lexicon.added", at=at)
    _revise(row, actor, at)
    return row


@transaction.atomic
def change_term(row: LexiconTerm, *, actor: User, at: datetime | None = None, **values: Any) -> list[str]:
    """Change a word of the lexicon, with its history, revision and ledger entry; returns what changed."""
    changed = change_record(row, clean_term(values), actor=actor, event="lexicon.changed", at=at)
    if changed:
        _revise(row, actor, at)
    return changed
