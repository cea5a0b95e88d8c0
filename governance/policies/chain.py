"""`slots_for()`: who must sign a draft, computed from the rule books of its accounts and from its flags.

Always two stages. Slots of one stage merge where one post satisfies both rule books, else they stand apart; the
same person signs one slot only, so every slot more is a person more (R-030, R-031, R-035 to R-038, R-047).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from governance.policies.books import shelf, term
from governance.policies.params import packs_for, param

if TYPE_CHECKING:
    from accounts.models import PlatformAccount

STAGES = ("first", "final")


@dataclass(frozen=True, slots=True)
class SlotRule:
    """One signature that a draft needs.

    `scopes` narrows who is eligible beyond the right: same_team, same_department, market_competent,
    named_department; all of them must hold. `pack` and `clause` name the first rule book that asks for it,
    `asked_by` all of them.
    """

    code: str
    stage: str
    permission: str
    title_zh: str
    title_en: str
    criteria: tuple[str, ...]
    pack: str
    clause: str | None
    condition: str
    department_code: str = ""
    market: str = ""
    scopes: tuple[str, ...] = ()
    asked_by: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The post in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_zh

    @property
    def criteria_words(self) -> list[tuple[str, str]]:
        """Each criterion with its words."""
        return [(code, term(code)) for code in self.criteria]


def slots_for(
    accounts: Iterable[PlatformAccount | int],
    flags: Mapping[str, Any] | Iterable[str] = (),
    markets: Iterable[str] = (),
    at: datetime | None = None,
    chains: Mapping[str, Any] | None = None,
) -> list[SlotRule]:
    """Signature slots for a draft on these accounts, first stage before final.

    `flags` are codes ("important", "sensitive", "major_decision", "key_event", "health", "advertising", ...),
    as a list, or as a mapping of code to truth. The departments named in the draft come as
    `flags["departments"] = ["rnd"]` or as "department:rnd". `markets` are those the draft is meant for; without
    any, the market of each account counts. `chains` puts another chain in place of that of some rule books, to try it.
    """
    on, departments = _flags(flags)
    accounts = list(accounts)
    asked = set(markets)
    found: dict[tuple[str, ...], SlotRule] = {}
    packs: dict[str, set[str]] = {}
    for account in accounts:
        for pack in packs_for(account, at):
            packs.setdefault(pack, set()).update(asked or {getattr(account, "market", "")})
    for pack in (pack for pack in shelf().books if pack in packs):
        rows = chains[pack] if chains and pack in chains else param("review.chain", pack=pack, at=at).value
        for row in rows:
            for slot in _slots_of(row, pack, on, departments, packs[pack], at):
                key = (slot.stage, slot.permission, slot.department_code, slot.market)
                found[key] = _join(found[key], slot) if key in found else slot
    return _settle(found)


def criteria_words(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Review criteria with their words."""
    return [(code, term(code)) for code in codes]


def _flags(flags: Mapping[str, Any] | Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    if isinstance(flags, Mapping):
        named = list(flags.get("departments") or ())
        on = {code for code, held in flags.items() if held is True}
    else:
        on, named = set(flags), []
    named += [code.removeprefix("department:") for code in sorted(on) if code.startswith("department:")]
    return frozenset(on), tuple(dict.fromkeys(named))


def _slots_of(
    row: dict[str, Any], pack: str, on: frozenset[str], departments: tuple[str, ...], markets: set[str],
    at: datetime | None,
) -> list[SlotRule]:  # fmt: skip
    hit = sorted(on & set(row.get("flags", ())))
    if row["when"] == "flag" and not hit:
        return []
    criteria = row["criteria"]
    if isinstance(criteria, str):
        criteria = param(criteria, pack=pack, at=at).value
    base: dict[str, Any] = {
        "stage": row["stage"], "permission": row["permission"], "title_zh": row["title_zh"],
        "title_en": row["title_en"], "criteria": tuple(criteria), "pack": pack, "clause": row["clause"],
        "condition": f"flag:{','.join(hit)}" if hit else row["when"],
        "scopes": () if row["scope"] == "any" else (row["scope"],), "asked_by": ((pack, row["clause"]),),
    }  # fmt: skip
    if row.get("per") == "department":
        return [
            SlotRule(code=f"{row['code']}:{code}", department_code=code, **base | {"condition": f"department:{code}"})
            for code in departments
        ]
    if row.get("per") == "market":
        return [SlotRule(code=f"{row['code']}:{market}", market=market, **base) for market in sorted(markets)]
    return [SlotRule(code=row["code"], **base)]


def _join(one: SlotRule, other: SlotRule) -> SlotRule:
    """One post for two rule books: it meets the criteria and the eligibility of both."""
    lead = one if one.condition == "always" or other.condition != "always" else other
    return SlotRule(
        code=one.code, stage=one.stage, permission=one.permission, title_zh=_titles(one.title_zh, other.title_zh),
        title_en=_titles(one.title_en, other.title_en), criteria=tuple(dict.fromkeys(one.criteria + other.criteria)),
        pack=lead.pack, clause=lead.clause, condition=lead.condition, department_code=one.department_code,
        market=one.market or other.market, scopes=tuple(dict.fromkeys(one.scopes + other.scopes)),
        asked_by=one.asked_by + other.asked_by,
    )  # fmt: skip


def _titles(one: str, other: str) -> str:
    return one if other in one.split(" + ") else f"{one} + {other}"


def _settle(found: dict[tuple[str, ...], SlotRule]) -> list[SlotRule]:
    """A reviewer for one market satisfies a plain reviewer too: the two merge, several markets stand apart."""
    slots = list(found.values())
    for stage in STAGES:
        plain = next((s for s in slots if s.stage == stage and not s.market and s.code == stage), None)
        bound = next((s for s in slots if s.stage == stage and s.market), None)
        if plain is not None and bound is not None:
            slots[slots.index(bound)] = _join(bound, plain)
            slots.remove(plain)
    main = {"first": 0, "final": 0}
    order = sorted(slots, key=lambda s: (STAGES.index(s.stage), main.get(s.code.split(":")[0], 1), s.code))
    return order
