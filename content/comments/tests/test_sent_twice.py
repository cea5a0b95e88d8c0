"""A comment and an answer are written once, however often the form arrives; a refused one keeps its words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content.comments.models import Comment, CommentThread
from content.comments.services import move_thread
from content.comments.tests.test_comments import opened
from content.conftest import NOW, House

pytestmark = pytest.mark.django_db


def test_a_comment_sent_twice_opens_one_thread(house: House, client: Client) -> None:
    draft = house.submitted()
    client.force_login(house.first_reviewer)
    form = client.get(reverse("content:review_page", args=[draft.pk])).context["comment_form"]
    address = reverse("content:thread_open", args=[draft.pk])
    data = {"sha256": form["sha256"].value(), "form_key": form["form_key"].value(), "text": "出处呢？"}
    for _time in range(2):
        assert client.post(address, data).status_code == 302
    other = client.post(address, {**data, "text": "还有一点"})
    assert other.status_code == 422
    assert "还有一点" in other.content.decode()
    assert CommentThread.objects.count() == Comment.objects.count() == 1


def test_an_answer_sent_twice_is_one_word(house: House, client: Client) -> None:
    draft, thread = opened(house)
    client.force_login(house.author)
    page = client.get(reverse("content:review_page", args=[draft.pk]))
    key = page.context["threads"][0].form["form_key"].value()
    assert key in page.content.decode()
    for _time in range(2):
        answer = client.post(
            reverse("content:thread_answer", args=[thread.pk]), {"text": "见年报第 3 页。", "form_key": key}
        )
        assert answer.status_code == 302
    assert thread.comments.count() == 2


def test_an_answer_that_is_refused_comes_back_with_its_words(house: House, client: Client) -> None:
    _draft, thread = opened(house)
    client.force_login(house.author)
    for name, text in (("thread_answer", ""), ("thread_answer", "长" * 2001)):
        answer = client.post(reverse(f"content:{name}", args=[thread.pk]), {"text": text})
        assert answer.status_code == 422
        assert f'value="{text}"' in answer.content.decode()
    move_thread(thread, "resolve", actor=house.first_reviewer, at=NOW)
    stale = {"text": "还有疑问", "version": thread.lock_version}
    answer = client.post(reverse("content:commentthread_move", args=[thread.pk, "reopen"]), stale)
    assert answer.status_code == 422
    assert 'value="还有疑问"' in answer.content.decode()
