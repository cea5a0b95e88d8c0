"""The way of one post of the demo company, by the services of every day: each step with its time (R-018 to R-047)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.public import PlatformAccount, User
from content.comments.anchors import Anchor
from content.comments.models import CommentThread
from content.comments.services import answer_thread, move_thread, open_thread
from content.demonstration import copy
from content.demonstration.diary import Story
from content.demonstration.licensed import LICENCES, Shelf
from content.demonstration.pauses import Pause
from content.drafts.models import Draft, LintFinding
from content.drafts.rules import OUTSIDE, OWN
from content.drafts.services import create_draft, edit_draft
from content.drafts.urgency import approve_urgency, ask_urgency
from content.media.models import MediaAsset
from content.plans.models import PlanItem
from content.plans.services import approve_plan, create_plan, submit_plan
from content.publishing.checkpoints import note_checkpoint
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import items_for, schedule_draft, tick_preflight
from content.publishing.slots import HOUR, propose_slots
from content.review.clearing import answer_finding
from content.review.eligibility import why_not
from content.review.late import make_late_review, open_late_reviews
from content.review.models import LateReview, ReviewSlot
from content.review.services import decide
from content.review.submission import submit_draft
from content.suspension.models import ReleaseHold
from content.suspension.services import approve_again
from content.timeliness.rules import TIMELY_TYPES
from governance.public import DemoCompany

# How many days ahead, and at which hour, each step is taken; what is urgent is written and released in one day.
PACE = {"write": (4, 10), "submit": (4, 11), "first": (4, 16), "final": (3, 10), "schedule": (2, 9)}
URGENT_PACE = {"write": (0, 9), "submit": (0, 12), "first": (0, 13), "final": (0, 15), "schedule": (0, 16)}
# How often a reviewer wants changes, or asks beside a place; how often a proposed time of the day is taken.
CHANGES, REMARKED, IN_SLOT = 0.07, 0.06, 0.75
FINAL_REVIEWERS = ("final_reviewer", "final_guo")
# Who signs by which right; whether they may sign this very slot is asked of the review.
SIGNERS = {
    "accounts.review_first": ("first_reviewer", "reviewer_fang", "reviewer_nina"),
    "accounts.review_final": FINAL_REVIEWERS,
    "governance.sign_legal": ("legal", "legal_shen"),
    "governance.sign_adviser": ("adviser", "adviser_bai"),
    "governance.sign_executive": ("executive",),
    "governance.confirm_facts": ("department_head",),
}
ANSWER = "已核对原文与依据，表述属实。"


@dataclass(eq=False)
class Post:
    """One post on its way through the house; `proposed_from` is when figures are there to propose times by."""

    company: DemoCompany
    account: PlatformAccount
    words: copy.DemoPost
    planned_at: datetime
    dice: Random
    author: User
    shelf: Shelf
    pictured: bool
    pause: Pause
    proposed_from: datetime
    late_reviewed: timedelta | None = timedelta(hours=20)
    assets: list[MediaAsset] = field(default_factory=list)
    plan: PlanItem | None = None
    draft: Draft = field(init=False)
    publisher: User = field(init=False)
    publication: Publication | None = None
    threads: list[tuple[CommentThread, str]] = field(default_factory=list)

    def story(self) -> Story:
        """What is done to the post, in order, with the time of each step."""
        pace = URGENT_PACE if self.words.urgent else PACE
        day = self.planned_at.date()
        at = lambda name, minutes=0: (  # noqa: E731
            self.company.at(day - timedelta(days=pace[name][0]), pace[name][1]) + timedelta(minutes=minutes)
        )
        if self.words.urgent:
            yield at("write"), self.write
            yield at("write", 10), lambda moment: ask_urgency(self.draft, actor=self.author, at=moment)
            for number, (person, note) in enumerate(zip(self._agreeing(), copy.URGENT_YES, strict=True)):
                yield at("write", 30 + 25 * number), self._agree(person, note)
        else:
            yield self.company.at(day - timedelta(days=10), 10), self.write_plan
            yield self.company.at(day - timedelta(days=9), 15), self.approve_plan
            yield at("write"), self.write
        yield at("submit"), self.submit
        if not self.words.urgent and self.dice.random() < CHANGES:
            yield at("submit", 180), self.request_changes
            yield at("submit", 240), self.submit_again
        elif not self.words.urgent and self.dice.random() < REMARKED:
            yield at("submit", 70), self.remark
            yield at("submit", 130), self.answer
            yield at("submit", 220), self.resolve
        yield at("first"), lambda moment: self.sign("first", moment)
        yield at("final"), lambda moment: self.sign("final", moment)
        yield from self._release(at("schedule"))
        yield from self._afterwards()

    def _release(self, scheduled: datetime) -> Story:
        """Schedule, check, publish; where publishing is suspended meanwhile, once more after it."""
        pause = self.pause
        if pause.covers(self.account, scheduled):
            scheduled = pause.lifted + timedelta(hours=1)
            self.planned_at = max(self.planned_at, scheduled + timedelta(hours=3))
        yield scheduled, self.schedule
        if scheduled < pause.begins < self.planned_at and self.account in pause.accounts:
            yield pause.lifted + timedelta(hours=1), self.schedule
        late = timedelta(minutes=self.dice.choice((50, 95)) if self.dice.random() < 0.03 else self.dice.randrange(9))
        yield self.planned_at - timedelta(minutes=15), self.check
        yield self.planned_at + late + timedelta(minutes=1), self.publish

    def _afterwards(self) -> Story:
        if self.words.urgent and self.late_reviewed is not None:
            yield self.planned_at + timedelta(minutes=40), open_late_reviews
            if self.late_reviewed > timedelta(hours=24):
                yield from self._checkpoints()
                yield self.planned_at + self.late_reviewed, self.review_late
                return
            yield self.planned_at + self.late_reviewed, self.review_late
        elif self.words.urgent:
            yield self.planned_at + timedelta(minutes=40), open_late_reviews
        yield from self._checkpoints()

    def _checkpoints(self) -> Story:
        for code, days in (("24h", 1), ("72h", 3), ("7d", 7)):
            looked = timedelta(days=days, hours=-2 if self.dice.random() < 0.985 else 20)
            yield self.planned_at + looked, self.note(code)

    # --- writing ---------------------------------------------------------------------------------------------------

    def write_plan(self, at: datetime) -> None:
        self._take_picture()
        plan = create_plan(
            actor=self.author, account=self.account, at=at, title=self.words.title, direction=copy.DIRECTION,
            audience=copy.AUDIENCE, topic=self.words.hashtags[0], content_type=self.words.content_type,
            medium=self.medium, frequency="weekly", planned_at=self.planned_at, script_owner=self.author,
        )  # fmt: skip
        self.plan = submit_plan(plan, actor=self.author, at=at)

    def approve_plan(self, at: datetime) -> None:
        approver = self.company.people["overseas_head" if self.account.market != "CN" else "manager"]
        assert self.plan is not None  # noqa: S101 - the step before made it
        self.plan = approve_plan(self.plan, actor=approver, at=at)

    def _take_picture(self) -> None:
        if self.pictured and not self.assets:
            self.assets = [self.shelf.pick(self.dice, self.planned_at.date())]

    @property
    def medium(self) -> str:
        return "image" if self.assets else "text"

    def flags(self) -> list[str]:
        """What the post is about calls for further signatures: health, news of the company, work of others."""
        words = self.words
        flags = {
            "health": words.health, "important": words.content_type == "company_news",
            "intellectual_property": any(asset.origin == "licensed" for asset in self.assets),
        }  # fmt: skip
        return [name for name, holds in flags.items() if holds]

    def originality(self) -> dict[str, str]:
        """Whose work it is: the company's own, or with a picture that somebody licensed to it."""
        if not any(asset.origin == "licensed" for asset in self.assets):
            return {"originality": OWN}
        row = next(row for row in LICENCES if row.account == self.account.handle)
        return {"originality": OUTSIDE, "outside_material": f"{row.covers} — {row.source}, {row.reference}"}

    def units(self) -> list[str]:
        """The department whose facts a post tells."""
        return ["product"] if self.words.content_type == "industry_science" else []

    def event_at(self) -> datetime | None:
        """When it happened, for what tells of an event: the day before the post."""
        return self.planned_at - timedelta(days=1) if self.words.content_type in TIMELY_TYPES else None

    def write(self, at: datetime) -> None:
        self._take_picture()
        content: dict[str, Any] = {
            "title": self.words.title, "body": self.words.body, "content_type": self.words.content_type,
            "medium": self.medium, "hashtags": self.words.hashtags, "flags": self.flags(), "units": self.units(),
            "window_start": self.company.at(self.planned_at.date(), 9), "assets": self.assets,
            "window_end": self.planned_at + timedelta(days=2), "ad_declared": self.words.paid,
            "event_at": self.event_at(), **self.originality(),
        }  # fmt: skip
        content |= {"urgent_reason": self.words.urgent} if self.words.urgent else {"plan_item": self.plan}
        self.draft = create_draft(actor=self.author, account=self.account, at=at, **content)

    def _agreeing(self) -> list[User]:
        """Two who may say yes to something urgent: the author's superior and another who approves plans."""
        people = self.company.people
        return [people["overseas_head"], people["manager"]] if self.account.market != "CN" else [
            people["manager"], people["department_head"]
        ]  # fmt: skip

    def _agree(self, person: User, note: str) -> Callable[[datetime], None]:
        def agree(at: datetime) -> None:
            self.draft = approve_urgency(self.draft, actor=person, note=note, at=at)

        return agree

    def submit(self, at: datetime) -> None:
        self.draft = submit_draft(self.draft, actor=self.author, override_reason=self.words.override, at=at)

    # --- reviewing -------------------------------------------------------------------------------------------------

    def _slots(self, stage: str) -> list[ReviewSlot]:
        rows = ReviewSlot.objects.filter(version_id=self.draft.current_version_id).order_by("position")
        return [slot for slot in rows if slot.stage == stage]

    def _signer(self, slot: ReviewSlot) -> User:
        taken = list(ReviewSlot.objects.filter(version_id=self.draft.current_version_id))
        names = SIGNERS[slot.permission]
        known = (self.company.people[name] for name in self.dice.sample(names, len(names)))
        return next(person for person in known if why_not(slot, self.draft, person, taken) is None)

    def request_changes(self, at: datetime) -> None:
        slot = self._slots("first")[0]
        problem = self.dice.choice(copy.PROBLEMS)[1 if self.account.language == "en" else 0]
        marks = dict.fromkeys(slot.criteria, "pass") | {next(iter(slot.criteria)): "fail"}
        self.draft = decide(
            slot, actor=self._signer(slot), decision="changes", marks=marks,
            problems=[{"criterion": next(iter(slot.criteria)), "text": problem}], reauthenticated_at=at, at=at,
        )  # fmt: skip

    def submit_again(self, at: datetime) -> None:
        added = "More on this next week." if self.account.language == "en" else "下周我们会继续说这个话题。"
        self.draft = edit_draft(self.draft, actor=self.author, at=at, body=f"{self.words.body}{added}")
        self.submit(at)

    def remark(self, at: datetime) -> None:
        """A reviewer asks beside a sentence, and beside a place of the picture where there is one."""
        reviewer, english = self._signer(self._slots("first")[0]), self.account.language == "en"
        text, reply = self.dice.choice(copy.ENGLISH_REMARKS if english else copy.REMARKS)
        end = max(2, min(len(self.draft.body), self.draft.body.find("." if english else "。")))
        places = [(Anchor("body", 0, end), text, reply)]
        if self.assets and not english:
            text, reply = self.dice.choice(copy.PICTURE_REMARKS)
            places.append((Anchor("asset", asset=self.assets[0], region=(640, 80, 260, 220)), text, reply))
        for anchor, said, answered in places:
            self.threads.append((open_thread(self.draft, actor=reviewer, text=said, anchor=anchor, at=at), answered))

    def answer(self, at: datetime) -> None:
        for thread, reply in self.threads:
            answer_thread(thread, actor=self.author, text=reply, at=at)

    def resolve(self, at: datetime) -> None:
        words = copy.RESOLVED_ENGLISH if self.account.language == "en" else copy.RESOLVED
        for thread, _reply in self.threads:
            move_thread(thread, "resolve", actor=thread.opened_by, text=words, at=at)

    def sign(self, stage: str, at: datetime) -> None:
        """Everybody of the stage signs; what the linter found is answered by another than who wrote it."""
        for number, slot in enumerate(self._slots(stage)):
            signer, moment = self._signer(slot), at + timedelta(minutes=7 * number)
            for finding in LintFinding.objects.filter(version_id=self.draft.current_version_id, cleared_at=None):
                if finding.severity != "note":
                    actor = self.company.people["legal"] if finding.severity == "block" else signer
                    answer_finding(finding, actor=actor, answer=ANSWER, reauthenticated_at=moment, at=moment)
            self.draft = decide(
                slot, actor=signer, decision="approve", marks=dict.fromkeys(slot.criteria, "pass"),
                reauthenticated_at=moment, at=moment,
            )  # fmt: skip

    # --- releasing -------------------------------------------------------------------------------------------------

    def schedule(self, at: datetime) -> None:
        """At a time that was proposed for that day, or at the planned one with the reason for it (R-024)."""
        self._let_go(at)
        self.publisher = self.dice.choice(self.company.in_role("publisher", self.account))
        self.planned_at = max(self.planned_at, at + timedelta(hours=3))
        slots = propose_slots(self.draft, self.account, at) if at >= self.proposed_from else []
        early = max(at + timedelta(hours=3), self.company.at(self.planned_at.date(), 9))
        today = [row.begins for row in slots if row.begins >= early and row.begins.astimezone(
            self.planned_at.tzinfo).date() == self.planned_at.date()]  # fmt: skip
        if today and self.dice.random() < IN_SLOT:
            self.planned_at = today[0].astimezone(self.planned_at.tzinfo) + timedelta(
                minutes=self.dice.choice((0, 10))
            )
        proposed = any(row.begins <= self.planned_at < row.begins + HOUR for row in slots)
        reason = "" if proposed or not slots else self.dice.choice(copy.OTHER_TIMES)
        self.draft = schedule_draft(
            self.draft, actor=self.publisher, scheduled_at=self.planned_at, slot_reason=reason, at=at
        )  # fmt: skip

    def _let_go(self, at: datetime) -> None:
        """What was ready when publishing was suspended is looked at once more by a final reviewer."""
        for hold in ReleaseHold.objects.filter(draft=self.draft, approved_at=None) if self._was_held(at) else ():
            reviewer = self.company.people[self.dice.choice(FINAL_REVIEWERS)]
            moment, version = at - timedelta(minutes=20), self.draft.current_version
            assert version is not None  # noqa: S101 - it was ready when it was held back
            approve_again(hold, actor=reviewer, sha256=version.sha256, reauthenticated_at=moment, at=moment)

    def _was_held(self, at: datetime) -> bool:
        return self.account in self.pause.accounts and at >= self.pause.lifted

    def check(self, at: datetime) -> None:
        items = items_for(self.draft, self.account, at)
        tick_preflight(self.draft, self.account, actor=self.publisher, items=items, at=at)

    def publish(self, at: datetime) -> None:
        number = f"{self.account.platform}-{self.draft.pk:06d}"
        address = self.account.url.rstrip("/")
        self.publication = record_publication(
            self.draft, self.account, actor=self.publisher, url=f"{address}/posts/{number}",
            published_text=self.draft.body, external_id=number, published_at=at, at=at + timedelta(minutes=2),
        )  # fmt: skip

    def review_late(self, at: datetime) -> None:
        """The full review after release, by a final reviewer who had no part in it (R-019)."""
        review = LateReview.objects.select_related("draft").get(publication=self.publication)
        signed = {slot.signer_id for slot in self._slots("final")}
        other = next(
            self.company.people[name] for name in FINAL_REVIEWERS if self.company.people[name].pk not in signed
        )
        marks = dict.fromkeys(review.criteria, "pass")
        make_late_review(review, actor=other, marks=marks, conclusion="stands", note=copy.LATE_NOTE, at=at)

    def note(self, code: str) -> Callable[[datetime], None]:
        def write_note(at: datetime) -> None:
            assert self.publication is not None  # noqa: S101 - the step before made it
            row = self.publication.checkpoints.filter(code=code).first()
            if row is not None:
                note_checkpoint(row, actor=self.publisher, note=self.dice.choice(copy.CHECKPOINT_NOTES), at=at)

        return write_note
