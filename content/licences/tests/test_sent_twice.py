"""A licence is registered once and renewed once, however often the form arrives."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.licences.models import Licence
from content.licences.tests.licensing import licensed_by, proof

KEY = "k" * 32


def test_a_licence_form_sent_twice_registers_one(house: House, client: Client) -> None:
    client.force_login(house.author)
    address = reverse("content:licence_new")
    key = client.get(address).context["form"]["form_key"].value()
    data = {
        "account": house.account.pk, "reference": "B-2", "source": "摄影师", "valid_from": "2026-01-01",
        "form_key": key,
    }  # fmt: skip
    answers = {client.post(address, {**data, "proof": proof()})["Location"] for _time in range(2)}
    assert answers == {Licence.objects.get().get_absolute_url()}
    other = client.post(address, {**data, "proof": proof("another contract")})
    assert other.status_code == 422
    assert "B-2" in other.content.decode()
    assert Licence.objects.get().terms.count() == 1


def test_a_renewal_sent_twice_adds_one_term(house: House, client: Client) -> None:
    licence = licensed_by(house)
    client.force_login(house.author)
    address = reverse("content:licence_renew", args=[licence.pk])
    for _time in range(2):
        data = {"valid_from": "2027-01-01", "valid_until": "2099-01-01", "proof": proof(), "form_key": KEY}
        assert client.post(address, data).status_code == 302
    assert licence.terms.count() == 2
