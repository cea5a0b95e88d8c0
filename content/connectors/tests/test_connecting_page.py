"""An account is connected with its interface on a page, the first time and again."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from content.connectors.models import Connection
from content.connectors.tests.conftest import Line


def test_the_page_connects_an_account_for_the_first_time_and_changes_it(line: Line, client: Client) -> None:
    credential = line.token("api", "a-token-nobody-guesses-42")
    line.settings.CONNECTOR_HOSTS = [*line.settings.CONNECTOR_HOSTS, "hooks.example.com"]
    client.force_login(line.house.manager)
    address = reverse("content:connection_edit", args=[line.house.account.handle])
    for path in ("first", "second"):
        page = client.get(address).context["form"]
        sent = {
            "kind": "webhook", "address": f"https://hooks.example.com/{path}", "credential": credential.pk,
            "is_on": "on", "version": page["version"].value(),
        }  # fmt: skip
        assert client.post(address, sent).status_code == 302
    assert Connection.objects.get().address == "https://hooks.example.com/second"
