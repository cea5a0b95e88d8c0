"""Takes the demo company's posts through plan, draft, two reviews and publication, by the services of every day.

Each post is a list of steps with a time; steps that lie ahead of the company's now are left undone, so that
the last days show plans, drafts, reviews and schedules in every state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accounts.public import PlatformAccount, User
from content.demonstration import copy
from content.demonstration.pictures import pictures_for
from content.drafts.models import Draft, LintFinding
from content.drafts.services import create_draft, edit_draft
from content.media.models import MediaAsset
from content.plans.models import PlanItem
from content.plans.services import approve_plan, create_plan, submit_plan
from content.publishing.checkpoints import note_checkpoint
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import items_for, schedule_draft, tick_preflight
from content.review.eligibility import why_not
from content.review.models import ReviewSlot
from content.review.services import answer_finding, decide
from content.review.submission import submit_draft
from governance.public import DemoCompany

# Weekdays of the posts: the full rhythm in the last weeks, a thinner one before.
FULL_WEEKS = 5
EARLY_MONTHS = 8
FULL_RHYTHM = {"weibo": range(7), "other": (0, 2, 4)}
HOURS = {"CN": (11, 19), "US": (21, 22)}


@dataclass
class Post:
    """One post on its way through the house."""

    company: DemoCompany
    account: PlatformAccount
    words: copy.DemoPost
    planned_at: datetime
    dice: Random
    assets: list[MediaAsset]
    author: User
    plan: PlanItem = field(init=False)
    draft: Draft = field(init=False)
    publication: Publication | None = None

    def steps(self) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
        """What is done to the post, in order, with the time of each step."""
        before = lambda days, hour: self.company.at(self.planned_at.date() - timedelta(days=days), hour)  # noqa: E731
        yield before(10, 10), self.write_plan
        yield before(9, 15), self.approve_plan
        yield before(4, 10), self.write
        yield before(4, 11), self.submit
        if self.dice.random() < 0.07:
            yield before(4, 14), self.request_changes
            yield before(4, 15), self.submit_again
        yield before(4, 16), lambda at: self.sign("first", at)
        yield before(3, 10), lambda at: self.sign("final", at)
        yield before(2, 9), self.schedule
        late = timedelta(minutes=self.dice.choice((50, 95)) if self.dice.random() < 0.03 else self.dice.randrange(9))
        yield self.planned_at - timedelta(minutes=15), self.check
        yield self.planned_at + late + timedelta(minutes=1), self.publish
        for code, days in (("24h", 1), ("72h", 3), ("7d", 7)):
            looked = timedelta(days=days, hours=-2 if self.dice.random() < 0.985 else 20)
            yield self.planned_at + looked, self.note(code)

    def write_plan(self, at: datetime) -> None:
        self.plan = create_plan(
            actor=self.author, account=self.account, at=at, title=self.words.title, direction=copy.DIRECTION,
            audience=copy.AUDIENCE, topic=self.words.hashtags[0], content_type=self.words.content_type,
            medium=self.medium, frequency="weekly", planned_at=self.planned_at, script_owner=self.author,
        )  # fmt: skip
        submit_plan(self.plan, actor=self.author, at=at)

    def approve_plan(self, at: datetime) -> None:
        approver = self.company.people["overseas_head" if self.account.market != "CN" else "manager"]
        self.plan = approve_plan(self.plan, actor=approver, at=at)

    @property
    def medium(self) -> str:
        return "image" if self.assets else "text"

    def flags(self) -> list[str]:
        """Health where the words are about health; company news are important to the company."""
        flags = ["health"] if self.words.health else []
        return [*flags, "important"] if self.words.content_type == "company_news" else flags

    def units(self) -> list[str]:
        """The department whose facts a post tells."""
        return ["product"] if self.words.content_type == "industry_science" else []

    def write(self, at: datetime) -> None:
        content: dict[str, Any] = {
            "title": self.words.title, "body": self.words.body, "content_type": self.words.content_type,
            "medium": self.medium, "hashtags": self.words.hashtags, "flags": self.flags(), "units": self.units(),
            "plan_item": self.plan, "window_start": self.planned_at - timedelta(minutes=30),
            "window_end": self.planned_at + timedelta(days=2), "assets": self.assets,
        }  # fmt: skip
        self.draft = create_draft(actor=self.author, account=self.account, at=at, **content)

    def submit(self, at: datetime) -> None:
        self.draft = submit_draft(self.draft, actor=self.author, at=at)

    def _slots(self, stage: str) -> list[ReviewSlot]:
        rows = ReviewSlot.objects.filter(version_id=self.draft.current_version_id).order_by("position")
        return [slot for slot in rows if slot.stage == stage]

    def _signer(self, slot: ReviewSlot) -> User:
        taken = list(ReviewSlot.objects.filter(version_id=self.draft.current_version_id))
        known = (self.company.people[name] for name in self.dice.sample(SIGNERS, len(SIGNERS)))
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
        self.draft = submit_draft(self.draft, actor=self.author, at=at)

    def sign(self, stage: str, at: datetime) -> None:
        for number, slot in enumerate(self._slots(stage)):
            signer, moment = self._signer(slot), at + timedelta(minutes=7 * number)
            for finding in LintFinding.objects.filter(version_id=self.draft.current_version_id, cleared_at=None):
                if finding.severity != "note":
                    actor = self.company.people["legal"] if finding.severity == "block" else signer
                    answer_finding(finding, actor=actor, answer="已核对原文与依据，表述属实。", at=moment)
            self.draft = decide(
                slot, actor=signer, decision="approve", marks=dict.fromkeys(slot.criteria, "pass"),
                reauthenticated_at=moment, at=moment,
            )  # fmt: skip

    def schedule(self, at: datetime) -> None:
        self.publisher = self.dice.choice(self.company.in_role("publisher", self.account))
        self.draft = schedule_draft(self.draft, actor=self.publisher, scheduled_at=self.planned_at, at=at)

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

    def note(self, code: str) -> Callable[[datetime], None]:
        def write_note(at: datetime) -> None:
            assert self.publication is not None  # noqa: S101 - the step before made it
            row = self.publication.checkpoints.filter(code=code).first()
            if row is not None:
                note_checkpoint(row, actor=self.publisher, note=self.dice.choice(copy.CHECKPOINT_NOTES), at=at)

        return write_note


SIGNERS = (
    "first_reviewer", "reviewer_fang", "reviewer_nina", "final_reviewer", "final_guo", "legal", "legal_shen",
    "adviser", "adviser_bai", "executive", "department_head",
)  # fmt: skip


def fill(company: DemoCompany) -> None:
    """Every account's posts, oldest first."""
    for account in company.accounts.values():
        dice = company.dice(f"posts:{account.handle}")
        pictures = pictures_for(company, account)
        words = copy.ENGLISH if account.language == "en" else copy.CHINESE
        authors = company.in_role("author", account)
        for number, day in enumerate(_days(company, account)):
            moment = company.at(day, dice.choice(HOURS[account.market]), dice.choice((0, 15, 30)))
            assets = [dice.choice(pictures)] if number % 2 else []
            post = Post(company, account, words[number % len(words)], moment, dice, assets, dice.choice(authors))
            for at, step in post.steps():
                if at > company.now:
                    break
                step(at)


def _days(company: DemoCompany, account: PlatformAccount) -> Iterator[date]:
    """The days on which the account posts: up to ten days ahead, for what is planned already."""
    full_since = company.until - timedelta(weeks=FULL_WEEKS)
    twice_since = company.since + timedelta(days=31 * EARLY_MONTHS)
    rhythm = FULL_RHYTHM.get(account.platform, FULL_RHYTHM["other"])
    for day in company.days(company.since + timedelta(days=14), company.until + timedelta(days=10)):
        if day >= full_since:
            if day.weekday() in rhythm:
                yield day
        elif day.day == 8 or (day.day == 22 and day >= twice_since):
            yield day
