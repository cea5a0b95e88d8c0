"""The pages of corrections, from the post to the record."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.corrections.models import Correction
from content.corrections.tests.conftest import RIGHT, Wrong, shot
from governance.public import decide_approval


def test_a_post_is_corrected_through_its_pages(wrong: Wrong, client: Client) -> None:
    house = wrong.house
    client.force_login(house.publisher)
    ask = reverse("content:correction_new", args=[wrong.post.pk])
    assert ask in client.get(wrong.post.get_absolute_url()).content.decode()
    assert client.get(ask).status_code == 200
    data = {"wrong": "日期写错了", "noticed_by": "读者", "corrected_text": RIGHT}
    assert client.post(ask, {**data, "wrong": ""}).status_code == 422
    assert client.post(ask, data).status_code == 302
    row = Correction.objects.get()
    client.force_login(house.first_reviewer)
    assert row.request is not None
    assert RIGHT in client.get(row.request.get_absolute_url()).content.decode()
    decide_approval(row.request, actor=house.first_reviewer, agree=True, reauthenticated_at=timezone.now())
    row.refresh_from_db()
    decide_approval(row.request, actor=house.final_reviewer, agree=True, reauthenticated_at=timezone.now())
    client.force_login(house.publisher)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "<ins>" in page
    row.refresh_from_db()
    carry = reverse("content:correction_carry_out", args=[row.pk])
    record = {"version": row.lock_version, "url": wrong.post.url, "published_text": "别的"}
    assert client.post(carry, {**record, "proof": shot()}).status_code == 422
    record |= {"published_text": RIGHT, "url": "https://evil.example/2"}
    warned = client.post(carry, {**record, "proof": shot()})
    assert warned.status_code == 422
    assert 'type="checkbox" name="host_confirmed"' in warned.content.decode()
    assert client.post(carry, {**record, "host_confirmed": "on", "proof": shot()}).status_code == 302
    row.refresh_from_db()
    assert row.status == "done"
    assert row.address_before in client.get(row.get_absolute_url()).content.decode()
    assert wrong.post.title in client.get(reverse("content:correction_list")).content.decode()


def test_giving_up_is_a_form_of_its_own(wrong: Wrong, client: Client) -> None:
    row = wrong.agreed()
    client.force_login(wrong.house.publisher)
    address = reverse("content:correction_drop", args=[row.pk])
    assert client.post(address, {"drop-version": row.lock_version, "drop-note": ""}).status_code == 422
    assert client.post(address, {"drop-version": row.lock_version, "drop-note": "平台不允许"}).status_code == 302
    row.refresh_from_db()
    assert row.status == "dropped"


def test_words_are_marked_while_a_correction_is_typed(wrong: Wrong, client: Client) -> None:
    client.force_login(wrong.house.author)
    page = client.get(reverse("content:correction_new", args=[wrong.post.pk])).content.decode()
    assert f'hx-post="{reverse("content:lint")}"' in page
    assert "input from:#id_corrected_text" in page
    said = {"account": wrong.post.account_id, "corrected_text": "我们是全国第一"}
    marked = client.post(reverse("content:lint"), said).content.decode()
    assert 'data-field="id_corrected_text"' in marked


def test_whoever_is_told_nothing_by_the_linter_still_corrects(wrong: Wrong, client: Client) -> None:
    client.force_login(wrong.house.publisher)
    page = client.get(reverse("content:correction_new", args=[wrong.post.pk])).content.decode()
    assert reverse("content:lint") not in page


def test_what_is_missing_and_what_deviates_is_told_at_once(wrong: Wrong, client: Client) -> None:
    row = wrong.agreed()
    client.force_login(wrong.house.publisher)
    record = {"version": row.lock_version, "url": wrong.post.url, "published_text": "别的"}
    answer = client.post(reverse("content:correction_carry_out", args=[row.pk]), record)
    assert answer.status_code == 422
    assert {"proof", "published_text"} <= set(answer.context["form"].errors)
    assert answer.context["form"].fields["proof"].required


def test_a_corrected_post_says_so_and_leads_to_what_stands(wrong: Wrong, client: Client) -> None:
    client.force_login(wrong.house.publisher)
    before = client.get(wrong.post.get_absolute_url()).content.decode()
    assert "与签署文本一致" in before
    row = wrong.carry_out(wrong.agreed())
    page = client.get(wrong.post.get_absolute_url()).content.decode()
    assert "与签署文本一致" not in page
    assert row.sha256 in page
    for address in (wrong.post.get_absolute_url(), wrong.post.draft.get_absolute_url()):
        assert row.get_absolute_url() in client.get(address).content.decode()
    assert "与签署文本一致" not in client.get(reverse("content:publication_list")).content.decode()


def test_each_request_names_the_signature_and_who_gave_it(wrong: Wrong, client: Client) -> None:
    row, people = wrong.all_agree(wrong.ask())
    client.force_login(wrong.house.publisher)
    answer = client.get(row.get_absolute_url())
    names = [name for name, _request in answer.context["requests"]]
    assert len(set(names)) == len(names) == len(people)
    assert all(name in answer.content.decode() for name in names)
