"""The address of a post leads to its account's platform, or somebody says that it is right; it holds no login."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import PLATFORM_CHOICES, PlatformAccount
from content.conftest import HOUR, NOW, PREFLIGHT, House
from content.drafts.models import Draft
from content.publishing.hosts import ForeignHost, checked_url, foreign_host
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.rules import POST_HOSTS
from content.publishing.services import tick_preflight
from governance.public import LedgerEntry, Refused

LATER = NOW + 3 * HOUR
ELSEWHERE = "https://douyin.com.evil.example/video/1"


def ready(house: House) -> Draft:
    draft = house.approved()
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)
    return draft


@pytest.mark.parametrize(
    ("platform", "page", "address", "host"),
    [
        ("douyin", "", "https://www.douyin.com/video/1", ""),
        ("douyin", "", "https://v.douyin.com/abc", ""),
        ("douyin", "", "HTTPS://WWW.DOUYIN.COM./video/1", ""),
        ("douyin", "", "https://notdouyin.com/video/1", "notdouyin.com"),
        ("douyin", "", ELSEWHERE, "douyin.com.evil.example"),
        ("wechat", "", "https://mp.weixin.qq.com/s/abc", ""),
        ("wechat", "", "https://qq.com/s/abc", "qq.com"),
        ("x", "", "https://netflix.com/1", "netflix.com"),
        ("youtube", "", "https://youtu.be/abc", ""),
        ("website", "https://www.anhe.example/", "https://news.anhe.example/1", ""),
        ("website", "https://www.anhe.example/", "https://anhe.example.org/1", "anhe.example.org"),
        ("website", "", "https://anywhere.example/1", ""),
    ],
)  # fmt: skip
def test_a_host_belongs_to_the_platform_or_to_the_page_of_the_account(
    platform: str, page: str, address: str, host: str
) -> None:
    assert foreign_host(PlatformAccount(platform=platform, url=page), address) == host


def test_every_platform_with_hosts_is_one_that_there_is() -> None:
    assert set(POST_HOSTS) <= {code for code, _name in PLATFORM_CHOICES}
    assert all(hosts and all(host == host.lower() for host in hosts) for hosts in POST_HOSTS.values())


@pytest.mark.parametrize(
    "address",
    [
        "https://user:pass@www.douyin.com/1", "https://user@www.douyin.com/1", "https://@www.douyin.com/1",
        "https://www.douyin.com:pw@evil.example/1", "https://evil.example\\.douyin.com/1",
        "https://evil.example\\@www.douyin.com/1", "https://evil.example%2f.douyin.com/1",
    ],
)  # fmt: skip
def test_an_address_with_a_login_or_a_host_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_url(address)
    assert refusal.value.field == "url"


def test_an_address_elsewhere_is_recorded_only_where_somebody_confirms_it_and_stays_marked(house: House) -> None:
    draft = ready(house)
    values: dict[str, Any] = {"actor": house.publisher, "url": ELSEWHERE, "at": LATER}
    with pytest.raises(ForeignHost, match=r"douyin\.com\.evil\.example"):
        record_publication(draft, house.account, **values)
    assert not Publication.objects.exists()
    post = record_publication(draft, house.account, host_confirmed=True, **values)
    entry = LedgerEntry.objects.get(event="publication.recorded", object_id=post.pk)
    assert entry.payload["foreign_host"] == "douyin.com.evil.example"


def test_the_form_warns_offers_the_box_and_the_page_shows_the_mark(house: House, client: Client) -> None:
    draft = house.approved()
    client.force_login(house.publisher)
    kit = client.get(reverse("content:publish_kit", args=[draft.pk]))
    assert kit.context["publication_form"].fields["host_confirmed"].widget.is_hidden
    given = {"url": "https://evil.example/1", "published_text": "", "external_id": "", "published_at": ""}
    refused = client.post(reverse("content:publish_record", args=[draft.pk]), given)
    assert refused.status_code == 422
    assert "evil.example" in refused.content.decode()
    assert not refused.context["publication_form"].fields["host_confirmed"].widget.is_hidden


def test_the_page_of_a_post_elsewhere_carries_the_mark(house: House, client: Client) -> None:
    post = record_publication(
        ready(house), house.account, actor=house.publisher, url=ELSEWHERE, host_confirmed=True, at=LATER
    )
    client.force_login(house.publisher)
    page = client.get(post.get_absolute_url())
    assert page.context["foreign_host"] == "douyin.com.evil.example"
    assert ELSEWHERE in page.content.decode()
