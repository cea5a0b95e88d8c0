"""The demo company's campaigns, from the plan to the report, by the services of every day (R-050 to R-058)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from accounts.public import PlatformAccount, User
from content.campaigns.checking import check_campaign, why_not_check
from content.campaigns.closing import capture_results, send_report, write_report
from content.campaigns.lacking import approvers
from content.campaigns.models import Campaign, CampaignIssue, CampaignTask
from content.campaigns.running import (
    add_task,
    finish_task,
    link_announcement,
    put_on_duty,
    raise_issue,
    resolve_issue,
    take_issue,
)
from content.campaigns.services import (
    approve_campaign,
    close_campaign,
    create_campaign,
    drop_campaign,
    finish_campaign,
    start_campaign,
    submit_campaign,
)
from content.demonstration import campaign_copy, copy
from content.demonstration.diary import Story
from content.demonstration.draws import DemoDraw
from content.demonstration.posts import Post
from governance.public import DemoCompany, legal_rules

# A campaign is announced so long before it starts, at the latest and at the earliest, and lasts so many days.
LATEST, EARLIEST, LASTS = timedelta(days=3, hours=8), timedelta(days=10), timedelta(days=7)
CHECKERS = ("manager", "overseas_head", "first_reviewer", "reviewer_nina", "legal_shen", "legal")
DECIDERS = ("manager", "overseas_head", "executive")
# How often nobody logs a problem; how often a task comes late.
CALM, TASK_LATE = 0.4, 0.02


@dataclass(eq=False)
class CampaignOfCompany:
    """One campaign on its way; `starts` is its first morning, `announcement` the post that tells of it."""

    company: DemoCompany
    account: PlatformAccount
    words: campaign_copy.DemoCampaign
    starts: datetime
    dice: Random
    author: User
    announcement: Post | None
    row: Campaign = field(init=False)
    draw: DemoDraw | None = None
    tasks: list[CampaignTask] = field(default_factory=list)

    @property
    def english(self) -> bool:
        return self.account.language == "en"

    @property
    def ends(self) -> datetime:
        return self.starts + LASTS + timedelta(hours=10)

    def _day(self, days: int, hour: int, minute: int = 0) -> datetime:
        """That hour, so many days after the start (before it where negative)."""
        return self.company.at(self.starts.date() + timedelta(days=days), hour, minute)

    def story(self) -> Story:
        """What is done for the campaign, in order, with the time of each step."""
        yield self._day(-16, 10), self.write
        yield self._day(-16, 11), self.submit
        for number, part in enumerate(campaign_copy.CHECKED):
            yield self._day(-15, 10 + number), partial(self.check, part)
        yield self._day(-13, 15), self.approve
        yield self._day(-8, 10), self.hand_out
        yield self._day(-5, 10), self.staff
        yield self._day(-3, 9, 30), self.announce
        yield self._day(-2, 16), self.finish_tasks
        if self.draw is not None and not self.row.announced_at:
            yield self.starts - timedelta(days=1), self.drop
            return
        yield self.starts, self.start
        if self.dice.random() > CALM:
            issue: list[CampaignIssue] = []
            told, solved = self.dice.choice(
                campaign_copy.ENGLISH_PROBLEMS if self.english else campaign_copy.PROBLEMS
            )  # fmt: skip
            yield (
                self._day(2, 11),
                lambda at: issue.append(raise_issue(self.row, actor=self._desk(), text=told, at=at)),
            )
            yield self._day(2, 12), lambda at: take_issue(issue[0], actor=self.author, at=at)
            yield self._day(2, 17), lambda at: resolve_issue(issue[0], actor=self.author, resolution=solved, at=at)
        yield self.ends + timedelta(minutes=10), self.finish
        drawn = self.draw.story(self.row) if self.draw is not None else iter(())
        after = [(self._day(8, 15), self.capture), (self._day(11, 10), self.report)]
        steps = next(drawn, None)
        while steps is not None or after:
            if after and (steps is None or after[0][0] <= steps[0]):
                yield after.pop(0)
            elif steps is not None:
                yield steps
                steps = next(drawn, None)
        yield self._day(12 if self.draw is None else 20, 16), self.close

    # --- before ----------------------------------------------------------------------------------------------------

    def write(self, at: datetime) -> None:
        words = self.words
        plan: dict[str, Any] = {
            "type": words.type, "theme": words.theme, "aim": words.aim, "starts_at": self.starts, "ends_at": self.ends,
            "place": words.place, "way_to_join": words.way_to_join, "rules": words.rules, "prizes": words.prizes,
            "budget": Decimal(words.budget), "currency": "USD" if self.english else "CNY", "owner": self.author,
            "organiser": campaign_copy.ENGLISH_ORGANISER if self.english else campaign_copy.ORGANISER,
            "redemption": campaign_copy.ENGLISH_REDEEMED if self.english else campaign_copy.REDEEMED,
            "minors": "adults",
        }  # fmt: skip
        self.row = create_campaign(actor=self.author, account=self.account, at=at, **plan)
        if words.prizes_drawn:
            self.draw = DemoDraw(self.company, self.dice, self.author, words.prizes_drawn, self.english)
            self.draw.plan(self.row, at + timedelta(minutes=20))

    def submit(self, at: datetime) -> None:
        self.row = submit_campaign(self.row, actor=self.author, at=at)

    def check(self, part: str, at: datetime) -> None:
        """By the first who may, never the author; the law's rules are answered one by one."""
        people = (self.company.people[name] for name in CHECKERS)
        checker = next(person for person in people if why_not_check(self.row, part, person) is None)
        finding = (campaign_copy.ENGLISH_CHECKED if self.english else campaign_copy.CHECKED)[part]
        answers = {rule.code: "kept" for rule in legal_rules("campaign", self.account.market)}
        check_campaign(self.row, part, actor=checker, passed=True, finding=finding, answers=answers, at=at)

    def approve(self, at: datetime) -> None:
        deciding = approvers(self.row, at)
        people = [self.company.people[name] for name in DECIDERS]
        self.row = approve_campaign(self.row, actor=next(row for row in people if row.pk in deciding), at=at)

    def hand_out(self, at: datetime) -> None:
        for number, title in enumerate(campaign_copy.TASKS[self.english]):
            owner = self.author if number else self._desk()
            due = self._day(-2, 18) + timedelta(hours=number)
            self.tasks.append(add_task(self.row, actor=self.author, title=title, owner=owner, due_at=due, at=at))

    def _desk(self) -> User:
        return self.company.in_role("agent", self.account)[-1]

    def staff(self, at: datetime) -> None:
        people = (self._desk(), self.company.in_role("publisher", self.account)[-1])
        for person, duty in zip(people, campaign_copy.DUTIES[self.english], strict=True):
            put_on_duty(self.row, actor=self.author, person=person, duty=duty, begins_at=self.starts,
                        ends_at=self.ends, at=at)  # fmt: skip

    def announce(self, at: datetime) -> None:
        """Linked where the post went out; a campaign whose post was missed begins unannounced, and is measured so."""
        if self.announcement is not None and self.announcement.publication is not None:
            link_announcement(self.row, self.announcement.publication, actor=self.author, at=at)
            self.row.refresh_from_db()

    def finish_tasks(self, at: datetime) -> None:
        for task in self.tasks:
            late = timedelta(days=1) if self.dice.random() < TASK_LATE else timedelta()
            finish_task(task, actor=task.owner, at=at + late)

    # --- while it runs, and after ----------------------------------------------------------------------------------

    def drop(self, at: datetime) -> None:
        """Prizes are not drawn in a campaign that nobody was told of beforehand (C-02)."""
        self.row = drop_campaign(self.row, actor=self.author, note=campaign_copy.UNANNOUNCED, at=at)

    def start(self, at: datetime) -> None:
        self.row = start_campaign(self.row, actor=self.author, at=at)

    def finish(self, at: datetime) -> None:
        self.row = finish_campaign(self.row, actor=self.author, at=at)

    def capture(self, at: datetime) -> None:
        people = self.dice.randrange(60, 420)
        feedback = self.dice.choice(campaign_copy.ENGLISH_FEEDBACK if self.english else campaign_copy.FEEDBACK)
        self.row = capture_results(
            self.row, actor=self.author, participants=people, interactions=people * self.dice.randrange(3, 9),
            feedback=feedback, at=at,
        )  # fmt: skip

    def report(self, at: datetime) -> None:
        parts = campaign_copy.ENGLISH_REPORT if self.english else campaign_copy.REPORT
        write_report(self.row, actor=self.author, version=None, at=at, **parts)
        self.row = send_report(self.row, actor=self.author, at=at + timedelta(hours=1))

    def close(self, at: datetime) -> None:
        self.row.refresh_from_db()
        self.row = close_campaign(self.row, actor=self.author, at=at)


