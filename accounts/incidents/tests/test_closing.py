"""An incident is closed when nothing is missing, by somebody else than its owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.incidents.measures import finish_measure, name_measure
from accounts.incidents.models import CorrectiveMeasure, Incident, IncidentStep
from accounts.incidents.owning import assign_incident
from accounts.incidents.services import move_incident, receive_report, write_cause
from accounts.incidents.tests.conftest import DAY, HOUR, NOW, Site
from governance.public import Deadline, Denial, NotAllowed, NoteRequired, Refused, WrongState, grant_role, name_deputy


def test_whole_and_by_the_superior_it_closes(site: Site) -> None:
    closed = site.closed(site.report("ban"))
    assert (closed.status, closed.closed_by, closed.closed_at) == ("closed", site.chief, NOW)


def test_its_owner_does_not_close_it_and_another_manager_does(site: Site) -> None:
    incident = site.ready(site.report("ban"))
    with pytest.raises(NotAllowed):
        move_incident(incident, "close", actor=site.manager, at=NOW)
    with pytest.raises(NotAllowed):
        move_incident(incident, "close", actor=site.publisher, at=NOW)
    assert move_incident(incident, "close", actor=site.second, at=NOW).status == "closed"


def test_a_superuser_who_owns_it_does_not_close_it_either(site: Site) -> None:
    type(site.manager).objects.filter(pk=site.manager.pk).update(is_superuser=True)
    incident = site.ready(site.report("ban"))
    owner = type(site.manager).objects.get(pk=site.manager.pk)
    with pytest.raises(NotAllowed):
        move_incident(incident, "close", actor=owner, at=NOW)


def test_whoever_stands_in_for_the_owner_does_not_close_it(site: Site) -> None:
    incident = site.ready(site.report("ban"))
    name_deputy(site.manager, site.second, begins_at=NOW, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(NotAllowed):
        move_incident(incident, "close", actor=site.second, at=NOW + HOUR)


def test_who_owned_it_earlier_neither_closes_it_nor_confirms_its_report(site: Site) -> None:
    incident = site.contained(site.report("ban"))
    write_cause(incident, actor=site.manager, cause="弱口令", at=NOW)
    assigned = assign_incident(incident, actor=site.manager, owner=site.publisher, at=NOW)
    assert assigned.superior == site.chief  # not the manager, who is above the publisher and owned it
    with pytest.raises(Denial):
        receive_report(incident, actor=site.manager, at=NOW)
    receive_report(incident, actor=site.chief, at=NOW)
    site.do_steps(incident)
    name_measure(incident, actor=site.publisher, text="启用双重验证", owner=site.custodian,
                 due_on=(NOW + 7 * DAY).date(), at=NOW)  # fmt: skip
    with pytest.raises(NotAllowed):
        move_incident(incident, "close", actor=site.manager, at=NOW)
    assert move_incident(incident, "close", actor=site.second, at=NOW).status == "closed"


def test_who_contained_it_does_not_close_it_either_nor_after_it_was_opened_again(site: Site) -> None:
    incident = site.report("ban")
    site.do_steps(incident, urgent=True)
    move_incident(incident, "contain", actor=site.second, at=NOW)
    receive_report(incident, actor=site.chief, at=NOW)
    move_incident(incident, "reopen", actor=site.manager, note="It goes on", at=NOW)
    site.contained(incident)
    site.do_steps(incident)
    write_cause(incident, actor=site.manager, cause="弱口令", at=NOW)
    name_measure(incident, actor=site.manager, text="启用双重验证", owner=site.custodian,
                 due_on=(NOW + 7 * DAY).date(), at=NOW)  # fmt: skip
    with pytest.raises(NotAllowed):
        move_incident(incident, "close", actor=site.second, at=NOW)
    assert move_incident(incident, "close", actor=site.chief, at=NOW).status == "closed"


def test_a_superior_who_contains_it_leaves_the_report_to_the_next_above(site: Site) -> None:
    grant_role(site.chief, "manager", accounts=[site.account], actor=None)
    chief = type(site.chief).objects.get(pk=site.chief.pk)
    incident = site.report("ban")
    site.do_steps(incident, urgent=True)
    contained = move_incident(incident, "contain", actor=chief, at=NOW)
    assert contained.superior == site.boss
    assert Deadline.objects.get(kind="incident", purpose="incident").owner == site.boss
    with pytest.raises(Denial):
        receive_report(incident, actor=chief, at=NOW)


@pytest.mark.parametrize("lack", ["step", "cause", "measure", "receipt"])
def test_it_does_not_close_while_something_is_missing(site: Site, lack: str) -> None:
    incident = site.ready(site.report("ban"))
    if lack == "step":
        IncidentStep.objects.filter(incident=incident, code="appeal").update(done_at=None, done_by=None, outcome="")
    elif lack == "cause":
        Incident.objects.update(cause="")
    elif lack == "measure":
        CorrectiveMeasure.objects.all().delete()
    else:
        Incident.objects.update(received_at=None, received_by=None)
    with pytest.raises(NotAllowed):
        move_incident(incident, "close", actor=site.chief, at=NOW)
    incident.refresh_from_db()
    assert incident.status == "contained"


def test_an_open_incident_is_contained_first(site: Site) -> None:
    with pytest.raises(WrongState):
        move_incident(site.report("ban"), "close", actor=site.chief, at=NOW)


def test_the_report_is_received_by_somebody_above_its_owner_once(site: Site) -> None:
    incident = site.report("ban")
    for person in (site.manager, site.second, site.publisher):
        with pytest.raises(Denial):
            receive_report(incident, actor=person, at=NOW)
    received = receive_report(incident, actor=site.boss, at=NOW + HOUR)
    assert (received.received_by, received.received_at) == (site.boss, NOW + HOUR)
    assert received.steps.get(code="superior").done_by == site.boss
    assert Deadline.objects.get(kind="incident", purpose="incident").met_at == NOW + HOUR
    with pytest.raises(WrongState):
        receive_report(incident, actor=site.chief, at=NOW + HOUR)


def test_the_deputy_of_the_superior_receives_it_unless_that_is_the_owner(site: Site) -> None:
    incident = site.report("ban")
    deputyship = name_deputy(site.chief, site.manager, begins_at=NOW, ends_at=NOW + DAY, kind="leave", object_id=1)
    with pytest.raises(Denial):
        receive_report(incident, actor=site.manager, at=NOW + HOUR)
    type(deputyship).objects.filter(pk=deputyship.pk).update(deputy=site.colleague)
    assert receive_report(incident, actor=site.colleague, at=NOW + HOUR).received_by == site.colleague


def test_who_received_it_does_not_become_its_owner(site: Site) -> None:
    incident = site.report("ban")
    receive_report(incident, actor=site.chief, at=NOW)
    with pytest.raises(Refused):
        assign_incident(incident, actor=site.manager, owner=site.chief, at=NOW)


@pytest.mark.parametrize(
    "change",
    [{"closed_by": "manager"}, {"owner": "second", "closed_by": "manager"}, {"cause": ""}, {"received_by": "manager"}],
)
def test_the_database_holds_what_the_services_hold(site: Site, change: dict[str, str]) -> None:
    incident = site.closed(site.report("ban"))
    values = {name: site.people.get(value, value) for name, value in change.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**values)


def test_closed_nothing_is_written_but_notes_and_the_results_of_measures(site: Site) -> None:
    incident = site.closed(site.report("ban"))
    with pytest.raises(WrongState):
        write_cause(incident, actor=site.manager, cause="Another", at=NOW)
    measure = incident.measures.get()
    with pytest.raises(NoteRequired):
        finish_measure(measure, actor=site.custodian, result=" ", at=NOW)
    with pytest.raises(Denial):
        finish_measure(measure, actor=site.publisher, result="Done", at=NOW)
    assert finish_measure(measure, actor=site.custodian, result="Switched on", at=NOW + DAY).done_at == NOW + DAY
    assert Deadline.objects.get(kind="corrective_measure").state == "met"


@pytest.mark.parametrize("days", [-1, 400])
def test_a_measure_has_a_day_ahead_and_not_for_ever(site: Site, days: int) -> None:
    with pytest.raises(Refused) as refused:
        name_measure(
            site.report("ban"), actor=site.manager, text="Train", owner=site.custodian,
            due_on=(NOW + timedelta(days=days)).date(), at=NOW,
        )  # fmt: skip
    assert refused.value.field == "due_on"


def test_a_closed_incident_opens_again_with_a_reason(site: Site) -> None:
    incident = site.closed(site.report("ban"))
    again = move_incident(incident, "reopen", actor=site.second, note="It goes on", at=NOW + DAY)
    assert (again.status, again.closed_at, again.closed_by) == ("open", None, None)
