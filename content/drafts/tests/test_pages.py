"""Every page of the floor opens for those who may, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import House


@pytest.fixture
def pages(house: House) -> dict[str, str]:
    """One address of every kind, with records behind them."""
    publication = house.published()
    draft = house.submitted(title="第二篇", assets=[house.picture()])
    asset = draft.assets.get()
    return {
        "plan_list": reverse("content:plan_list"),
        "plan_new": reverse("content:plan_new"),
        "plan_detail": publication.draft.plan_item.get_absolute_url(),  # type: ignore[union-attr]
        "plan_edit": reverse("content:plan_edit", args=[publication.draft.plan_item_id]),
        "draft_list": reverse("content:draft_list"),
        "draft_new": reverse("content:draft_new"),
        "draft_detail": draft.get_absolute_url(),
        "draft_edit": reverse("content:draft_edit", args=[draft.pk]),
        "draft_submit": reverse("content:draft_submit", args=[house.draft().pk]),
        "draft_history": reverse("content:draft_history", args=[draft.pk]),
        "draft_diff": reverse("content:draft_diff", args=[draft.pk, 1, 1]),
        "media_list": reverse("content:media_list"),
        "media_new": reverse("content:media_new"),
        "media_detail": reverse("content:media_detail", args=[asset.pk]),
        "media_file": reverse("content:media_file", args=[asset.pk]),
        "review_queue": reverse("content:review_queue"),
        "review_page": reverse("content:review_page", args=[draft.pk]),
        "publish_list": reverse("content:publish_list"),
        "publish_kit": reverse("content:publish_kit", args=[publication.draft_id]),
        "publication_list": reverse("content:publication_list"),
        "publication_detail": publication.get_absolute_url(),
        "checkpoint_note": reverse("content:checkpoint_note", args=[publication.checkpoints.first().pk]),  # type: ignore[union-attr]
        "calendar": reverse("content:calendar"),
    }


WRITERS_ONLY = {"plan_new", "plan_edit", "draft_new", "draft_edit", "draft_submit", "media_new"}
LISTS = {"plan_list", "draft_list", "media_list", "review_queue", "publish_list", "publication_list", "calendar"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_for_its_author_and_reviewer(
    house: House, pages: dict[str, str], client: Client, language: str
) -> None:
    for who in (house.author, house.first_reviewer, house.publisher, house.auditor):
        who.language = language
        who.save()
        client.force_login(who)
        for name, address in pages.items():
            answer: Any = client.get(address)
            may = who == house.author or name not in WRITERS_ONLY or (who == house.publisher and name == "media_new")
            assert answer.status_code == (200 if may else 403), (who.username, name)


def test_a_stranger_sees_empty_lists_and_no_record(house: House, pages: dict[str, str], client: Client) -> None:
    client.force_login(house.stranger)
    for name, address in pages.items():
        answer = client.get(address)
        expected = 200 if name in LISTS else 403 if name in {"plan_new", "draft_new", "media_new"} else 404
        assert answer.status_code == expected, name
        if name in LISTS:
            assert "第二篇" not in answer.content.decode()


def test_nobody_logged_out_gets_further_than_the_login(pages: dict[str, str], client: Client) -> None:
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 302, name
        assert "/auth/login/" in answer["Location"]
