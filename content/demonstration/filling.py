"""The demo company's year of content: what goes out when, and everything around it, lived through day by day.

Steps that lie ahead of the company's now are left undone, so that the last days show plans, drafts, reviews,
campaigns and schedules in every state.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from accounts.public import PlatformAccount
from content.demonstration import copy
from content.demonstration.campaigns import campaigns_for
from content.demonstration.corrections import after_release
from content.demonstration.diary import Diary
from content.demonstration.licensed import Shelf
from content.demonstration.pauses import Pause, pause_of
from content.demonstration.pictures import pictures_for
from content.demonstration.posts import Post
from content.demonstration.promotions import PROMOTIONS, promotion_story
from content.demonstration.words_of_company import register_words
from content.originality.services import print_new_versions
from governance.public import DemoCompany

# Weekdays of the posts: the full rhythm in the last weeks, a thinner one before.
FULL_WEEKS = 5
EARLY_MONTHS = 8
FULL_RHYTHM = {"weibo": range(7), "other": (0, 2, 4)}
# So far back, and so many, are printed for the search of near-duplicates.
PRINTED, PRINTED_MOST = timedelta(days=21), 40
HOURS = {"CN": (11, 19), "US": (21, 22)}
# Figures by which times are proposed are those of a month that was brought in so long ago at the least.
FIGURES_OLD = timedelta(days=14)
# Posts out of the ordinary: the account, the days before the last one on or after which it goes out, and the post.
OUT_OF_ORDINARY = (
    ("weibo-main", 255, copy.OVERRIDDEN[0]),
    ("toutiao-main", 20, copy.OVERRIDDEN[1]),
    ("wechat-main", 9, copy.OVERRIDDEN[2]),
    ("toutiao-main", 13, copy.LINKED[0]),
    ("linkedin-main", 11, copy.LINKED[1]),
    ("douyin-main", 27, copy.PAID[0]),
    ("instagram-main", 8, copy.PAID[1]),
)
# What could not wait: the account, how many days ago, the post, and how long after release it was reviewed once more.
URGENT = (
    ("weibo-main", 190, copy.URGENT[0], timedelta(days=8)),
    ("wechat-main", 100, copy.URGENT[1], timedelta(hours=18)),
    ("facebook-main", 31, copy.URGENT[2], timedelta(hours=20)),
    ("douyin-main", 1, copy.URGENT[3], None),
)
URGENT_HOUR = 20


def fill(company: DemoCompany) -> None:
    """Every story of the company, in the order of its days."""
    register_words(company)
    diary, pause, figures = Diary(company.now), pause_of(company), figures_at(company)
    diary.add(iter([(figures, lambda at: company.bring_figures(company, at))]))
    diary.add(pause.story(company))
    for row in PROMOTIONS:
        diary.add(promotion_story(company, row))
    for place, account in enumerate(company.accounts.values()):
        shelf = Shelf(account, pictures_for(company, account))
        diary.add(shelf.story(company))
        posts = _posts(company, account, shelf, pause, figures)
        for campaign in campaigns_for(company, account, place, posts):
            diary.add(campaign.story())
        for post in posts:
            diary.add(post.story())
    diary.live()
    # The sweep looks a week back; the newest of the older posts stand beside it, so that likenesses show.
    print_new_versions(company.now, since=company.now - PRINTED, most=PRINTED_MOST)
    after_release(company)


def figures_at(company: DemoCompany) -> datetime:
    """When the figures are there by which the times of the newest posts are proposed."""
    first = company.until.replace(day=1)
    while company.at(first + timedelta(days=1), 12) > company.now - FIGURES_OLD:
        first = (first - timedelta(days=1)).replace(day=1)
    return company.at(first + timedelta(days=1), 12)


def _posts(
    company: DemoCompany, account: PlatformAccount, shelf: Shelf, pause: Pause, figures: datetime
) -> list[Post]:  # fmt: skip
    """The posts of one account by their day; what is out of the ordinary takes the place of a plain one."""
    authors, found = company.in_role("author", account), []
    special = {
        company.until - timedelta(days=days): words for name, days, words in OUT_OF_ORDINARY if name == account.handle
    }
    for number, day in enumerate(_days(company, account)):
        dice = company.dice(f"post:{account.handle}:{day}")
        moment = company.at(day, dice.choice(HOURS[account.market]), dice.choice((0, 15, 30)))
        due = next((wanted for wanted in sorted(special) if wanted <= day), None)
        words = special.pop(due) if due is not None else _words(account, number)
        author = dice.choice(authors)
        found.append(Post(company, account, words, moment, dice, author, shelf, number % 2 > 0, pause, figures))
    for name, days, words, reviewed in URGENT:
        if name == account.handle:
            day = company.until - timedelta(days=days)
            dice = company.dice(f"urgent:{name}:{day}")
            moment = company.at(day, URGENT_HOUR)
            found.append(
                Post(company, account, words, moment, dice, authors[0], shelf, False, pause, figures, reviewed)
            )
    return found


def _words(account: PlatformAccount, number: int) -> copy.DemoPost:
    """The words of a plain post: what it is about, and how it goes on, different each time."""
    english = account.language == "en"
    table = copy.ENGLISH if english else copy.CHINESE
    words = table[number % len(table)]
    more = copy.MORE_ENGLISH if english else copy.MORE[words.content_type]
    turn = number // len(table) + len(account.handle) + number
    added = [more[turn % len(more)], more[(turn * 3 + 1) % len(more)]]
    joined = [words.body, *dict.fromkeys(added)]
    return words._replace(body=(" " if english else "").join(joined))


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
