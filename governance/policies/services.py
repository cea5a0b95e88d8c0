"""Every change to the rule books: binding, reviewed changes of parameters, reading and signing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access.services import Denied, can
from governance.ledger.services import record
from governance.policies.books import today, touch
from governance.policies.loading import fingerprint
from governance.policies.models import (
    LegalRule,
    PackBinding,
    Parameter,
    Policy,
    PolicyReading,
    PolicyReview,
    PolicyVersion,
)
from governance.policies.rules import CONCLUSION_LIMIT, END_REASON_LIMIT, fault_of
from governance.policies.workflow import MANAGE, too_early
from governance.refusals.exceptions import NotAllowed, NoteRequired, Refused
from governance.statements.reading import CompiledQuery
from governance.texts.hygiene import clean_text, has_visible_text
from governance.workflow.services import move

COUNSEL = "governance.sign_legal"

if TYPE_CHECKING:
    from accounts.models import Department, PlatformAccount, User


def _needs_right(actor: User | None) -> None:
    if actor is None:
        return
    answer = can(actor, MANAGE)
    if isinstance(answer, Denied):
        raise NotAllowed(answer.reason)


def _policy(pack: str | Policy) -> Policy:
    if isinstance(pack, Policy):
        return pack
    found = Policy.objects.filter(code=pack).first()
    if found is None:
        raise Refused(_("There is no such rule book. Please load the rule books first: manage.py setup."))
    return found


def bind_pack(
    pack: str | Policy,
    *,
    account: PlatformAccount | None = None,
    department: Department | None = None,
    actor: User | None,
    at: datetime | None = None,
) -> PackBinding:
    """Let a rule book hold for an account, or for a department with all in it (R-105).

    `actor` None is the set-up itself. Binding twice changes nothing.
    """
    if (account is None) == (department is None):
        raise Refused(_("Please choose either an account or a department."))
    _needs_right(actor)
    policy, at = _policy(pack), at or timezone.now()
    with transaction.atomic():
        held = policy.bindings.filter(account=account, department=department, ends_on__isnull=True).first()
        if held is not None:
            if held.starts_on > today(at):
                raise Refused(_("This rule book is bound from a later date already. Please end that binding first."))
            return held
        binding = PackBinding.objects.create(
            policy=policy, account=account, department=department, starts_on=today(at), bound_by=actor
        )
        record(
            "policy.bound", actor=actor, kind="pack_binding", object_id=binding.pk,
            account_id=account.pk if account else None, department_id=department.pk if department else None,
            payload={"pack": policy.code}, at=at,
        )  # fmt: skip
        touch()
    return binding


def unbind_pack(binding: PackBinding, *, actor: User, reason: str, at: datetime | None = None) -> PackBinding:
    """End a binding today; the row stays, so that what held then can be shown."""
    _needs_right(actor)
    words = clean_text(reason, field="reason", limit=END_REASON_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say why the rule book no longer holds there."), field="reason")
    at = at or timezone.now()
    with transaction.atomic():
        binding = PackBinding.objects.select_for_update(of=("self",)).get(pk=binding.pk)
        if binding.ends_on is not None:
            raise Refused(_("This binding has ended already."))
        binding.ends_on = max(today(at), binding.starts_on)
        binding.ended_by, binding.end_reason = actor, words
        binding.save(update_fields=["ends_on", "ended_by", "end_reason"])
        record(
            "policy.unbound", actor=actor, kind="pack_binding", object_id=binding.pk, account_id=binding.account_id,
            department_id=binding.department_id, payload={"pack": binding.policy.code}, at=at,
        )  # fmt: skip
        touch()
    return binding


def propose_change(
    pack: str | Policy,
    *,
    values: Mapping[str, Any],
    effective_from: date,
    reason: str,
    actor: User,
    source: tuple[str, int] | None = None,
    at: datetime | None = None,
) -> PolicyVersion:
    """Propose a new dated version with some parameters changed (R-126).

    `source` names the record behind it (a law watch, a crisis lesson, a review). A second person decides; until
    then nothing changes. Raises Refused, with the parameter as field, for a value that its kind does not allow.
    """
    _needs_right(actor)
    policy, at = _policy(pack), at or timezone.now()
    if not has_visible_text(reason):
        raise NoteRequired(_("Please say why the rule book is to change; everybody who signs it reads this."),
                           field="reason")  # fmt: skip
    if effective_from < today(at):
        raise Refused(_("A change holds from today or from a later day. Please choose another date."),
                      field="effective_from")  # fmt: skip
    with transaction.atomic():
        base = _newest_approved(policy)
        if effective_from < base.effective_from:
            raise Refused(too_early(base.effective_from), field="effective_from")
        rows = list(base.parameters.all())
        changed = _apply(rows, values)
        number = (policy.versions.aggregate(top=Max("number"))["top"] or 0) + 1
        try:
            with transaction.atomic():
                version = PolicyVersion.objects.create(
                    policy=policy, number=number, effective_from=effective_from, reason=reason.strip(),
                    source_kind=source[0] if source else "", source_id=source[1] if source else None,
                    proposed_by=actor, proposed_at=at,
                    content_hash=fingerprint(policy, {row.name: row.value for row in rows}),
                )  # fmt: skip
        except IntegrityError:
            raise Refused(_("Another change of this rule book waits for a decision. Please decide that one first."))\
                from None  # fmt: skip
        for row in rows:
            row.pk, row.version = None, version
        Parameter.objects.bulk_create(rows)
        record(
            "policy.proposed", actor=actor, kind="policy_version", object_id=version.pk,
            payload={"pack": policy.code, "number": number, "fields": changed, "from": effective_from}, at=at,
        )  # fmt: skip
    return version


def check_parameter(pack: str | Policy, name: str, value: Any) -> None:
    """Refuse a value that the parameter cannot take, before anything is tried with it or proposed."""
    rows = _policy(pack).versions.approved().order_by("-effective_from", "-number")[0].parameters.filter(name=name)
    _apply(list(rows), {name: value}, same=True)


def _newest_approved(policy: Policy) -> PolicyVersion:
    return policy.versions.approved().select_for_update(of=("self",)).order_by("-effective_from", "-number")[0]


def _apply(rows: list[Parameter], values: Mapping[str, Any], *, same: bool = False) -> list[str]:
    by_name = {row.name: row for row in rows}
    changed = []
    for name, value in values.items():
        row = by_name.get(name)
        if row is None:
            raise Refused(_("There is no parameter of that name."), field=name)
        if fault_of(row.kind, row.merge, [value], row.levels, row.unit):
            raise Refused(_("“%(title)s” cannot take this value. Please look at the value that holds now.")
                          % {"title": row.title}, field=name)  # fmt: skip
        if row.value != value:
            row.value, row.own_number = value, False
            changed.append(name)
    if not changed and not same:
        raise Refused(_("Nothing would change. Please give at least one other value."))
    return changed


def decide_change(
    version: PolicyVersion, name: str, *, actor: User, note: str = "", lock: int | None = None,
    at: datetime | None = None,
) -> PolicyVersion:  # fmt: skip
    """Approve, reject or withdraw a proposed version. Approved, it holds from its date on.

    Raises NotAllowed for the proposer, WrongState when it was decided meanwhile.
    """
    at = at or timezone.now()
    with transaction.atomic():
        latest = _newest_approved(version.policy).effective_from
        version = move(
            version, name, actor=actor, note=note, version=lock, at=at,
            context={"today": today(at), "latest": latest},
            changes={"decided_by": None if name == "withdraw" else actor, "decided_at": at, "decision_note": note},
            payload={"pack": version.policy.code, "number": version.number},
        )  # fmt: skip
        if name == "approve":
            older = version.policy.versions.filter(status="current").exclude(pk=version.pk)
            older.filter(effective_to__isnull=True).update(effective_to=version.effective_from)
            retire_superseded(at=at)
            touch()
    return version


def retire_superseded(*, at: datetime | None = None) -> int:
    """Mark versions whose successor is in force; the nightly job calls it. Values go by dates, not by this mark."""
    return PolicyVersion.objects.filter(status="current", effective_to__lte=today(at)).update(status="retired")


def sign_policy(version: PolicyVersion, *, actor: User, at: datetime | None = None) -> PolicyReading:
    """Sign as read (R-106, D-1.2, K-5.2.1). Signing twice changes nothing; a proposal cannot be signed."""
    if version.status != "current":
        raise Refused(_("Only a version that holds can be signed. Please open the current version and sign that one."))
    at = at or timezone.now()
    with transaction.atomic():
        reading, fresh = PolicyReading.objects.get_or_create(
            version=version, user=actor, defaults={"signed_at": at, "content_hash": version.content_hash}
        )
        if fresh:
            record(
                "policy.signed", actor=actor, kind="policy_version", object_id=version.pk,
                payload={"sha256": version.content_hash}, at=at,
            )  # fmt: skip
    forget_readings(actor)
    return reading


def forget_readings(user: User) -> None:
    """Ask the database anew which versions this person signed, and the gates anew what is suspended."""
    for name in ("_signed_versions", "_unsigned"):
        if hasattr(user, name):
            delattr(user, name)
    scope = getattr(user, "_access_scope", None)
    if scope is not None:
        scope.answers.clear()


def review_policy(pack: str | Policy, *, conclusion: str, actor: User, at: datetime | None = None) -> PolicyReview:
    """Record the yearly review of a rule book (R-126)."""
    _needs_right(actor)
    words = clean_text(conclusion, field="conclusion", limit=CONCLUSION_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please write what the review found: still right, or what must change."),
                           field="conclusion")  # fmt: skip
    policy, at = _policy(pack), at or timezone.now()
    with transaction.atomic():
        review = PolicyReview.objects.create(policy=policy, reviewed_by=actor, reviewed_at=at, conclusion=words)
        record("policy.reviewed", actor=actor, kind="policy", object_id=policy.pk, at=at)
    return review


def name_interpreter(pack: str | Policy, *, user: User, actor: User | None, at: datetime | None = None) -> Policy:
    """Say who explains a rule book and answers for its findings (R-126, K-7.1)."""
    _needs_right(actor)
    policy = _policy(pack)
    with transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(owner=user)
        record("policy.interpreter_named", actor=actor, kind="policy", object_id=policy.pk,
               payload={"user": user.pk}, at=at)  # fmt: skip
    policy.owner = user
    return policy


def confirm_legal_rule(rule: LegalRule, *, actor: User, at: datetime | None = None) -> LegalRule:
    """Counsel confirms that a rule states the law as it is; before that nobody should rely on it (chapter 7)."""
    answer = can(actor, COUNSEL)
    if isinstance(answer, Denied):
        raise NotAllowed(answer.reason)
    at = at or timezone.now()
    with transaction.atomic():
        rule.confirmed_by, rule.confirmed_on = actor, today(at)
        rule.save(update_fields=["confirmed_by", "confirmed_on"])
        record("legal_rule.confirmed", actor=actor, kind="legal_rule", object_id=rule.pk, at=at)
    return rule


SIGNED = CompiledQuery(lambda user: PolicyReading.objects.filter(user=user).order_by().values_list("version_id"))


def signed_versions(user: User) -> frozenset[int]:
    """Ids of the versions that the person signed, read once per instance."""
    found: frozenset[int] | None = getattr(user, "_signed_versions", None)
    if found is None:
        found = remember_signed(user, (version_id for (version_id,) in SIGNED.rows(user=user.pk)))
    return found


def remember_signed(user: User, version_ids: Iterable[int]) -> frozenset[int]:
    """Keep on the instance what was read of the person's signed versions."""
    found = frozenset(version_ids)
    user._signed_versions = found  # type: ignore[attr-defined]
    return found
