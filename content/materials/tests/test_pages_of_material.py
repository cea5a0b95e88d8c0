"""The pages ask, show, deliver, confirm, return and hand out files; each only to whom it concerns."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.materials.models import MaterialRequest
from content.materials.tests.asking import asked, delivered, paper, with_head
from content.review.tests.test_probes import measure


def form_of(house: House, **more: object) -> dict[str, object]:
    return {
        "account": house.account.pk, "department": with_head(house).pk, "sort": "photo", "title": "厂区照片",
        "need": "外景三张", "due_at": "", "responsible": "", **more,
    }  # fmt: skip


def test_a_request_is_begun_on_a_plan_item_and_stands_on_its_page(house: House, client: Client) -> None:
    item = house.plan()
    client.force_login(house.author)
    plan = client.get(item.get_absolute_url()).content.decode()
    address = f"{reverse('content:material_new')}?plan={item.pk}"
    assert address in plan
    page = client.get(address)
    key = page.context["form"]["form_key"].value()
    answer = client.post(address, form_of(house, plan_item=item.pk, form_key=key))
    request = MaterialRequest.objects.get()
    assert answer["Location"] == request.get_absolute_url()
    assert request.plan_item == item
    assert "厂区照片" in client.get(item.get_absolute_url()).content.decode()
    draft = house.draft()
    assert f"?draft={draft.pk}" in client.get(draft.get_absolute_url()).content.decode()


def test_a_form_sent_twice_asks_once_and_a_gap_comes_back(house: House, client: Client) -> None:
    client.force_login(house.author)
    address = reverse("content:material_new")
    key = client.get(address).context["form"]["form_key"].value()
    for _turn in range(2):
        client.post(address, form_of(house, form_key=key))
    assert MaterialRequest.objects.count() == 1
    refused = client.post(address, form_of(house, title=""))
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    for nonsense in ("x", "9" * 40, "-1", ""):
        assert client.get(f"{address}?plan={nonsense}&draft={nonsense}").status_code == 200


def test_the_department_delivers_confirms_and_its_files_are_handed_out(house: House, client: Client) -> None:
    request = asked(house)
    client.force_login(house.analyst)
    page = client.get(request.get_absolute_url()).content.decode()
    assert reverse("content:material_deliver", args=[request.pk]) in page
    data = {"version": 0, "delivery": "见附件", "files": [paper()]}
    assert client.post(reverse("content:material_deliver", args=[request.pk]), data).status_code == 302
    step = {"move": "confirm", "version": 1, "note": "核对过手册"}
    client.post(reverse("content:material_move", args=[request.pk]), step)
    request.refresh_from_db()
    assert request.status == "delivered", "whoever delivered it is no second pair of eyes"
    client.force_login(house.department_head)
    client.post(reverse("content:material_move", args=[request.pk]), step)
    request.refresh_from_db()
    assert request.status == "confirmed"
    file = reverse("content:material_file", args=[request.files.get().pk])
    answer = client.get(file)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(house.stranger)
    assert client.get(file).status_code == 404
    assert client.get(request.get_absolute_url()).status_code == 404


def test_who_asked_returns_and_withdraws_but_delivers_nothing(house: House, client: Client) -> None:
    request = delivered(house)
    client.force_login(house.author)
    assert client.post(reverse("content:material_deliver", args=[request.pk]), {"version": 1}).status_code == 403
    confirm = {"move": "confirm", "version": 1, "note": "好"}
    assert client.post(reverse("content:material_move", args=[request.pk]), confirm).status_code == 403
    back = {"move": "send_back", "version": 1, "note": "缺横版"}
    client.post(reverse("content:material_move", args=[request.pk]), back)
    request.refresh_from_db()
    assert request.status == "returned"
    for wrong in ({"move": "deliver"}, {"move": "x"}, {}, {"move": "withdraw", "note": "不用了"}):
        client.post(reverse("content:material_move", args=[request.pk]), wrong)
    request.refresh_from_db()
    assert request.status == "returned"


def test_the_list_shows_what_is_open_and_the_search_finds_it(house: House, client: Client) -> None:
    request = asked(house)
    client.force_login(house.analyst)
    for status in ("", "open", "delivered", "confirmed", "nonsense"):
        assert client.get(reverse("content:material_list"), {"status": status}).status_code == 200
    assert request.title in client.get(reverse("content:material_list")).content.decode()
    assert request.title in client.get("/search/", {"q": "新品照片"}).content.decode()


def test_the_clause_has_its_records_on_the_board(house: House) -> None:
    asked(house)
    assert measure("R-043").kind == "material_request"
