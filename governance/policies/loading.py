"""Loads the delivered rule books: clauses, requirements, parameters, legal rules. May run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.ledger.services import record
from governance.policies.books import DATA, shipped, today, touch, value_of_row
from governance.policies.models import (
    Clause,
    ClauseRequirement,
    ClauseWording,
    LegalRule,
    Parameter,
    Policy,
    PolicyVersion,
    Requirement,
)
from governance.policies.rules import fault_of

if TYPE_CHECKING:
    from accounts.models import User


# What of a clause is read and signed.
WORDING = ("label_zh", "label_en", "text_zh", "text_en")
# What of a legal rule counsel confirms.
LEGAL_WORDING = ("basis_zh", "basis_en", "text_zh", "text_en")


class FaultyRuleBook(Exception):
    """A delivered file says something that cannot be right; nothing of it is loaded."""


def read(name: str) -> Any:
    """A delivered data file; an empty list where it is not there."""
    path = DATA / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def check_parameters(packs: Iterable[str], rows: Iterable[dict[str, Any]]) -> None:
    """Refuse a parameter without merge, title or value, or with a value that its kind does not allow."""
    packs = list(packs)
    names: set[str] = set()
    for row in rows:
        name = row.get("name", "?")
        missing = [key for key in ("merge", "kind", "title_zh", "title_en", "provenance") if not row.get(key)]
        if missing or name in names:
            raise FaultyRuleBook(f"{name}: {missing or 'twice'}")
        names.add(name)
        values = row.get("values", {})
        lacking = [] if "all" in values else [pack for pack in packs if pack not in values]
        fault = f"no value for {lacking}" if lacking else fault_of(
            row["kind"], row["merge"], list(values.values()), row.get("levels", []), row.get("unit", "")
        )  # fmt: skip
        if fault:
            raise FaultyRuleBook(f"{name}: {fault}")


def fingerprint(policy: Policy, values: dict[str, Any]) -> str:
    """What a reader signs: the wording of every clause and the value of every parameter."""
    clauses = list(policy.clauses.order_by("code").values_list("code", "text_zh", "text_en"))
    text = json.dumps([policy.code, clauses, sorted(values.items())], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def seed_policies(*, actor: User | None = None, at: datetime | None = None) -> None:
    """Bring the delivered rule books into the database (R-105, R-126).

    Wording is refreshed on every run; how a clause read before is kept with its dates, and a version that somebody
    signed gets a successor with the new words, to be signed anew. Parameters are written once, as version 1: from
    then on they change only by a reviewed proposal. A legal rule in new words waits for counsel again.
    """
    at = at or timezone.now()
    data = shipped()
    check_parameters([row["code"] for row in data["packs"]], data["parameters"])
    policies = _policies(data["packs"])
    requirements = _requirements(read("requirements.json"))
    reworded = {
        policy.pk
        for policy in policies
        if _clauses(policy, read(f"clauses_{policy.code}.json"), requirements, actor, at)
    }
    _legal_rules(read("legal_rules.json"), actor, at)
    for policy in policies:
        if not policy.versions.exists():
            _first_version(policy, data, actor)
        elif policy.pk in reworded:
            _versions_in_new_words(policy, actor, at)
    touch()


def _upsert(model: type[Model], key: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Create what is new and write what differs: one read, two writes, whatever the number of rows."""
    stored: dict[str, Any] = {getattr(obj, key): obj for obj in model._default_manager.all()}
    fresh, changed, names = [], [], list(rows[0]) if rows else []
    for row in rows:
        obj = stored.get(row[key])
        if obj is None:
            fresh.append(model(**row))
        elif any(getattr(obj, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(obj, name, value)
            changed.append(obj)
    model._default_manager.bulk_create(fresh)
    if changed:
        model._default_manager.bulk_update(changed, [name for name in names if name != key])
    return stored | {getattr(obj, key): obj for obj in fresh}


def _policies(rows: list[dict[str, Any]]) -> list[Policy]:
    stored = _upsert(Policy, "code", rows)
    return [stored[row["code"]] for row in rows]


def _requirements(rows: list[dict[str, Any]]) -> dict[str, Requirement]:
    return _upsert(
        Requirement,
        "code",
        [
            {
                "code": row["code"],
                "app": row["app"],
                "control": row["kind"],
                "mode": row["mode"][0],
                "title_zh": row["title_zh"],
                "title_en": row["title_en"],
                "text_zh": row["text_zh"],
                "text_en": row["text_en"],
                "measure_zh": row.get("measure_zh", ""),
                "measure_en": row.get("measure_en", ""),
                "target": row.get("target"),
                "warn": row.get("warn"),
            }
            for row in rows
        ],
    )


def _keep_wordings(policy: Policy, rows: list[dict[str, Any]], actor: User | None, at: datetime) -> bool:
    """The wordings that these rows replace, each with the time until which it held, and a ledger entry.

    Returns whether what people sign reads otherwise now: another text, or a clause more.
    """
    wanted = {row["code"]: row for row in rows}
    held = list(policy.clauses.all())
    signed = {clause.code: (clause.text_zh, clause.text_en) for clause in held}
    otherwise = any(signed.get(code) != (row["text_zh"], row["text_en"]) for code, row in wanted.items())
    reworded = [
        clause
        for clause in held
        if clause.code in wanted and any(getattr(clause, name) != wanted[clause.code][name] for name in WORDING)
    ]
    if not reworded:
        return otherwise
    since = dict(
        ClauseWording.objects.filter(clause__in=reworded).order_by("held_until").values_list("clause_id", "held_until")
    )
    for clause in reworded:
        words = {name: getattr(clause, name) for name in WORDING}
        kept = ClauseWording.objects.create(clause=clause, held_from=since.get(clause.pk), held_until=at, **words)
        changed = [name for name in WORDING if words[name] != wanted[clause.code][name]]
        record(
            "clause.reworded", actor=actor, kind="clause", object_id=clause.pk, at=at,
            payload={"clause": clause.code, "fields": changed, "wording": kept.pk},
        )  # fmt: skip
    return otherwise


def _clauses(
    policy: Policy, rows: list[dict[str, Any]], requirements: dict[str, Requirement], actor: User | None, at: datetime
) -> bool:
    """Write the clauses; returns whether what people sign reads otherwise now."""
    wanted = [
        {
            "policy_id": policy.pk,
            "code": row["id"],
            "position": place,
            "chapter": str(row["chapter"]),
            "label_zh": row["label_zh"],
            "label_en": row["label_en"],
            "text_zh": row["text_zh"],
            "text_en": row["text_en"],
            "inferred": bool(row.get("inferred", False)),
        }
        for place, row in enumerate(rows)
    ]
    otherwise = _keep_wordings(policy, wanted, actor, at)
    stored = _upsert(Clause, "code", wanted)
    links = [
        ClauseRequirement(clause=stored[row["id"]], requirement=requirements[code], position=place)
        for row in rows
        for place, code in enumerate(row["requirements"])
    ]
    held = {
        (link.clause_id, link.requirement_id): link for link in ClauseRequirement.objects.filter(clause__policy=policy)
    }
    asked = {(link.clause_id, link.requirement_id) for link in links}
    stale = [link.pk for key, link in held.items() if key not in asked]
    ClauseRequirement.objects.filter(pk__in=stale).delete()
    ClauseRequirement.objects.bulk_create(link for link in links if (link.clause_id, link.requirement_id) not in held)
    return otherwise


def _versions_in_new_words(policy: Policy, actor: User | None, at: datetime) -> None:
    """Every version that holds or will hold gets the fingerprint of the new words.

    One that nobody signed takes it itself. One that somebody signed stays as it was signed, up to today (or up to its
    own beginning), and a successor with the same values holds from then on.
    """
    day = today(at)
    going = Q(effective_to=None) | Q(effective_to__gt=day)
    for version in policy.versions.filter(going, status__in=["current", "draft"]).order_by("number"):
        rows = list(version.parameters.all())
        content_hash = fingerprint(policy, {row.name: row.value for row in rows})
        if content_hash == version.content_hash:
            continue
        if not version.readings.exists():
            PolicyVersion.objects.filter(pk=version.pk).update(content_hash=content_hash)
            continue
        start = max(day, version.effective_from)
        successor = PolicyVersion.objects.create(
            policy=policy,
            number=(policy.versions.aggregate(top=Max("number"))["top"] or 0) + 1,
            status="current",
            effective_from=start,
            effective_to=version.effective_to,
            reason=_("The wording of clauses has changed; the values are the same. Please read and sign it again."),
            content_hash=content_hash,
            proposed_at=at,
            decided_at=at,
        )
        for row in rows:
            row.pk, row.version = None, successor
        Parameter.objects.bulk_create(rows)
        PolicyVersion.objects.filter(pk=version.pk).update(effective_to=start)
        record(
            "policy.reworded", actor=actor, kind="policy_version", object_id=successor.pk, at=at,
            payload={"pack": policy.code, "number": successor.number, "from": start, "sha256": content_hash},
        )  # fmt: skip


def _legal_rules(rows: list[dict[str, Any]], actor: User | None, at: datetime) -> None:
    """Write the legal rules; what counsel confirmed in other words is confirmed no longer."""
    delivered = {row["code"]: row for row in rows}
    for rule in LegalRule.objects.exclude(confirmed_on=None):
        row = delivered.get(rule.code)
        changed = [name for name in LEGAL_WORDING if row is not None and getattr(rule, name) != row[name]]
        if changed:
            LegalRule.objects.filter(pk=rule.pk).update(confirmed_by=None, confirmed_on=None)
            record(
                "legal_rule.reworded", actor=actor, kind="legal_rule", object_id=rule.pk, payload={"fields": changed},
                at=at,
            )  # fmt: skip
    names = ("code", "stages", "severity", "markets", "basis_zh", "basis_en", "text_zh", "text_en")
    _upsert(LegalRule, "code", [{name: row[name] for name in names} for row in rows])


def _first_version(policy: Policy, data: dict[str, Any], actor: User | None) -> None:
    values = [value_of_row(row, policy.code) for row in data["parameters"]]
    now = timezone.now()
    version = PolicyVersion.objects.create(
        policy=policy,
        number=1,
        status="current",
        effective_from=date.fromisoformat(data["effective_from"]),
        content_hash=fingerprint(policy, {value.name: value.value for value in values}),
        proposed_at=now,
        decided_at=now,
    )
    Parameter.objects.bulk_create(
        Parameter(
            version=version,
            name=value.name,
            position=place,
            kind=value.kind,
            unit=value.unit,
            merge=value.merge,
            value=value.value,
            levels=list(value.levels),
            role=value.role,
            requirements=list(value.requirements),
            clause=value.clause or "",
            provenance=value.provenance,
            own_number=value.own_number,
            title_zh=value.title_zh,
            title_en=value.title_en,
        )
        for place, value in enumerate(values)
    )
    record("policy.loaded", actor=actor, kind="policy_version", object_id=version.pk, payload={"pack": policy.code})
