"""Whoever manages people takes their list away, for a reason (R-107)."""

import pytest
from django.test import Client

from accounts.models import User
from governance.public import LedgerEntry, grant_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def test_the_file_holds_who_is_shown(client: Client) -> None:
    operator = User.objects.create_user("operator", display_name="罗立新")
    User.objects.create_user("gone", is_active=False)
    grant_role(operator, "admin", actor=None)
    client.force_login(operator)
    assert "people/export/?q=oper" in client.get("/people/?q=oper").content.decode()
    answer = client.post("/people/export/?q=oper", {"format": "csv", "reason": "yearly audit"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert lines[1].startswith("operator,罗立新")
    assert LedgerEntry.objects.get(event="list.exported").payload["rows"] == 1


def test_nobody_else_finds_the_way(client: Client) -> None:
    client.force_login(User.objects.create_user("agent"))
    assert "people/export" not in client.get("/people/").content.decode()
    assert client.post("/people/export/", {"format": "csv", "reason": "curious"}).status_code == 403
