"""Outside material: a licence with proof and term, renewed, ended, reminded of, blocking what it no longer covers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.conftest import HOUR, NOW, PREFLIGHT, House, titles
from content.drafts.services import edit_draft
from content.licences.cards import licences_to_renew
from content.licences.models import Licence
from content.licences.services import (
    end_licence,
    last_day,
    licence_faults,
    register_licence,
    remind_keepers,
    renew_licence,
)
from content.licences.tests.licensing import licensed_by, proof
from content.publishing.services import tick_preflight
from content.review.submission import obstacles_of, submit_draft
from content.review.tests.test_probes import measure
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.public import NotAllowed, NoteRequired, Refused, Scope, Window, WrongState, probes_of
from tests.board import status

MIDDAY = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


def counted(part: str, at: datetime) -> tuple[int, int, int]:
    """bad, total and at risk of a part of R-029 at a moment."""
    window = Window(at - timedelta(days=400), at, at)
    found = next(row for row in probes_of("R-029") if row.part == part).measure(Scope(), window)
    assert found.bad is not None
    assert found.total is not None
    return found.bad.count(), found.total.count(), found.at_risk.count() if found.at_risk is not None else 0


def test_a_licence_needs_its_proof_its_source_and_days_in_order(house: House) -> None:
    wrong = (
        ("proof", {"proof": None}),
        ("proof", {"proof": ContentFile(b"<html></html>", name="a.pdf")}),
        ("source", {"source": "\u200b "}),
        ("reference", {"reference": ""}),
        ("valid_until", {"valid_until": date(2025, 12, 31)}),
        ("valid_until", {"valid_from": date(2025, 1, 1), "valid_until": date(2026, 6, 2)}),
    )
    for field, content in wrong:
        with pytest.raises(Refused) as refusal:
            licensed_by(house, **content)
        assert refusal.value.field == field, content
    assert not Licence.objects.exists()
    with pytest.raises(NotAllowed):
        register_licence(
            actor=house.legal, account=house.account, reference="A", source="B", valid_from=date(2026, 1, 1),
            proof=proof(), at=NOW,
        )  # fmt: skip


def test_an_expired_or_missing_licence_blocks_submission_and_release(house: House) -> None:
    licence = licensed_by(house, valid_until=date(2026, 6, 4))
    picture = house.picture(origin="licensed", licence=licence)
    draft = house.draft(assets=[picture], medium="image")
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "assets"
    assert "2026-06-04" in str(refusal.value)
    renew_licence(
        licence,
        actor=house.author,
        valid_from=date(2026, 6, 5),
        valid_until=date(2026, 7, 1),
        proof=proof("2"),
        at=NOW,
    )
    submit_draft(draft, actor=house.author, at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "final", house.final_reviewer)
    end_licence(licence, actor=house.author, reason="许可方撤回", at=NOW)
    with pytest.raises(Refused):
        tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=NOW + 3 * HOUR)


def test_whoever_lives_behind_the_clock_of_the_company_gains_no_day(house: House) -> None:
    licence = licensed_by(house)
    licence.terms.update(valid_until=date(2026, 6, 2))  # in Pago Pago it is still the second of June
    draft = house.draft(assets=[house.picture(origin="licensed", licence=licence)], medium="image")
    with timezone.override("Pacific/Pago_Pago"), pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert "2026-06-02" in str(refusal.value)


def test_a_licence_covers_the_posts_of_its_own_account_alone(house: House) -> None:
    picture = house.picture(origin="licensed", licence=licensed_by(house))
    with pytest.raises(Refused) as refusal:
        house.draft(assets=[picture], medium="image", accounts=[house.weibo])
    assert refusal.value.field == "assets"
    shared = edit_draft(
        house.draft(assets=[picture], medium="image"), actor=house.author, accounts=[house.weibo], at=NOW
    )
    with pytest.raises(Refused) as refusal:
        submit_draft(shared, actor=house.author, at=NOW)
    assert refusal.value.field == "assets"
    assert str(house.weibo) in str(refusal.value)
    assert licence_faults([picture], NOW, [house.account]) == []
    submit_draft(edit_draft(shared, actor=house.author, accounts=[], at=NOW), actor=house.author, at=NOW)


def test_a_licence_without_proof_blocks_until_it_is_renewed_with_one(house: House) -> None:
    licence = licensed_by(house)
    licence.terms.update(proof_place="")
    picture = house.picture(origin="licensed", licence=licence)
    assert len(licence_faults([picture], NOW, [house.account])) == 1
    assert {row.field for row in obstacles_of(house.draft(assets=[picture]), [house.account], at=NOW)} >= {"assets"}
    renew_licence(licence, actor=house.author, valid_from=date(2026, 1, 1), valid_until=None, proof=proof(), at=NOW)
    assert licence_faults([picture], NOW, [house.account]) == []


def test_terms_reach_as_far_as_they_follow_each_other(house: House) -> None:
    licence = licensed_by(house, valid_until=date(2026, 6, 30))
    begin, later = date(2026, 7, 1), date(2026, 9, 1)
    renew_licence(licence, actor=house.author, valid_from=begin, valid_until=date(2026, 7, 31), proof=proof(), at=NOW)
    renew_licence(licence, actor=house.author, valid_from=later, valid_until=None, proof=proof(), at=NOW)
    assert last_day(licence, date(2026, 6, 3)) == (True, date(2026, 7, 31))
    assert last_day(licence, date(2026, 8, 3))[0] is False
    assert last_day(licence, date(2026, 9, 3)) == (True, None)


def test_an_end_needs_a_reason_and_is_final(house: House) -> None:
    licence = licensed_by(house)
    with pytest.raises(NoteRequired):
        end_licence(licence, actor=house.author, reason=" ", at=NOW)
    end_licence(licence, actor=house.author, reason="已退回", at=NOW)
    with pytest.raises(WrongState):
        end_licence(licence, actor=house.author, reason="再次", at=NOW)
    with pytest.raises(WrongState):
        renew_licence(
            licence, actor=house.author, valid_from=date(2026, 7, 1), valid_until=None, proof=proof(), at=NOW
        )
    events = LedgerEntry.objects.filter(kind="licence", object_id=licence.pk).values_list("event", flat=True)
    assert sorted(events) == ["licence.ended", "licence.registered"]


def test_whoever_keeps_it_hears_thirty_days_before_and_once(house: House) -> None:
    licence = licensed_by(house)
    assert remind_keepers(datetime(2026, 11, 30, 4, 0, tzinfo=UTC)) == {"licences_reminded": 0}
    assert remind_keepers(MIDDAY)["licences_reminded"] >= 1
    assert remind_keepers(MIDDAY + HOUR) == {"licences_reminded": 0}
    told = set(Notice.objects.filter(template="licence.soon").values_list("recipient_id", flat=True))
    assert {house.author.pk, house.manager.pk} <= told
    assert titles(licences_to_renew, house.author, MIDDAY) == ["A-1"]
    renew_licence(
        licence, actor=house.author, valid_from=date(2027, 1, 1), valid_until=date(2027, 12, 31), proof=proof(), at=NOW
    )
    assert titles(licences_to_renew, house.author, MIDDAY) == []


def test_probe_of_published_material_turns_breached_and_back(house: House) -> None:
    licence = licensed_by(house)
    assert counted("published", MIDDAY) == (0, 0, 0)
    house.published(assets=[house.picture(origin="licensed", licence=licence)], medium="image")
    assert counted("published", MIDDAY) == (0, 1, 0)
    licence.terms.update(valid_until=date(2026, 6, 2))
    assert counted("published", MIDDAY) == (1, 1, 0)
    licence.terms.update(valid_until=date(2026, 6, 3))
    assert counted("published", MIDDAY) == (0, 1, 0)
    licence.terms.update(proof_place="")
    assert counted("published", MIDDAY) == (1, 1, 0)


def test_probe_of_standing_posts_turns_at_risk_breached_and_back(house: House) -> None:
    licence = licensed_by(house)
    post = house.published(assets=[house.picture(origin="licensed", licence=licence)], medium="image")
    assert counted("standing", MIDDAY - timedelta(days=5)) == (0, 1, 0)
    assert counted("standing", MIDDAY + timedelta(days=5)) == (0, 1, 1)
    assert counted("standing", MIDDAY + timedelta(days=40)) == (1, 1, 0)
    type(post).objects.filter(pk=post.pk).update(
        withdrawn_at=MIDDAY, withdrawn_by=house.publisher, withdrawal_reason="许可到期"
    )
    assert counted("standing", MIDDAY + timedelta(days=40)) == (0, 0, 0)


def test_probe_of_facts_turns_breached_and_back(house: House) -> None:
    picture = house.picture()
    house.published(assets=[picture], medium="image")
    evidence = measure("R-028", "facts")
    assert evidence.bad is not None
    assert evidence.total is not None
    assert (evidence.bad.count(), evidence.total.count()) == (0, 1)
    type(picture).objects.filter(pk=picture.pk).update(facts_read_at=None)
    assert evidence.bad.all().count() == 1
    type(picture).objects.filter(pk=picture.pk).update(facts_read_at=NOW)
    assert evidence.bad.all().count() == 0


def test_pages_register_show_renew_end_and_hand_the_proof_out(house: House, client: Client) -> None:
    client.force_login(house.author)
    assert client.get(reverse("content:licence_list")).status_code == 200
    data = {
        "account": house.account.pk, "reference": "B-2", "source": "摄影师", "valid_from": "2026-01-01",
        "valid_until": "2099-01-01",
    }  # fmt: skip
    refused = client.post(reverse("content:licence_new"), data)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    client.post(reverse("content:licence_new"), {**data, "proof": proof()})
    licence = Licence.objects.get(reference="B-2")
    page = client.get(licence.get_absolute_url()).content.decode()
    assert "摄影师" in page
    term = licence.terms.get()
    handed = client.get(reverse("content:licence_proof", args=[term.pk]))
    assert handed["X-Content-Type-Options"] == "nosniff"
    assert handed["Content-Disposition"].startswith("attachment")
    more = {"valid_from": "2099-01-02", "valid_until": "", "proof": proof()}
    assert client.post(reverse("content:licence_renew", args=[licence.pk]), more).status_code == 302
    assert client.post(reverse("content:licence_end", args=[licence.pk]), {"reason": "退回"}).status_code == 302
    assert client.get(reverse("content:licence_list")).status_code == 200
    client.force_login(house.stranger)
    for name, pk in (("licence_detail", licence.pk), ("licence_proof", term.pk)):
        assert client.get(reverse(f"content:{name}", args=[pk])).status_code == 404


def test_a_post_whose_licence_has_run_out_breaches_r_029_until_it_is_renewed(house: House) -> None:
    licence = licensed_by(house, valid_until=date(2026, 6, 7))
    picture = house.picture(origin="licensed", licence=licence)
    house.published(medium="image", assets=[picture])
    day, gone = NOW + timedelta(days=1), NOW + timedelta(days=9)
    assert status("R-029", day) == "at_risk"
    assert status("R-029", gone) == "breached"
    renew_licence(licence, actor=house.author, valid_from=date(2026, 6, 8), valid_until=None, proof=proof(), at=day)
    assert status("R-029", gone) == "met"
