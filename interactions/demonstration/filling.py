"""The demo company's messages, tickets and complaints, answered by its agents through the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from accounts.public import PlatformAccount, User
from content.public import Publication
from governance.public import DemoCompany
from interactions.complaints import services as complaints
from interactions.complaints.models import Complaint
from interactions.demonstration.copy import CHINESE, COMPLAINTS, ENGLISH, HOLDING, NAMES, Exchange
from interactions.inbox.models import Message
from interactions.inbox.receiving import Incoming, receive_messages
from interactions.inbox.replying import hold_message, reply_message
from interactions.inbox.services import close_message, record_outcome, set_aside_message, take_measures, take_message
from interactions.rota.services import add_shift
from interactions.tickets.services import close_ticket, open_ticket, resolve_ticket

FULL_WEEKS = 5
SHIFTS = ((time(9), time(13, 30)), (time(13, 30), time(18)))


def fill(company: DemoCompany) -> None:
    """The rota, then every account's messages, oldest first."""
    for account in company.accounts.values():
        _rota(company, account)
        _messages(company, account)


def _rota(company: DemoCompany, account: PlatformAccount) -> None:
    agents = company.in_role("agent", account)
    supervisor, at = company.people["supervisor"], company.at(company.since, 16)
    for weekday in range(5):
        for number, (begins, ends) in enumerate(SHIFTS):
            person = agents[(weekday + number) % len(agents)]
            add_shift(account, weekday=weekday, begins=begins, ends=ends, person=person, actor=supervisor, at=at)


def _messages(company: DemoCompany, account: PlatformAccount) -> None:
    dice = company.dice(f"messages:{account.handle}")
    exchanges = ENGLISH if account.language == "en" else CHINESE
    agents = company.in_role("agent", account)
    posts = list(Publication.objects.filter(account=account).order_by("published_at"))
    for day, count in _days(company, dice):
        under = [post for post in posts if post.published_at.date() <= day][-3:]
        rows, told = [], []
        for number in range(count):
            exchange = dice.choice(exchanges)
            moment = company.at(day, dice.randrange(9, 18), dice.randrange(60))
            if moment >= company.now:
                continue
            channel = dice.choice(("comment", "comment", "direct"))
            name = f"{dice.choice(NAMES)}{dice.randrange(10, 99)}"
            rows.append(
                Incoming(
                    channel=channel,
                    external_id=f"{account.platform}-{day:%Y%m%d}-{number}",
                    author_id=f"u{dice.randrange(10_000, 99_999)}",
                    author=name,
                    text=exchange.text,
                    posted_at=moment,
                    publication_id=dice.choice(under).pk if under and channel == "comment" else None,
                )
            )
            told.append(exchange)
        taken_at = min(company.now, company.at(day, 18, 30))
        new = receive_messages(account, rows, actor=dice.choice(agents), at=taken_at).new
        for message, exchange in zip(new, told, strict=True):
            _handle(company, message, exchange, dice, dice.choice(agents))
    _complain(company, account, dice)


def _days(company: DemoCompany, dice: Random) -> Iterator[tuple[date, int]]:
    """Days with messages and how many: every working day in the last weeks, one a month before."""
    full_since = company.until - timedelta(weeks=FULL_WEEKS)
    for day in company.days():
        if day >= full_since and day.weekday() < 5:
            yield day, dice.choice((0, 1, 1, 2)) * company.scale
        elif day.day == 12 and day.weekday() < 5:
            yield day, company.scale


