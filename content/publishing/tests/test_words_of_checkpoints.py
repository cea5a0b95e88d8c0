"""A checkpoint names its post, its account and its time in words, wherever it is told of."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from content.conftest import House
from content.publishing.models import Checkpoint
from governance.public import resolve


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "24 小时"), ("en", "24 hours")])
def test_a_notice_about_a_checkpoint_names_post_account_and_time(house: House, language: str, words: str) -> None:
    publication = house.published()
    row = Checkpoint.objects.get(publication=publication, code="24h")
    with translation.override(language):
        title = resolve([("checkpoint", row.pk)])["checkpoint", row.pk].title
        assert title == f"{publication.title} · {publication.account} · {words}"


def test_titles_of_many_checkpoints_take_one_statement(house: House, django_assert_num_queries: Any) -> None:
    rows = list(Checkpoint.objects.filter(publication=house.published()).values_list("pk", flat=True))
    with django_assert_num_queries(1):
        resolve([("checkpoint", pk) for pk in rows])
