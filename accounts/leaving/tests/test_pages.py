"""The pages of leaving: what somebody holds beforehand, who takes it, the record afterwards and who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.leaving.models import Departure
from accounts.leaving.services import leave_company
from accounts.leaving.tests.conftest import Company
from governance.public import today


@pytest.fixture
def page(company: Company, client: Client) -> Client:
    client.force_login(company.admin)
    return client


def test_the_page_shows_every_line_and_carries_it_out(company: Company, page: Client) -> None:
    credential = company.credential(company.anna)
    address = reverse("accounts:departure_new", args=[company.anna.pk])
    shown = page.get(address).content.decode()
    assert f'name="custody-{credential.pk}"' in shown
    assert credential.login not in shown
    sent = {"leaves_on": today(None).isoformat(), f"custody-{credential.pk}": company.keeper.pk}
    assert page.post(address, sent).status_code == 302
    departure = Departure.objects.get()
    record = page.get(departure.get_absolute_url()).content.decode()
    assert "keeper" in record
    credential.refresh_from_db()
    assert credential.custodian == company.keeper


def test_what_nobody_can_take_comes_back_beside_its_field(company: Company, page: Client) -> None:
    company.credential(company.anna)
    leave_company(company.keeper, actor=company.admin)
    address = reverse("accounts:departure_new", args=[company.anna.pk])
    answer = page.post(address, {"leaves_on": today(None).isoformat()})
    assert answer.status_code == 422
    assert company.refreshed(company.anna).is_active


def test_somebody_else_is_proposed_first_when_chosen(company: Company, page: Client) -> None:
    address = reverse("accounts:departure_new", args=[company.chief.pk])
    shown = page.get(address, {"successor": company.bert.pk}).content.decode()
    assert f'<option value="{company.bert.pk}" selected>bert' in shown.split('name="report-0"')[1]


def test_a_plan_is_shown_carried_out_or_called_off_from_its_page(company: Company, page: Client) -> None:
    later = (today(None) + timedelta(days=9)).isoformat()
    page.post(reverse("accounts:departure_new", args=[company.anna.pk]), {"leaves_on": later, "note": "Moves away"})
    departure = Departure.objects.get()
    assert page.get(departure.get_absolute_url()).status_code == 200
    assert page.get(reverse("accounts:departure_new", args=[company.anna.pk])).status_code == 302
    move = reverse("accounts:departure_move", args=[departure.pk])
    page.post(move, {"move": "call_off", "note": "Stays", "version": departure.lock_version})
    departure.refresh_from_db()
    assert (departure.status, departure.note) == ("called_off", "Moves away")
    shown = page.get(departure.get_absolute_url()).content.decode()
    assert "Moves away" in shown
    assert "Stays" in shown
    page.post(move, {"move": "carry_out"})
    assert company.refreshed(company.anna).is_active


def test_a_successor_sees_what_came_to_them_and_others_nothing(company: Company, page: Client) -> None:
    credential = company.credential(company.anna)
    departure = company.leave(choices={f"custody-{credential.pk}": company.keeper.pk})
    successor, stranger = Client(), Client()
    successor.force_login(company.keeper)
    stranger.force_login(company.bert)
    assert successor.get(departure.get_absolute_url()).status_code == 200
    assert stranger.get(departure.get_absolute_url()).status_code == 404
    export = reverse("accounts:departure_export", args=[departure.pk])
    assert successor.post(export, {"format": "csv", "reason": "mine"}).status_code == 403
    answer = page.post(export, {"format": "csv", "reason": "audit"})
    assert b"keeper" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
