"""On the pages: reported, handled, received, closed, taken away; each refusal stands beside what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.custody.checkouts import break_glass
from accounts.incidents.cards import corrective_measures, incident_steps, incidents_to_handle, incidents_to_receive
from accounts.incidents.finding import find_incidents
from accounts.incidents.models import CorrectiveMeasure, Incident, IncidentNote, IncidentProof
from accounts.incidents.steps import assign_step
from accounts.incidents.tests.conftest import NOW, PASSWORD, Site
from accounts.models import User
from accounts.platforms.tests.factory import picture
from governance.public import LedgerEntry

PNG = picture().read()


def enter(client: Client, user: User) -> Client:
    assert client.login(username=user.username, password=PASSWORD)
    return client


def to(name: str, *args: object) -> str:
    return reverse(f"accounts:{name}", args=args)


def test_three_fields_report_an_incident_and_a_second_press_makes_no_second(site: Site, client: Client) -> None:
    enter(client, site.colleague)
    form = {"account": site.account.pk, "kind": "ban", "happened": "封号", "severity": "low", "form_key": "k1"}
    first = client.post(to("incident_new"), form)
    second = client.post(to("incident_new"), form)
    incident = Incident.objects.get()
    assert first["Location"] == second["Location"] == incident.get_absolute_url()
    assert (incident.reported_by, incident.severity) == (site.colleague, "low")


def test_a_time_ahead_is_refused_beside_its_field_and_words_stay(site: Site, client: Client) -> None:
    enter(client, site.colleague)
    form = {
        "account": site.account.pk, "kind": "ban", "happened": "封号了", "severity": "low",
        "found_at": "2099-01-01T10:00",
    }  # fmt: skip
    page = client.post(to("incident_new"), form)
    assert page.status_code == 422
    assert "id_found_at_error" in page.content.decode()
    assert "封号了" in page.content.decode()


def test_the_account_and_the_checkout_from_which_one_comes_are_filled_in(site: Site, client: Client) -> None:
    enter(client, site.manager)
    now = timezone.now()
    credential = site.login()
    checkout = break_glass(credential, actor=site.second, reason="Locked out", confirmed_at=now, at=now)
    page = client.get(to("incident_new"), {"account": "douyin-main"}).content.decode()
    assert f'<option value="{site.account.pk}" selected>' in page
    form = client.get(to("incident_new"), {"checkout": checkout.pk}).context["form"]
    assert form.initial == {
        "checkout": checkout.pk, "account": site.account.pk, "kind": "lending", "concerned": site.second.pk,
    }  # fmt: skip
    assert client.get(to("incident_new"), {"checkout": 999}).status_code == 404
    client.post(
        to("incident_new"),
        {**form.initial, "happened": "借给同事", "severity": "serious", "concerned": site.second.pk},
    )
    incident = Incident.objects.get()
    assert (incident.checkout, incident.concerned, incident.kind) == (checkout, site.second, "lending")


def test_who_is_named_is_read_by_those_who_handle_it_alone(site: Site, client: Client) -> None:
    incident = site.report("lending", concerned=site.second)
    for person, sees in ((site.manager, True), (site.chief, True), (site.publisher, True), (site.colleague, False)):
        page = enter(client, person).get(incident.get_absolute_url())
        assert page.context["sees_concerned"] is sees, person.username


def test_the_whole_way_on_the_pages(site: Site, client: Client) -> None:
    incident = site.report("ban", at=timezone.now())
    enter(client, site.manager)
    for step in incident.steps.exclude(code="superior"):
        form = {"outcome": "done", "note": "Done", "proof": SimpleUploadedFile("screen.png", PNG)}
        assert client.post(to("incident_step", step.pk), form).status_code == 302
    client.post(to("incident_move", incident.pk), {"move": "contain", "version": 0})
    client.post(to("incident_cause", incident.pk), {"cause": "措辞"})
    measure = {
        "text": "培训", "owner": site.colleague.pk, "due_on": timezone.localdate().isoformat(), "form_key": "k1",
    }  # fmt: skip
    client.post(to("incident_measure", incident.pk), measure)
    client.post(to("incident_note", incident.pk), {"text": "平台已回复", "form_key": "k2"})
    assert client.post(to("incident_move", incident.pk), {"move": "close"}).status_code == 403
    enter(client, site.chief)
    client.post(to("incident_move", incident.pk), {"move": "close"})
    incident.refresh_from_db()
    assert incident.status == "contained"
    client.post(to("incident_receive", incident.pk))
    client.post(to("incident_move", incident.pk), {"move": "close"})
    incident.refresh_from_db()
    assert (incident.status, incident.closed_by) == ("closed", site.chief)
    enter(client, site.colleague)
    client.post(to("measure_done", CorrectiveMeasure.objects.get().pk), {"result": "已培训"})
    assert CorrectiveMeasure.objects.get().done_by == site.colleague
    page = client.get(to("incident_report", incident.pk)).content.decode()
    for words in ("措辞", "培训", "平台已回复", incident.number):
        assert words in page


def test_a_step_that_is_refused_keeps_the_reason_beside_its_sentence(site: Site, client: Client) -> None:
    incident = site.contained(site.report("ban", at=timezone.now()), at=timezone.now())
    enter(client, site.manager)
    stale = client.post(to("incident_move", incident.pk), {"move": "reopen", "version": 0, "note": "封号又来了"})
    assert stale.status_code == 422
    assert "封号又来了</textarea>" in stale.content.decode()
    assert stale.context["move_form"].errors
    silent = client.post(to("incident_move", incident.pk), {"move": "reopen", "version": incident.lock_version})
    assert (silent.status_code, "#move-note" in silent.content.decode()) == (422, True)
    assert client.post(to("incident_move", incident.pk), {"move": "explode", "note": "x"}).status_code == 422
    incident.refresh_from_db()
    assert incident.status == "contained"


def test_a_note_and_a_measure_sent_twice_are_written_once_and_without_a_key_not_at_all(
    site: Site, client: Client
) -> None:
    incident = site.report("ban", at=timezone.now())
    enter(client, site.manager)
    page = client.get(incident.get_absolute_url())
    day = timezone.localdate().isoformat()
    for name, form, values, rows in (
        ("incident_note", "note_form", {"text": "平台已回复"}, IncidentNote.objects),
        ("incident_measure", "measure_form", {"text": "培训", "owner": site.manager.pk, "due_on": day},
         CorrectiveMeasure.objects),
    ):  # fmt: skip
        refused = client.post(to(name, incident.pk), values)
        assert (refused.status_code, rows.count()) == (422, 0)
        assert str(refused.context[form].errors["form_key"][0]) in refused.content.decode()
        key = page.context[form]["form_key"].value()
        for _press in range(2):
            assert client.post(to(name, incident.pk), {**values, "form_key": key}).status_code == 302
        assert rows.count() == 1


def test_what_a_form_lacks_comes_back_on_the_page(site: Site, client: Client) -> None:
    incident = site.report("ban")
    enter(client, site.manager)
    step = incident.steps.get(code="evidence")
    bad = {"outcome": "done", "proof": SimpleUploadedFile("a.html", b"<script>")}
    page = client.post(to("incident_step", step.pk), bad)
    assert (page.status_code, f"step_{step.pk}_proof_error" in page.content.decode()) == (422, True)
    page = client.post(to("incident_measure", incident.pk), {"text": "x", "owner": site.manager.pk, "due_on": ""})
    assert page.status_code == 422
    stale = client.post(to("incident_cause", incident.pk), {"cause": "Late", "version": 7})
    assert stale.status_code == 422


def test_a_proof_is_taken_away_never_shown_and_by_those_who_see_the_incident(site: Site, client: Client) -> None:
    incident = site.report("ban", at=timezone.now())
    enter(client, site.manager)
    step = incident.steps.get(code="evidence")
    client.post(to("incident_step", step.pk), {"outcome": "done", "proof": SimpleUploadedFile("屏幕.png", PNG)})
    proof = IncidentProof.objects.get()
    answer = client.get(to("incident_proof", proof.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer).startswith(b"\x89PNG")
    assert enter(client, site.stranger).get(to("incident_proof", proof.pk)).status_code == 404


@pytest.mark.parametrize(("address", "whole"), [("incidents_export", False), ("incident_export", True)])
def test_it_is_taken_away_for_a_reason_that_the_ledger_keeps(
    site: Site, client: Client, address: str, whole: bool
) -> None:
    incident = site.report("ban", happened="=cmd()")
    enter(client, site.manager)
    url = to(address, incident.pk) if whole else to(address)
    assert client.post(url, {"format": "csv", "reason": ""}).status_code == 422
    file = client.post(url, {"format": "csv", "reason": "For the audit"})
    text = b"".join(file).decode("utf-8-sig")
    assert (incident.number in text) is not whole
    assert LedgerEntry.objects.filter(event="list.exported").count() == 1


def test_the_list_is_filtered_by_state_kind_account_and_words(site: Site, client: Client) -> None:
    closed, open_one = site.closed(site.report("ban")), site.report("attack", happened="撞库攻击")
    enter(client, site.publisher)

    def found(**query: str) -> set[Incident]:
        return set(client.get(to("incidents"), query).context["page"].rows)

    assert found() == {open_one}
    assert found(status="all") == {closed, open_one}
    assert found(status="closed") == {closed}
    assert found(kind="ban", status="all") == {closed}
    assert found(q="撞库") == {open_one}
    assert found(q=closed.number, status="all") == {closed}
    assert found(account="douyin-main", status="all") == {closed, open_one}
    enter(client, site.stranger)
    assert found(status="all") == set()


def waiting(fill: Any, user: User) -> list[Any]:
    """What a card lists for somebody."""
    return list(fill(user, NOW).items)


def test_cards_name_what_waits_for_whom(site: Site) -> None:
    incident = site.report("ban")
    assign_step(incident.steps.get(code="content"), actor=site.manager, owner=site.colleague, at=NOW)
    assert [item.url for item in waiting(incidents_to_handle, site.manager)] == [incident.get_absolute_url()]
    assert [item.due_at for item in waiting(incidents_to_receive, site.chief)] == [incident.report_by]
    assert len(waiting(incident_steps, site.colleague)) == 1
    site.closed(incident)
    assert waiting(incidents_to_handle, site.manager) == waiting(incidents_to_receive, site.chief) == []
    assert [item.title for item in waiting(corrective_measures, site.custodian)] == ["启用双重验证"]


def test_the_search_finds_what_one_may_see(site: Site) -> None:
    incident = site.report("ban", happened="直播被封")
    assert [hit.url for hit in find_incidents(site.publisher, "直播", 5)] == [incident.get_absolute_url()]
    assert [hit.url for hit in find_incidents(site.publisher, incident.number.lower(), 5)]
    assert find_incidents(site.stranger, "直播", 5) == []


def test_pages_are_read_in_both_languages_and_the_account_tells_of_it(site: Site, client: Client) -> None:
    incident = site.report("stolen", data_touched=True)
    for language in ("zh-hans", "en"):
        User.objects.filter(pk=site.manager.pk).update(language=language)
        enter(client, site.manager)
        for address in (to("incidents"), to("incident_new"), incident.get_absolute_url()):
            assert client.get(address).status_code == 200
        assert incident.number in client.get(to("account_detail", "douyin-main")).content.decode()


def test_further_steps_cost_the_page_no_further_statements(site: Site, client: Client) -> None:
    few, many = site.report("ban"), site.report("stolen", data_touched=True)
    enter(client, site.colleague)
    client.get(few.get_absolute_url())
    counts = []
    for incident in (few, many):
        with CaptureQueriesContext(connection) as asked:
            client.get(incident.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_number_that_no_database_holds_is_no_account_and_the_report_stays(site: Site, client: Client) -> None:
    enter(client, site.colleague)
    sent = {"account": site.account.pk, "kind": "ban", "happened": "账号被封", "severity": "low", "form_key": "k2",
            "also_on": [10**30]}  # fmt: skip
    answer = client.post(to("incident_new"), sent)
    assert answer.status_code == 422
    assert "账号被封" in answer.content.decode()
