"""The board sees what was late, and what was closed with something missing (R-011)."""

from __future__ import annotations

from accounts.incidents.former import FormerHandler
from accounts.incidents.models import Incident, IncidentStep
from accounts.incidents.services import move_incident, receive_report
from accounts.incidents.tests.conftest import DAY, HOUR, MINUTE, NOW, Site
from governance.public import Deadline, Scope, Window, measure_now, probes_of

WINDOW = Window(NOW - 30 * DAY, NOW + 30 * DAY, NOW + 2 * DAY)


def found(part: str) -> tuple[int, int]:
    """Bad and total of a part of the requirement."""
    evidence = next(row.measure for row in probes_of("R-011") if row.part == part)(Scope(), WINDOW)
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_nothing_happened_is_not_measured(site: Site) -> None:
    assert measure_now("R-011", at=NOW + DAY).status == "not_measured"


def test_contained_and_received_in_time_is_met(site: Site) -> None:
    incident = site.report("ban")
    assert found("limits") == (1, 1)
    site.contained(incident, at=NOW + 50 * MINUTE)
    assert found("limits") == (1, 1)
    receive_report(incident, actor=site.chief, at=NOW + 2 * HOUR)
    assert found("limits") == (0, 1)
    assert measure_now("R-011", at=NOW + DAY).status == "met"


def test_contained_late_is_breached_and_back_when_it_was_not(site: Site) -> None:
    incident = site.report("ban")
    receive_report(incident, actor=site.chief, at=NOW)
    site.contained(incident, at=NOW + HOUR + MINUTE)
    assert found("limits") == (1, 1)
    assert measure_now("R-011", at=NOW + DAY).status == "breached"
    Deadline.objects.filter(purpose="contain").update(met_at=NOW + HOUR)
    assert found("limits") == (0, 1)
    assert measure_now("R-011", at=NOW + DAY).status == "met"


def test_a_report_entered_after_its_time_is_late(site: Site) -> None:
    incident = site.report("ban", found_at=NOW - 5 * HOUR)
    receive_report(incident, actor=site.chief, at=NOW)
    site.contained(incident, at=NOW)
    assert found("limits") == (1, 1)


def test_opened_again_what_was_late_stays_late(site: Site) -> None:
    incident = site.report("ban")
    receive_report(incident, actor=site.chief, at=NOW)
    site.contained(incident, at=NOW + 2 * HOUR)
    move_incident(incident, "reopen", actor=site.manager, note="Again", at=NOW + DAY)
    site.contained(incident, at=NOW + DAY + MINUTE)
    assert found("limits") == (1, 1)


def test_closed_with_a_step_open_or_without_a_measure_is_seen(site: Site) -> None:
    incident = site.closed(site.report("ban"))
    assert found("closing") == (0, 1)
    steps = IncidentStep.objects.filter(incident=incident, code="appeal")
    steps.update(done_at=None, done_by=None, outcome="")
    assert found("closing") == (1, 1)
    assert measure_now("R-011", at=NOW + DAY).status == "breached"
    steps.update(done_at=NOW, done_by=site.manager, outcome="done")
    assert found("closing") == (0, 1)
    incident.measures.all().delete()
    assert found("closing") == (1, 1)


def test_closed_by_somebody_who_owned_it_before_is_seen(site: Site) -> None:
    incident = site.closed(site.report("ban"))
    FormerHandler.objects.create(incident=incident, person=site.chief, until=NOW - HOUR)
    assert found("closing") == (1, 1)
    Incident.objects.filter(pk=incident.pk).update(closed_by=site.second)
    assert found("closing") == (1, 1)  # the report was received by a former owner
    Incident.objects.filter(pk=incident.pk).update(received_by=site.boss)
    assert found("closing") == (0, 1)


def test_the_account_narrows_what_is_counted(site: Site) -> None:
    site.report("ban")
    measure = next(row.measure for row in probes_of("R-011") if row.part == "limits")
    mine = Scope(account=site.account.pk, account_ids=frozenset({site.account.pk}))
    other = Scope(account=0, account_ids=frozenset())
    counts = [measure(scope, WINDOW).total.count() for scope in (mine, other)]  # type: ignore[union-attr]
    assert counts == [1, 0]
    assert Incident.objects.count() == 1


def test_an_incident_that_is_never_contained_stays_on_the_board(site: Site) -> None:
    incident = site.report("ban")
    receive_report(incident, actor=site.chief, at=NOW)
    for days in (2, 29, 31, 400):
        assert measure_now("R-011", at=NOW + days * DAY).status == "breached", days