def campaigns_for(
    company: DemoCompany, account: PlatformAccount, place: int, posts: list[Post]
) -> list[CampaignOfCompany]:
    """The campaigns of the `place`-th account; each takes the words of the post before it for its announcement."""
    english = account.language == "en"
    table = campaign_copy.ENGLISH if english else campaign_copy.CHINESE
    free, found = list(posts), []
    for number, starts in enumerate(_starts(company, place)):
        words = table[(place + 2 * number) % len(table)]
        dice = company.dice(f"campaign:{account.handle}:{starts}")
        author = company.in_role("author", account)[-1]
        moment = company.at(starts, 10)
        ahead = [post for post in free if moment - EARLIEST <= post.planned_at <= moment - LATEST and _plain(post)]
        post = ahead[-1] if ahead else None
        if post is not None:
            free.remove(post)
            post.words = _announcement(words, english, starts)
        found.append(CampaignOfCompany(company, account, words, moment, dice, author, post))
    return found


def _plain(post: Post) -> bool:
    return not (post.words.urgent or post.words.override or post.words.paid)


def _announcement(words: campaign_copy.DemoCampaign, english: bool, starts: date) -> copy.DemoPost:
    last = starts + LASTS
    days = [f"{day:%B} {day.day}" if english else f"{day.month}月{day.day}日" for day in (starts, last)]
    title, body = campaign_copy.announcing(words, english, *days)
    return copy.DemoPost(title, body, "activity", (words.tag,))


# The newest campaign began so many days ago, by the place of the account (a negative number lies ahead), so that
# some run, some are over, and one is being planned; the months before began on the twelfth, after the post of the 8th.
NEWEST = (5, 19, 11, 3, 24, 9, 16, 6, 21, 13, 4, 18, 10)
AHEAD = {0: 12, 3: 9, 7: 14, 9: 6}
MONTHLY, EVERY = 1, 5


def _starts(company: DemoCompany, place: int) -> list[date]:
    """The first mornings of the campaigns of one account, oldest first."""
    newest = company.until - timedelta(days=NEWEST[place % len(NEWEST)])
    found, day = [newest], newest.replace(day=12)
    for back in range(12):
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=12)
        if newest - day < timedelta(days=20) or day - timedelta(days=20) < company.since:
            continue
        if back < MONTHLY or (back + place) % EVERY == 0:
            found.append(day)
    if place in AHEAD:
        found.append(company.until + timedelta(days=AHEAD[place]))
    return sorted(found)
