"""A correction is asked for once, however often the form arrives."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from content.corrections.models import Correction
from content.corrections.tests.conftest import RIGHT, Wrong


def test_a_form_sent_twice_asks_once(wrong: Wrong, client: Client) -> None:
    client.force_login(wrong.house.publisher)
    address = reverse("content:correction_new", args=[wrong.post.pk])
    key = client.get(address).context["form"]["form_key"].value()
    data = {"wrong": "日期写错了", "noticed_by": "读者", "corrected_text": RIGHT, "form_key": key}
    answers = {client.post(address, data)["Location"] for _time in range(2)}
    assert answers == {Correction.objects.get().get_absolute_url()}
    assert client.post(address, {**data, "wrong": "名字写错了"}).status_code == 422
