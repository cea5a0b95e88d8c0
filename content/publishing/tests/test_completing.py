"""A post that differs, lacks its proof or is refused: said before it is stored, told to those who answer for it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from content.cards import posts_that_differ
from content.conftest import HOUR, NOW, PREFLIGHT, House, titles
from content.drafts.models import Draft
from content.drafts.services import discard_draft, edit_draft
from content.licences.tests.licensing import licensed_by
from content.media.models import MediaAsset
from content.publishing.comparing import TextDiffers
from content.publishing.completing import complete_publication
from content.publishing.models import Publication
from content.publishing.pages import proposed_time
from content.publishing.queries import match_publications
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight
from content.review.submission import submit_draft
from content.review.tests.test_probes import numbers
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.public import NotAllowed, Refused

LATER = NOW + 4 * HOUR
URL = "https://www.douyin.com/p/1"


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    return SimpleUploadedFile("proof.png", data.getvalue())


@pytest.fixture
def ready(house: House) -> Draft:
    draft = house.approved()
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)
    return draft


def recorded(house: House, draft: Draft, **extra: Any) -> Publication:
    values = {"url": URL, "at": LATER, **extra}
    return record_publication(draft, house.account, actor=house.publisher, **values)


def test_a_text_that_differs_is_recorded_only_when_that_was_seen(house: House, ready: Draft) -> None:
    with pytest.raises(TextDiffers) as refusal:
        recorded(house, ready, published_text="别的正文")
    assert refusal.value.field == "published_text"
    assert not Publication.objects.exists()
    post = recorded(house, ready, published_text="别的正文", differing_confirmed=True)
    told = Notice.objects.filter(kind="publication", object_id=post.pk).values_list("recipient__username", flat=True)
    assert {"first_reviewer", "final_reviewer", "manager"} <= set(told)
    for person in (house.publisher, house.manager):
        assert titles(posts_that_differ, person, LATER) == [post.title]
    assert titles(posts_that_differ, house.author, LATER) == []


def test_a_corrected_text_and_a_proof_complete_the_record(house: House, ready: Draft, client: Client) -> None:
    post = recorded(house, ready, published_text="别的正文", differing_confirmed=True)
    client.force_login(house.publisher)
    page = client.get(post.get_absolute_url())
    assert page.context["differing"]
    address = reverse("content:publication_complete", args=[post.pk])
    assert client.post(address, {"published_text": " \u200b"}).status_code == 422
    assert client.post(address, {"published_text": ready.body, "proof": picture()}).status_code == 302
    post.refresh_from_db()
    assert post.text_matches is True
    assert post.proof is not None
    assert titles(posts_that_differ, house.publisher, LATER) == []
    with pytest.raises(NotAllowed):
        complete_publication(post, actor=house.author, published_text="x", at=LATER)
    assert LedgerEntry.objects.filter(event="publication.completed", object_id=post.pk).count() == 1


def test_a_text_that_differs_later_is_completed_only_when_that_was_seen_and_told(
    house: House, ready: Draft, client: Client
) -> None:
    post = recorded(house, ready)
    client.force_login(house.publisher)
    address, differing = reverse("content:publication_complete", args=[post.pk]), {"published_text": "别的正文"}
    refused = client.post(address, differing)
    assert refused.status_code == 422
    assert 'type="checkbox" name="differing_confirmed"' in refused.content.decode()
    assert not Notice.objects.filter(template="publication.differs").exists()
    assert client.post(address, differing | {"differing_confirmed": "on"}).status_code == 302
    post.refresh_from_db()
    assert post.text_matches is False
    told = Notice.objects.filter(template="publication.differs").values_list("recipient__username", flat=True)
    assert {"first_reviewer", "final_reviewer", "manager"} <= set(told)


def test_a_check_sent_twice_is_one_check(house: House, client: Client) -> None:
    now = timezone.now()
    draft = house.draft(window_start=now - HOUR, window_end=now + 9 * HOUR)
    submit_draft(draft, actor=house.author, at=now)
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer)):
        house.sign(draft, code, person, at=now)
    client.force_login(house.publisher)
    kit = reverse("content:publish_kit", args=[draft.pk])
    key = client.get(kit).context["preflight_form"]["form_key"].value()
    for _time in range(2):
        assert client.post(kit + "preflight/", {"items": PREFLIGHT[:6], "form_key": key}).status_code == 302
    assert draft.preflights.count() == 1


def test_the_page_shows_the_difference_and_asks_before_it_stores(house: House, client: Client) -> None:
    now = timezone.now()
    draft = house.draft(window_start=now - HOUR, window_end=now + 9 * HOUR)
    submit_draft(draft, actor=house.author, at=now)
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer)):
        house.sign(draft, code, person, at=now)
    client.force_login(house.publisher)
    kit = reverse("content:publish_kit", args=[draft.pk])
    assert client.post(kit + "preflight/", {"items": PREFLIGHT[:6]}).status_code == 302
    data = {"url": URL, "published_text": "别的正文"}
    asked = client.post(kit + "record/", data)
    assert asked.status_code == 422
    assert 'type="checkbox" name="differing_confirmed"' in asked.content.decode()
    assert "<ins>" in asked.content.decode()
    assert client.post(kit + "record/", {**data, "differing_confirmed": "on"}).status_code == 302


@pytest.mark.parametrize("refused", [{"url": "http://["}, {"published_at": NOW}, {"published_text": "别的正文"}])
def test_a_refused_record_leaves_no_file_behind(house: House, ready: Draft, refused: dict[str, Any], settings) -> None:
    with pytest.raises(Refused):
        recorded(house, ready, proof=picture(), **refused)
    assert not MediaAsset.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not LedgerEntry.objects.filter(event="media.uploaded").exists()


@pytest.mark.parametrize("url", ["http://[", "https://example.com:99999999/", "http://[::1"])
def test_an_address_that_is_none_is_refused_in_words(house: House, ready: Draft, url: str) -> None:
    with pytest.raises(Refused) as refusal:
        recorded(house, ready, url=url)
    assert refusal.value.field == "url"
    assert match_publications(house.account.pk, urls=[url]) == {}


def test_a_licence_that_ends_before_the_window_stops_submission_and_release(house: House) -> None:
    licence = licensed_by(house, valid_until=(NOW + HOUR * 24).date())
    file = house.picture(origin="licensed", licence=licence)
    draft = house.draft(assets=[file])
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "assets"
    edit_draft(draft, actor=house.author, window_end=NOW + 20 * HOUR, at=NOW)
    submit_draft(draft, actor=house.author, at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "final", house.final_reviewer)
    licence.terms.update(valid_until=(NOW - HOUR * 24).date())
    with pytest.raises(Refused):
        schedule_draft(draft, actor=house.publisher, scheduled_at=LATER, at=LATER)
    with pytest.raises(Refused):
        tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)


def test_a_draft_with_a_living_post_is_not_thrown_away_and_its_signatures_still_count(house: House) -> None:
    draft = house.submitted(accounts=[house.weibo])
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer), ("legal", house.legal)):
        house.sign(draft, code, person)
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)
    recorded(house, draft)
    assert numbers("R-031") == (0, 1)
    edit_draft(draft, actor=house.author, body="第二版正文", at=LATER)
    assert numbers("R-031") == (0, 1)
    with pytest.raises(NotAllowed):
        discard_draft(draft, actor=house.author, note="不要了", at=LATER)


def test_the_time_offered_is_still_to_come(house: House) -> None:
    draft = house.approved()
    for now in (NOW + HOUR, NOW + 30 * HOUR):
        offered = proposed_time(draft, now)
        assert offered is not None
        assert draft.window_end is not None
        assert now < offered <= draft.window_end
    assert proposed_time(draft, NOW + timedelta(days=9)) is None
