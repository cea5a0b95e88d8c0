"""A draft in the hands of people who do anything in any order, and what must hold whatever they do (R-027 to R-038).

What must hold is asked of the rows, not of the code under test: who signed what, when, with which right.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.public import Handing, Holding, PlatformAccount, User
from content.comments.models import CommentThread
from content.comments.services import move_thread, open_thread
from content.conftest import NOW, PREFLIGHT, House, address_on
from content.drafts.models import Draft, DraftVersion, LintFinding
from content.drafts.services import edit_draft
from content.drafts.urgency import approve_urgency, ask_urgency
from content.leaving import DRAFTS
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight
from content.review.clearing import answer_finding
from content.review.models import ReviewSlot
from content.review.services import decide
from content.review.submission import submit_draft, take_back
from content.review.tests.judging import Slot, agreers, given_rightly, laid_out_whole, signed_whole, submitted_whole
from content.review.tests.signers import BARRED
from governance.public import (
    Refused,
    bind_pack,
    grant_role,
    holder_ids,
    name_deputy,
    revoke_role,
    stood_in_for,
    unbind_pack,
)

RUNS, STEPS = int(os.environ.get("REVIEW_RUNS", "25")), 30
SIGNERS = ("first_reviewer", "final_reviewer", "executive", "legal", "adviser", "department_head")
# And "newcomer" lacks nothing but a market, so is sent where one is asked for.
PEOPLE = (*BARRED, *SIGNERS, "publisher", "manager")
ROLES = ("author", "first_reviewer", "final_reviewer", "legal", "executive", "publisher")
FLAGS = ("important", "legal_risk", "health", "sensitive")
PACKS = ("kuaishou_health", "self_media")
BODIES = ("这是全国最好的茶杯。", "预约请拨 13800138000。", "本周的新品到店了。")
BLANKS: tuple[dict[str, Any], ...] = (
    {"body": ""}, {"window_end": None}, {"hashtags": []}, {"originality": ""}, {"plan_item": None},
)  # fmt: skip
WHOLE: dict[str, Any] = {
    "body": "我们的新品今天与大家见面。", "hashtags": ["新品"], "originality": "own", "claims": [],
    "window_end": NOW + timedelta(days=3),
}  # fmt: skip
who, role_names = st.sampled_from(PEOPLE), st.sampled_from(ROLES)
reached = {"approved": 0, "published": 0, "scheduled": 0, "handed_on": 0, "handed_on_urgent": 0}


def machine(house: House) -> type[RuleBasedStateMachine]:
    """The machine over this company; each run is rolled back."""

    class Review(RuleBasedStateMachine):
        @initialize(
            flags=st.sets(st.sampled_from(FLAGS), max_size=2), urgent=st.booleans(), unit=st.booleans(),
            abroad=st.booleans(), pack=st.sampled_from((*PACKS, "")),
        )  # fmt: skip
        def begin(self, flags: set[str], urgent: bool, unit: bool, abroad: bool, pack: str) -> None:
            self.whole = transaction.atomic()
            self.whole.__enter__()
            # Planned before a rule book is bound that asks for the plan of a period.
            self.plan = house.plan()
            self.clock = NOW
            self.deputies = 0
            self.asked: dict[int, Counter[Slot]] = {}
            if pack:
                bind_pack(pack, account=house.account, actor=None, at=NOW - timedelta(days=90))
            reason: dict[str, Any] = {"plan_item": None, "urgent_reason": "停电"}
            extra: dict[str, Any] = reason if urgent else {"plan_item": self.plan}
            extra |= {"units": ["rnd"]} if unit else {}
            extra |= {"accounts": [house.account, house.weibo]} if abroad else {}
            self.draft = house.draft(flags=sorted(flags), content_type="culture", **extra)

        def person(self, name: str) -> User:
            """As at their next request: rights are read anew."""
            return User.objects.get(username=name)

        def now(self) -> datetime:
            self.clock += timedelta(minutes=1)
            return self.clock

        def tried(self, act: Any) -> None:
            """A refusal changes nothing: what it began is undone."""
            with suppress(Refused), transaction.atomic():
                act()
            self.draft = Draft.objects.get(pk=self.draft.pk)

        def changed(self, name: str, **content: Any) -> None:
            self.tried(lambda: edit_draft(self.draft, actor=self.person(name), at=self.now(), **content))

        def submit(self) -> None:
            at, before = self.now(), self.draft.versions_count
            self.tried(
                lambda: submit_draft(self.draft, actor=self.person("author"), override_reason="获奖原文", at=at)
            )
            if self.draft.versions_count > before:
                version = self.draft.current_version_id
                assert version is not None
                self.asked[version] = laid_out_whole(self.draft, at)

        @rule(name=who)
        def take_back(self, name: str) -> None:
            self.tried(lambda: take_back(self.draft, actor=self.person(name), at=self.now()))

        @rule(name=who, number=st.integers(0, 99))
        def edit(self, name: str, number: int) -> None:
            self.changed(name, body=f"第{number}次修改的正文。")

        @rule(flags=st.sets(st.sampled_from(FLAGS), max_size=2))
        def flag(self, flags: set[str]) -> None:
            self.changed("author", flags=sorted(flags))

        @rule(body=st.sampled_from(BODIES))
        def write_riskily(self, body: str) -> None:
            self.changed("author", body=body)
            self.submit()

        @rule(source=st.sampled_from(("", "年度报告")))
        def claim(self, source: str) -> None:
            self.changed("author", claims=[{"text": "已有一万人使用", "source": source}])
            self.submit()

        @rule(blank=st.sampled_from(BLANKS))
        def leave_out(self, blank: dict[str, Any]) -> None:
            self.changed("author", **blank)
            self.submit()

        def decide(
            self, name: str, place: int, decision: str, *, marks: str = "whole", age: int = 0,
            shown: str | None = None, named: bool = True,
        ) -> None:  # fmt: skip
            slots = list(ReviewSlot.objects.filter(version_id=self.draft.current_version_id).order_by("position"))
            if not slots:
                return
            slot, at, stage = slots[place % len(slots)], self.now(), self.draft.stage
            given = dict.fromkeys(slot.criteria[: -1 if marks == "missing" else None], "pass")
            if marks == "failed":
                given[slot.criteria[0]] = "fail"
            writers = {self.draft.author_id, *self.draft.editors}
            self.tried(
                lambda: decide(
                    slot, actor=self.person(name), decision=decision, marks=given, note="请看", sha256=shown,
                    problems=[{"text": "错字"}] if decision == "changes" and named else [],
                    reauthenticated_at=at - timedelta(minutes=age), at=at,
                )
            )  # fmt: skip
            signed = ReviewSlot.objects.select_related("signer", "version").get(pk=slot.pk)
            if signed.decided_at == at:
                assert stage == signed.stage, "it was not asked for yet"
                assert shown in (None, signed.version.sha256), "another version was shown"
                given_rightly(signed, self.draft, writers, at)

        @rule(name=who, place=st.integers(0, 4))
        def sign(self, name: str, place: int) -> None:
            self.decide(name, place, "approve")

        @rule(
            marks=st.sampled_from(("whole", "missing", "failed")), age=st.sampled_from((0, 10)),
            shown=st.sampled_from((None, "0" * 64)),
        )  # fmt: skip
        def sign_carelessly(self, marks: str, age: int, shown: str | None) -> None:
            for name in SIGNERS:
                for place in range(4):
                    self.decide(name, place, "approve", marks=marks, age=age, shown=shown)

        @rule(name=st.sampled_from(SIGNERS), place=st.integers(0, 4), named=st.booleans())
        def send_back(self, name: str, place: int, named: bool) -> None:
            self.decide(name, place, "changes", named=named)

        def go_on(self) -> None:
            """The next step on the way, each open slot tried by everybody: else hardly a run would get far."""
            if self.draft.status == "draft":
                self.submit()
                if self.draft.status == "draft":
                    reason = {} if self.draft.urgent_reason else {"plan_item": self.plan}
                    self.agreed_by("manager")
                    self.agreed_by("department_head")
                    self.changed("author", **WHOLE, **reason)
                    self.submit()
            elif self.draft.in_review:
                stage = ReviewSlot.objects.filter(version_id=self.draft.current_version_id, stage=self.draft.stage)
                for slot in stage.order_by("position"):
                    for name in (*(("newcomer",) if slot.market else ()), *PEOPLE):
                        if ReviewSlot.objects.filter(pk=slot.pk, decided_at=None, voided_at=None).exists():
                            self.decide(name, slot.position, "approve")
            elif self.draft.status == "approved":
                self.schedule("publisher", 60)
            if self.draft.status == "scheduled":
                self.publish("publisher")

        first_step = rule()(go_on)
        second_step = rule()(go_on)
        third_step = rule()(go_on)

        def answer_and_go_on(self) -> None:
            """The next step, with every finding answered and every comment resolved: they hold reviews back."""
            for name in ("first_reviewer", "legal"):
                self.answered_by(name)
            for name in PEOPLE:
                self.resolved_by(name)
            self.go_on()

        fourth_step = rule()(answer_and_go_on)
        fifth_step = rule()(answer_and_go_on)

        @rule(name=who)
        @precondition(lambda self: self.draft.in_review)
        def comment(self, name: str) -> None:
            self.tried(lambda: open_thread(self.draft, actor=self.person(name), text="为什么？", at=self.now()))

        @rule(name=who)
        def resolve(self, name: str) -> None:
            self.resolved_by(name)

        def resolved_by(self, name: str) -> None:
            for thread in CommentThread.objects.filter(draft=self.draft).open():
                actor, at = self.person(name), self.now()
                self.tried(partial(move_thread, thread, "resolve", actor=actor, at=at))

        @rule(
            name=st.sampled_from(("legal", "first_reviewer", "author", "root", "stand_in")),
            age=st.sampled_from((0, 9)),
        )
        def answer(self, name: str, age: int) -> None:
            self.answered_by(name, age)

        def answered_by(self, name: str, age: int = 0) -> None:
            for finding in LintFinding.objects.filter(version_id=self.draft.current_version_id, cleared_at=None):
                person, at = self.person(name), self.now()
                confirmed = at - timedelta(minutes=age)
                self.tried(
                    partial(answer_finding, finding, actor=person, answer="有据", reauthenticated_at=confirmed, at=at)
                )
                finding.refresh_from_db()
                if finding.cleared_at == at and finding.severity == "block":
                    writers = {self.draft.author_id, *self.draft.editors}
                    assert age == 0
                    assert person.pk in holder_ids("governance.sign_legal", house.account.pk)
                    assert person.pk not in writers | stood_in_for(writers, self.draft.created_at, at)

        @rule(name=st.sampled_from(("manager", "department_head", "author", "root")))
        @precondition(lambda self: bool(self.draft.urgent_reason))
        def agree_to_urgency(self, name: str) -> None:
            """And write in it at once: those who agree hold the right, and the yes alone bars them."""
            self.agreed_by(name)
            self.changed(name, body="同意之后再改的正文。")

        def agreed_by(self, name: str) -> None:
            self.tried(lambda: ask_urgency(self.draft, actor=self.person("author"), at=self.now()))
            self.tried(lambda: approve_urgency(self.draft, actor=self.person(name), note="可以", at=self.now()))

        @rule(name=who, role=role_names)
        def grant(self, name: str, role: str) -> None:
            self.tried(lambda: grant_role(self.person(name), role, accounts=[house.account], actor=None))

        @rule(name=who, role=role_names)
        def revoke(self, name: str, role: str) -> None:
            self.tried(lambda: revoke_role(self.person(name), role, accounts=[house.account], actor=None))

        @rule(name=st.sampled_from(SIGNERS), absent=st.sampled_from(("author", *SIGNERS)), minutes=st.integers(1, 9))
        @precondition(lambda self: self.deputies < 3)
        def stand_in(self, name: str, absent: str, minutes: int) -> None:
            if name != absent:
                self.deputies += 1
                until = self.clock + timedelta(minutes=minutes)
                name_deputy(
                    self.person(absent), self.person(name), begins_at=self.clock, ends_at=until, kind="user",
                    object_id=self.deputies,
                )  # fmt: skip

        @rule(pack=st.sampled_from(PACKS))
        def bind(self, pack: str) -> None:
            self.tried(lambda: bind_pack(pack, account=house.account, actor=None, at=NOW))

        @rule()
        def unbind(self) -> None:
            rows = house.account.pack_bindings.filter(ends_on=None).exclude(policy__code="douyin")
            binding = rows.select_related("policy").first()
            if binding is not None:
                self.tried(lambda: unbind_pack(binding, actor=self.person("manager"), reason="换", at=NOW))

        def publish(self, name: str) -> None:
            def act(account: PlatformAccount) -> None:
                at, actor = self.now(), self.person(name)
                tick_preflight(self.draft, account, actor=actor, items=PREFLIGHT, at=at)
                record_publication(
                    self.draft, account, actor=actor, url=address_on(account, str(self.draft.pk)),
                    at=at, published_text=self.draft.body,
                )  # fmt: skip

            for account in self.draft.targets.order_by("pk"):
                self.tried(partial(act, account))

        @rule(both=st.booleans())
        def go_elsewhere(self, both: bool) -> None:
            self.changed("author", accounts=[house.account, house.weibo] if both else [house.account])

        def schedule(self, name: str, minutes: int) -> None:
            at = self.now()
            self.tried(
                lambda: schedule_draft(
                    self.draft, actor=self.person(name), scheduled_at=at + timedelta(minutes=minutes), at=at,
                    slot_reason="试试",
                )
            )  # fmt: skip
            if self.draft.status == "scheduled" and self.draft.scheduled_at is not None:
                reached["scheduled"] += self.draft.scheduled_at > at

        @rule(name=st.sampled_from(("publisher", "author", "root")), minutes=st.integers(1, 90))
        @precondition(lambda self: self.draft.status in ("approved", "scheduled"))
        def schedule_as(self, name: str, minutes: int) -> None:
            self.schedule(name, minutes)

        @rule(name=st.sampled_from(("second_author", *SIGNERS)))
        @precondition(lambda self: self.draft.status not in ("published", "withdrawn", "discarded"))
        def hand_on(self, name: str) -> None:
            """Somebody takes the draft over whom the page offered a moment ago; who said yes meanwhile tries first."""
            signed = ReviewSlot.objects.filter(draft=self.draft, voided_at=None).exclude(signer=None)
            said_yes = [*signed.values_list("signer__username", flat=True), *agreers(self.draft)]
            reached["handed_on_urgent"] += bool(agreers(self.draft))
            for taker in (*said_yes, name):
                draft, person = self.draft, self.person(taker)
                holding = Holding("draft", draft.pk, draft.title, draft.account_id)
                self.tried(partial(DRAFTS.hand_over, Handing(draft.author, holding, person, None, self.now())))
                reached["handed_on"] += self.draft.author_id == person.pk != draft.author_id

        @rule(name=who)
        @precondition(lambda self: self.draft.status == "approved")
        def publish_as(self, name: str) -> None:
            self.publish(name)

        @invariant()
        def what_is_signed_whole_was_signed_by_different_people_on_its_hash(self) -> None:
            if not hasattr(self, "draft"):
                return
            draft = self.draft
            live = list(ReviewSlot.objects.filter(draft=draft, voided_at=None, decided_at__isnull=False))
            signers = [slot.signer_id for slot in live]
            assert len(signers) == len(set(signers))
            writers = {draft.author_id, *draft.editors}
            assert not set(signers) & writers
            assert not User.objects.filter(username__in=agreers(self.draft), pk__in=writers).exists()
            if draft.status == "draft":
                assert (live, draft.first_signer_id, draft.final_signer_id) == ([], None, None)
            else:
                submitted_whole(draft)
            if draft.status in ("approved", "scheduled", "published"):
                assert draft.current_version is not None
                signed_whole(draft, self.asked[draft.current_version.pk])
                self.is_out_as_signed(draft, draft.current_version)

        def is_out_as_signed(self, draft: Draft, version: DraftVersion) -> None:
            for publication in Publication.objects.filter(draft=draft):
                assert (publication.version_id, publication.sha256) == (version.pk, version.sha256)
                reached["published"] += 1
            reached["approved"] += 1

        def teardown(self) -> None:
            if hasattr(self, "whole"):
                transaction.set_rollback(True)
                self.whole.__exit__(None, None, None)

    return Review


def run(house: House, *, runs: int = RUNS, shrink: bool = True) -> None:
    """The runs of every suite: always the same ones, unless REVIEW_RUNS asks for many. Raises what it finds."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    run_state_machine_as_test(
        machine(house),
        settings=settings(
            max_examples=runs, stateful_step_count=STEPS, deadline=None, database=None, derandomize=RUNS < 100,
            suppress_health_check=list(HealthCheck), phases=phases, report_multiple_bugs=False,
        ),
    )  # fmt: skip
