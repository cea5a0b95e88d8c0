"""Steps are done, given away or left out; an incident is contained when whoever got in is out."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.custody.rules import RETIRE
from accounts.custody.services import retire
from accounts.incidents.models import Incident, IncidentProof
from accounts.incidents.owning import assign_incident
from accounts.incidents.services import move_incident, write_note
from accounts.incidents.steps import assign_step, finish_step
from accounts.incidents.tests.conftest import DAY, HOUR, MINUTE, NOW, Site
from accounts.platforms.tests.factory import PDF, picture
from governance.public import Deadline, Denial, NotAllowed, NoteRequired, Refused, StaleVersion, WrongState
from tests.agreeing import agreed

PNG = picture().read()


def open_codes(incident: Incident) -> set[str]:
    return set(incident.steps.open().values_list("code", flat=True))


def test_it_is_contained_after_its_urgent_steps_and_the_time_is_kept(site: Site) -> None:
    incident = site.report("ban")
    with pytest.raises(NotAllowed, match=r"still open|尚未"):
        move_incident(incident, "contain", actor=site.manager, at=NOW)
    moved = site.contained(incident, at=NOW + 40 * MINUTE)
    assert (moved.status, moved.contained_at, moved.contained_by) == ("contained", NOW + 40 * MINUTE, site.manager)
    clock = Deadline.objects.get(kind="incident", purpose="contain")
    assert (clock.state, clock.met_at) == ("met", NOW + 40 * MINUTE)
    assert open_codes(moved) == {"platform_support", "superior", "appeal"}


def test_a_login_that_was_not_changed_keeps_it_open(site: Site) -> None:
    credential, incident = site.login(), site.report()
    for step in incident.steps.open().filter(urgent=True).exclude(code="password"):
        finish_step(step, actor=site.manager, at=NOW)
    step = incident.steps.get(code="password")
    with pytest.raises(NotAllowed) as refused:
        finish_step(step, actor=site.manager, at=NOW)
    assert "custodian" in str(refused.value.sentence)
    site.change_login(credential)
    finish_step(step, actor=site.manager, at=NOW)
    assert move_incident(incident, "contain", actor=site.manager, at=NOW).status == "contained"


def test_a_retired_login_need_not_change(site: Site) -> None:
    credential, incident = site.login(), site.report()
    agreed(RETIRE, actor=site.manager, target=credential, by=site.second, at=NOW)
    retire(credential, actor=site.manager, note="Replaced", at=NOW)
    assert site.contained(incident).status == "contained"


def test_only_its_owner_and_the_managers_contain_it(site: Site) -> None:
    incident = site.report("ban")
    site.do_steps(incident, urgent=True)
    for person in (site.publisher, site.custodian, site.chief):
        with pytest.raises(NotAllowed):
            move_incident(incident, "contain", actor=person, at=NOW)
    assert move_incident(incident, "contain", actor=site.second, at=NOW).contained_by == site.second


def test_who_is_named_in_it_handles_nothing_even_as_a_manager(site: Site) -> None:
    incident = site.report("lending", concerned=site.second)
    with pytest.raises(Denial):
        finish_step(incident.steps.get(code="sessions"), actor=site.second, at=NOW)
    with pytest.raises(Refused):
        assign_incident(incident, actor=site.manager, owner=site.second, at=NOW)


def test_a_step_goes_to_somebody_who_then_may_do_it(site: Site) -> None:
    incident = site.report("ban")
    step = incident.steps.get(code="content")
    with pytest.raises(Denial):
        finish_step(step, actor=site.colleague, at=NOW)
    with pytest.raises(Refused, match=r"work on the account|不负责"):
        assign_step(step, actor=site.manager, owner=site.stranger, at=NOW)
    assign_step(step, actor=site.manager, owner=site.colleague, at=NOW)
    done = finish_step(step, actor=site.colleague, note="Nothing found", at=NOW)
    assert (done.done_by, done.outcome) == (site.colleague, "done")
    with pytest.raises(WrongState):
        finish_step(step, actor=site.colleague, at=NOW)


def test_an_optional_step_is_left_out_with_a_reason_and_a_needed_one_is_not(site: Site) -> None:
    incident = site.report("ban")
    appeal, evidence = incident.steps.get(code="appeal"), incident.steps.get(code="evidence")
    with pytest.raises(NoteRequired):
        finish_step(appeal, actor=site.manager, outcome="left_out", at=NOW)
    with pytest.raises(NotAllowed):
        finish_step(evidence, actor=site.manager, outcome="left_out", note="No time", at=NOW)
    finish_step(appeal, actor=site.manager, outcome="left_out", note="The penalty is right", at=NOW)
    assert not Deadline.objects.filter(kind="incident_step", object_id=appeal.pk).open().exists()


def test_the_report_is_no_step_to_be_ticked(site: Site) -> None:
    with pytest.raises(NotAllowed):
        finish_step(site.report("ban").steps.get(code="superior"), actor=site.manager, at=NOW)


def test_a_step_with_a_limit_of_its_own_has_a_clock_of_its_own(site: Site) -> None:
    incident = site.report("ban")
    clock = Deadline.objects.get(kind="incident_step", object_id=incident.steps.get(code="platform_support").pk)
    assert (clock.due_at, clock.owner) == (NOW + 2 * HOUR, site.manager)
    assign_step(incident.steps.get(code="platform_support"), actor=site.manager, owner=site.colleague, at=NOW)
    clock.refresh_from_db()
    assert clock.owner == site.colleague


def test_the_whole_incident_goes_to_somebody_else_with_its_clocks(site: Site) -> None:
    incident = site.report("ban")
    moved = assign_incident(incident, actor=site.manager, owner=site.second, version=0, at=NOW)
    assert moved.owner == site.second
    assert set(moved.steps.values_list("owner__username", flat=True)) == {"second"}
    assert Deadline.objects.get(kind="incident", purpose="contain").owner == site.second
    with pytest.raises(StaleVersion):
        assign_incident(incident, actor=site.second, owner=site.manager, version=0, at=NOW)
    with pytest.raises(Refused):
        assign_incident(incident, actor=site.second, owner=site.stranger, at=NOW)


def test_proofs_are_pictures_or_pdf_and_kept_under_their_hash(site: Site) -> None:
    step = site.report("ban").steps.get(code="evidence")
    bad = {"a.png": b"<svg onload=alert(1)>", "b.png": b"", "c.png": PNG[:40], "d.pdf": PDF[:40]}
    for name, data in bad.items():
        with pytest.raises(Refused) as refused:
            finish_step(step, actor=site.manager, proofs=[SimpleUploadedFile(name, data)], at=NOW)
        assert refused.value.field == "proof"
    dirty = PNG + b"<script>hidden behind it</script>"
    finish_step(step, actor=site.manager, proofs=[SimpleUploadedFile("../../screen\u202e.png", dirty)], at=NOW)
    proof = IncidentProof.objects.get()
    with default_storage.open(proof.place) as stored:
        kept = stored.read()
    assert (proof.name, proof.media_type, proof.size) == ("screen.png", "image/png", len(kept))
    assert proof.sha256 in proof.place
    assert b"script" not in kept


def test_a_note_is_written_by_those_who_have_to_do_with_it(site: Site) -> None:
    incident = site.report("ban")
    for person in (site.publisher, site.manager, site.custodian, site.chief):
        write_note(incident, actor=person, text="Seen", at=NOW)
    for person in (site.colleague, site.stranger):
        with pytest.raises(Denial):
            write_note(incident, actor=person, text="Seen", at=NOW)


def test_opened_again_it_is_contained_anew_and_logins_change_once_more(site: Site) -> None:
    credential, incident = site.login(), site.report()
    site.change_login(credential)
    site.contained(incident)
    with pytest.raises(NoteRequired):
        move_incident(incident, "reopen", actor=site.manager, at=NOW + DAY)
    again = move_incident(incident, "reopen", actor=site.manager, note="They are back", at=NOW + DAY)
    assert (again.status, again.round, again.contained_at) == ("open", 2, None)
    assert again.contain_by == NOW + DAY + HOUR
    assert again.secrets.unchanged().filter(round=2).exists()
    assert {"evidence", "password", "sessions"} <= open_codes(again)
    assert incident.notes.get().text == "They are back"
