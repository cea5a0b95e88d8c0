"""What was typed about one task or problem of a campaign stays in its own row when it is refused."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content.campaigns.running import add_task, raise_issue, take_issue
from content.campaigns.tests.way import ENDS, STARTS, Way
from content.conftest import House

TOO_LONG = "已联系客服" * 1000


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


def test_words_to_a_task_stay_with_it(way: Way, client: Client) -> None:
    campaign, author = way.running(), way.house.author
    first, other = (
        add_task(campaign, actor=author, title=title, owner=author, due_at=ENDS, at=STARTS)
        for title in ("备奖品", "写公告")
    )
    client.force_login(author)
    answer = client.post(reverse("content:task_done", args=[first.pk]), {"words": TOO_LONG})
    kept = {task.pk: form["words"].value() for task, _clock, form in answer.context["tasks"]}
    assert (answer.status_code, kept) == (422, {first.pk: TOO_LONG, other.pk: None})


def test_words_to_a_problem_stay_with_it(way: Way, client: Client) -> None:
    campaign, author = way.running(), way.house.author
    issue = raise_issue(campaign, actor=author, text="评论区有人刷屏", at=STARTS)
    take_issue(issue, actor=author, at=STARTS)
    client.force_login(author)
    answer = client.post(reverse("content:issue_resolve", args=[issue.pk]), {"words": TOO_LONG})
    assert answer.status_code == 422
    assert answer.content.decode().count(TOO_LONG) == 1