def _handle(company: DemoCompany, message: Message, exchange: Exchange, dice: Random, agent: User) -> None:
    """Answer in time nearly always; what lies ahead of now stays open."""
    room = (message.due_at - message.posted_at) * dice.uniform(0.3, 0.9)
    if message.kind == "negative":
        room = min(room, timedelta(minutes=dice.randrange(20, 110)))
    moment = message.posted_at + max(room, timedelta(minutes=4))
    if dice.random() < 0.03:
        moment = message.due_at + timedelta(minutes=dice.randrange(20, 200))
    if moment > company.now:
        return
    if message.kind not in ("negative", "complaint") and dice.random() < 0.04:
        set_aside_message(message, note="与我们无关的广告，无需答复", actor=agent, at=moment)
        return
    take_message(message, actor=agent, at=moment - timedelta(minutes=2))
    if exchange.department and (message.kind == "advice" or dice.random() < 0.5):
        _ask_department(company, message, exchange, agent, moment)
        return
    reply_message(message, exchange.reply, actor=agent, accept_warnings=True, at=moment)
    if message.kind == "negative":
        take_measures(message, ["apology", "explanation", "solution"], actor=agent, at=moment)
    close_at = moment + timedelta(hours=3)
    if close_at < company.now:
        close_message(message, actor=agent, at=close_at)


def _ask_department(company: DemoCompany, message: Message, exchange: Exchange, agent: User, moment: datetime) -> None:
    """Promise an answer, send a ticket to the department, answer with its result."""
    department = company.departments[exchange.department]
    language = message.account.language
    promised = moment + timedelta(hours=20)
    hold_message(message, HOLDING[language], promised, actor=agent, accept_warnings=True, at=moment)
    ticket = open_ticket(
        message.account,
        department,
        title=exchange.text[:40],
        problem=exchange.text,
        actor=agent,
        subject="suggestion" if message.kind == "advice" else "problem",
        message=message,
        at=moment + timedelta(minutes=3),
    )
    resolved = moment + timedelta(hours=6)
    if resolved > company.now:
        return
    assert department.head is not None  # noqa: S101 - the accounts floor named one
    resolve_ticket(ticket, exchange.reply, actor=department.head, at=resolved)
    answered = resolved + timedelta(minutes=30)
    if answered < company.now:
        reply_message(message, exchange.reply, actor=agent, accept_warnings=True, at=answered)
        close_ticket(ticket, actor=agent, at=answered + timedelta(minutes=1))
        if message.kind == "advice":
            record_outcome(message, exchange.reply, actor=agent, at=answered + timedelta(minutes=2))


def _complain(company: DemoCompany, account: PlatformAccount, dice: Random) -> None:
    """Two complaints on each account, one of them a few days old."""
    agent = company.in_role("agent", account)[0]
    rows = [row for row in COMPLAINTS if row[0].isascii() == (account.language == "en")]
    for days_ago in (dice.randrange(60, 200), dice.randrange(2, 20)):
        text, title, cause, solution, told = dice.choice(rows)
        at = company.at(company.until - timedelta(days=days_ago), 10, dice.randrange(60))
        incoming = Incoming("direct", f"{account.platform}-c{days_ago}", f"c{days_ago}", dice.choice(NAMES), text, at)
        message = receive_messages(account, [incoming], actor=agent, at=at).new[0]
        complaint = complaints.receive_complaint(
            account, title=title, description=text, actor=agent, message=message, at=at + timedelta(minutes=20)
        )
        for hours, step in _steps(complaint, message, agent, cause, solution, told):
            moment = at + timedelta(hours=hours)
            if moment > company.now:
                break
            step(moment)


Step = Callable[[datetime], object]


def _steps(
    complaint: Complaint, message: Message, agent: User, cause: str, solution: str, told: str
) -> list[tuple[int, Step]]:
    """What is done about a complaint, with the hours since it came."""
    superior = complaint.superior or agent
    return [
        (1, lambda at: complaints.accept_complaint(complaint, actor=agent, at=at)),
        (2, lambda at: complaints.confirm_report(complaint, actor=superior, at=at)),
        (3, lambda at: reply_message(message, told, actor=agent, accept_warnings=True, at=at)),
        (6, lambda at: complaints.investigate_complaint(complaint, cause, harm_confirmed=False, actor=agent, at=at)),
        (28, lambda at: complaints.solve_complaint(complaint, solution, actor=agent, at=at)),
        (30, lambda at: complaints.tell_complainant(complaint, told, actor=agent, at=at)),
        (52, lambda at: complaints.close_complaint(complaint, actor=agent, at=at)),
    ]
