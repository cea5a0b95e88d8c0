"""What an incident does to custody, and to publishing, by the row of its kind."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.custody.models import Checkout, Share
from accounts.incidents.gates import incident_banner
from accounts.incidents.rules import KINDS, IncidentKind
from accounts.incidents.services import move_incident
from accounts.incidents.tests.conftest import DAY, HOUR, NOW, PASSWORD, Site
from accounts.models import PlatformAccount, User
from governance.public import Deadline, can, grant_role

EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)


def may_publish(site: Site, account: PlatformAccount | None = None) -> bool:
    """At the publisher's next request."""
    return bool(can(User.objects.get(pk=site.publisher.pk), "accounts.publish", account or site.account))


@EACH
def test_each_kind_holds_publishing_as_its_row_says_until_contained(site: Site, kind: IncidentKind) -> None:
    assert may_publish(site)
    incident = site.report(kind.code)
    assert may_publish(site) is not kind.holds_publishing
    site.contained(incident)
    assert may_publish(site)
    move_incident(incident, "reopen", actor=site.manager, note="Again", at=NOW)
    assert may_publish(site) is not kind.holds_publishing


@EACH
def test_each_kind_orders_new_secrets_as_its_row_says(site: Site, kind: IncidentKind) -> None:
    credential, seed = site.login(), site.login(kind="totp_seed", login="seed", secret="JBSWY3DPEHPK3PXP")
    incident = site.report(kind.code)
    for row in (credential, seed):
        row.refresh_from_db()
        assert (row.rotation_cause == "incident") is kind.changes_secrets, row.kind
    clocks = Deadline.objects.filter(kind="credential", object_id=credential.pk, purpose="rotation").running()
    assert (clocks.get().due_at == NOW + HOUR) is kind.changes_secrets
    assert incident.secrets.count() == (2 if kind.changes_secrets else 0)


@EACH
def test_each_kind_ends_shares_and_checkouts_as_its_row_says(site: Site, kind: IncidentKind) -> None:
    from accounts.custody.checkouts import take_out

    credential = site.login()
    Share.objects.create(
        credential=credential, person=site.publisher, approval_id=1, safeguards=["no_copy"], starts_at=NOW - HOUR,
        until=NOW + DAY,
    )  # fmt: skip
    take_out(credential, actor=site.publisher, reason="Upload", at=NOW - HOUR)
    site.report(kind.code)
    assert (Share.objects.get().ended_at == NOW) is kind.ends_use
    assert (Checkout.objects.get().returned_at == NOW) is kind.ends_use


def test_the_refusal_names_the_incident(site: Site) -> None:
    incident = site.report("stolen")
    answer = can(User.objects.get(pk=site.publisher.pk), "accounts.publish", site.account)
    assert incident.number in str(answer.reason)  # type: ignore[union-attr]
    assert answer.gate == "incident"  # type: ignore[union-attr]


def test_every_account_that_it_touches_is_held_and_no_other(site: Site) -> None:
    accounts = [
        PlatformAccount.objects.create(handle=name, platform="weibo", name_zh=name, name_en=name, status="active")
        for name in ("touched", "untouched")
    ]
    for account in accounts:
        grant_role(site.publisher, "publisher", accounts=[account], actor=None)
    publisher = User.objects.get(pk=site.publisher.pk)
    site.report("stolen", actor=publisher, also_on=[accounts[0]])
    assert [may_publish(site, account) for account in (site.account, *accounts)] == [False, False, True]


def test_other_rights_stay(site: Site) -> None:
    site.report("stolen")
    assert can(User.objects.get(pk=site.colleague.pk), "accounts.draft", site.account)
    assert can(User.objects.get(pk=site.custodian.pk), "accounts.custody", site.account)


def test_whoever_sees_the_account_reads_it_on_every_page_and_nobody_else(site: Site, client: Client) -> None:
    incident = site.report("stolen")
    client.login(username="colleague", password=PASSWORD)
    page = client.get(reverse("governance:today")).content.decode()
    assert incident.get_absolute_url() in page
    client.login(username="stranger", password=PASSWORD)
    assert incident.get_absolute_url() not in client.get(reverse("governance:today")).content.decode()
    site.contained(incident)
    assert incident_banner(User.objects.get(pk=site.colleague.pk)) is None


def test_one_statement_tells_gate_and_banner(site: Site, django_assert_num_queries: object) -> None:
    site.report("stolen")
    person = User.objects.get(pk=site.publisher.pk)
    can(person, "accounts.publish", site.account)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert incident_banner(person) is not None


def test_a_login_changed_before_the_report_must_change_once_more(site: Site) -> None:
    credential = site.login()
    incident = site.report()
    assert incident.secrets.unchanged().count() == 1
    site.change_login(credential, secret="Wolke5~Lampe=turm-Kiosk")
    assert incident.secrets.unchanged().count() == 0
