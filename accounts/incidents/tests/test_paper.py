"""The report as PDF: what it says of times, cause and measures, in both languages, and that it leaves for a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.incidents.paper import report_data
from accounts.incidents.tests.conftest import DAY, HOUR, NOW, Site
from accounts.incidents.tests.test_pages import enter
from accounts.incidents.timeline import timeline_of
from governance.lists.models import ListExport
from governance.public import LedgerEntry

pytestmark = pytest.mark.django_db


def said(incident: Any, language: str, at: Any = NOW + HOUR) -> dict[str, Any]:
    with override(language):
        return report_data(incident, timeline_of(incident), at)


def test_it_tells_times_against_limits_cause_measures_and_timeline_in_both_languages(site: Site) -> None:
    incident = site.closed(site.report())
    english, chinese = said(incident, "en"), said(incident, "zh-hans")
    assert (english["lang"], chinese["lang"]) == ("en", "zh")
    assert english["cause"] == chinese["cause"] == "弱口令"
    assert english["measures"]["rows"][0][0] == "启用双重验证"
    assert [row[4] for row in english["times"]["rows"]] == ["–", "–", "yes", "yes", "–"]
    assert len(english["timeline"]["rows"]) == len(timeline_of(incident)) > 5
    assert english["words"] != chinese["words"]


def test_what_is_late_says_so_even_while_it_is_open(site: Site) -> None:
    incident = site.report()
    assert [row[4] for row in said(incident, "en", NOW)["times"]["rows"]][2:4] == ["–", "–"]
    late = said(incident, "en", NOW + 9 * DAY)
    assert [row[4] for row in late["times"]["rows"]][2:4] == [{"bad": "late"}] * 2
    assert {"bad": "late"} in [row[4] for row in late["steps"]["rows"]]


def test_who_is_named_in_it_does_not_stand_in_the_file(site: Site) -> None:
    incident = site.report("lending", concerned=site.colleague)
    assert incident.concerned == site.colleague
    assert "colleague" not in str(said(incident, "en", NOW))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_leaves_as_a_pdf_for_a_reason_that_the_ledger_keeps(site: Site, client: Client, language: str) -> None:
    incident = site.report(at=timezone.now(), happened='#eval("1") $x$ [异地登录] 😀')
    enter(client, site.manager)
    address = reverse("accounts:incident_report_pdf", args=[incident.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"format": "pdf", "reason": ""}).status_code == 422
    with override(language):
        answer = client.post(address, {"format": "pdf", "reason": "Police"}, headers={"accept-language": language})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert ListExport.objects.get().reason == "Police"
    assert LedgerEntry.objects.get(event="list.exported").payload["record"] == incident.pk
    enter(client, site.stranger)
    assert client.get(address).status_code == 404
