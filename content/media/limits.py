"""What a platform says to the facts of a file: findings that block or warn (R-028, O-4.2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from content.media.models import PlatformLimit
from content.media.platform_limits import EVERY, ROWS
from content.media.rules import BLOCK, FACTS_BY_CODE, LEAST, MOST
from governance.public import CompiledQuery, Refused, change_record, clean_text, create_record

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User
    from content.media.models import MediaAsset

LIMITS = CompiledQuery(lambda: PlatformLimit.objects.filter(is_active=True))


@dataclass(frozen=True, slots=True)
class MediaFinding:
    """A fact of a file that does not fit a platform: what it is, what is asked, where that was read."""

    asset: MediaAsset
    account: PlatformAccount
    limit: PlatformLimit

    @property
    def severity(self) -> str:
        """block or warn."""
        return self.limit.severity

    @property
    def sentence(self) -> str:
        """What is wrong, in one sentence that says what to do."""
        fact = FACTS_BY_CODE[self.limit.fact]
        words = {
            "name": self.asset, "account": self.account, "fact": fact.label,
            "value": shown(self.limit.fact, fact_of(self.asset, self.limit.fact)),
            "limit": shown(self.limit.fact, self.limit.number if self.limit.number is not None else self.limit.words),
        }  # fmt: skip
        if self.limit.bound == LEAST:
            return _("%(fact)s of “%(name)s” is %(value)s; %(account)s asks for at least %(limit)s.") % words
        if self.limit.bound == MOST:
            return _("%(fact)s of “%(name)s” is %(value)s; %(account)s allows at most %(limit)s.") % words
        return _("%(fact)s of “%(name)s” is %(value)s; %(account)s takes %(limit)s.") % words

    @property
    def refusal(self) -> Refused:
        """The finding as a refusal that names the field in which it is mended."""
        return Refused(self.sentence, field="assets")


def fact_of(asset: MediaAsset, code: str) -> Decimal | str | None:
    """One fact of a file, in the unit of `FACTS`; None where it was not read or does not apply."""
    derived: dict[str, Any] = {
        "duration": None if asset.duration_ms is None else Decimal(asset.duration_ms) / 1000,
        "pixels": asset.width * asset.height if asset.width and asset.height else None,
        "ratio": round(Decimal(asset.width) / asset.height, 3) if asset.width and asset.height else None,
        "sound": "yes" if asset.has_sound else "no",
    }
    value = derived[code] if code in derived else getattr(asset, code)
    if value in (None, "") or isinstance(value, str):
        return value or None
    return Decimal(str(value))


def shown(code: str, value: Any) -> str:
    """A fact or a bound for people."""
    if value is None:
        return "–"
    if code == "size":
        return str(filesizeformat(int(value)))
    if code == "sound":
        return _("present") if value in ("yes", ["yes"]) else _("missing")
    if isinstance(value, (list, tuple)):
        return ", ".join(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f} {FACTS_BY_CODE[code].unit}".strip()
    return str(value)


def breaks(limit: PlatformLimit, value: Decimal | str | None) -> bool:
    """Whether a fact breaks a limit; what was not read breaks none."""
    if value is None:
        return False
    if limit.number is None:
        return str(value) not in limit.words
    number = Decimal(value)
    return number < limit.number if limit.bound == LEAST else number > limit.number


def findings_for(assets: Iterable[MediaAsset], accounts: Sequence[PlatformAccount]) -> list[MediaFinding]:
    """Everything that these platforms have against these files, what blocks first; one statement, none for no file.

    A limit of the platform itself stands in for that of every platform on the same fact and bound.
    """
    files = list(assets)
    if not files:
        return []
    rows = {(row.platform, row.kind, row.fact, row.bound): row for row in LIMITS.all()}
    found = []
    for account in accounts:
        for asset in files:
            for (platform, kind, fact, bound), row in rows.items():
                own = platform == account.platform or (
                    platform == EVERY and (account.platform, kind, fact, bound) not in rows
                )
                if own and kind == asset.kind and breaks(row, fact_of(asset, fact)):
                    found.append(MediaFinding(asset, account, row))
    return sorted(found, key=lambda finding: finding.severity != BLOCK)


def list_limits() -> int:
    """Bring the first rows into an empty part of the table; rows that somebody changed or added stay."""
    known = set(PlatformLimit.objects.values_list("platform", "kind", "fact", "bound"))
    new = [
        PlatformLimit(
            platform=row.platform, kind=row.kind, fact=row.fact, bound=row.bound, number=row.number,
            words=list(row.words), severity=row.severity, source=row.source, read_on=row.read_on,
        )
        for row in ROWS
        if (row.platform, row.kind, row.fact, row.bound) not in known
    ]  # fmt: skip
    PlatformLimit.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(values)
    for name, limit in (("source", 300), ("platform", 20)):
        if name in cleaned:
            cleaned[name] = clean_text(cleaned[name], field=name, limit=limit, one_line=True)
    words = cleaned.get("words", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise Refused(_('Possible values are a list of words, as in ["h264", "hevc"].'), field="words")
    return cleaned


def add_limit(*, actor: User, **values: Any) -> PlatformLimit:
    """Add a limit, with its ledger entry. Raises ValidationError naming the fields."""
    return create_record(PlatformLimit(**_clean(values)), actor=actor, event="platform_limit.added")


def change_limit(row: PlatformLimit, *, actor: User, **values: Any) -> None:
    """Change a limit or take it out of force, with its ledger entry."""
    change_record(row, _clean(values), actor=actor, event="platform_limit.changed")
