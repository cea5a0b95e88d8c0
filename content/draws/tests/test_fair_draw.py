"""A draw that anybody can recompute: frozen list, commitment, public value, witness, delivery (R-057, C-01, C-02)."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from content.campaigns.services import close_campaign, drop_campaign
from content.campaigns.tests.way import DELIVERED_BY, DRAWS, ENDS, PEOPLE, PRIZES, VALUE, Way
from content.conftest import HOUR, House, lifted
from content.draws import verifying
from content.draws.delivering import deliver_prize, keep_contact, pass_prize, read_contact, sweep_draws
from content.draws.models import Draw, DrawList, DrawResult, DrawSecret, DrawWinner
from content.draws.planning import PrizeRow
from content.draws.replacing import void_draw
from content.draws.sealing import contact_of, secret_of
from content.draws.services import code_of, finish_draw, freeze_list, hold_draw, witness_draw
from governance.public import Deadline, LedgerEntry, NotAllowed, NoteRequired, Refused, StaleVersion, WrongState

DAY = timedelta(days=1)


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


def test_a_prize_above_the_limit_of_the_law_is_refused(way: Way) -> None:
    campaign = way.written()
    with pytest.raises(Refused, match="C-01"):
        way.drawing(campaign, prizes=(PrizeRow("汽车", 1, Decimal("50000.01")),))
    assert way.drawing(campaign, prizes=(PrizeRow("金条", 1, Decimal(50000)),)).prizes.get().worth == 50000


def test_prizes_in_another_currency_do_not_pass_by_the_limit(way: Way) -> None:
    campaign = way.written()
    way.drawing(campaign, prizes=(PrizeRow("Car", 1, Decimal(40000), "USD"),))
    with pytest.raises(NotAllowed, match="C-01"):
        way.submitted(campaign)


@pytest.mark.parametrize(
    ("source", "reference", "field"),
    [("drand_quicknet", "1", "reference"), ("drand_quicknet", "abc", "reference"), ("ssq", "2026-65", "reference"),
     ("sse_composite", "2026-06-23", "reference"), ("none", "1", "reference")],
)  # fmt: skip
def test_a_reference_that_its_source_does_not_know_is_refused(
    way: Way, source: str, reference: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        way.drawing(way.written(), source=source, reference=reference)
    assert refusal.value.field == field


def test_a_value_known_before_the_list_is_frozen_is_refused(way: Way) -> None:
    after_close = DRAWS + 8 * HOUR
    with pytest.raises(Refused) as refusal:
        way.drawing(way.written(), draws_at=after_close, source="sse_composite", reference="2026-06-24")
    assert refusal.value.field == "draws_at"
    wednesday_evening = DRAWS
    with pytest.raises(Refused):
        way.drawing(way.written(), draws_at=wednesday_evening, source="ssq", reference="2026071")


def test_the_owner_is_no_witness(way: Way) -> None:
    with pytest.raises(Refused):
        way.drawing(way.written(), witness=way.house.author)
    with pytest.raises(Refused):
        way.drawing(way.written(), witness=way.house.people["stranger"])


def test_the_list_is_frozen_between_the_end_and_the_public_value(way: Way) -> None:
    draw = way.over().draws.get()
    author = way.house.author
    with pytest.raises(NotAllowed):
        freeze_list(draw, actor=author, handles=PEOPLE, at=ENDS - HOUR)
    with pytest.raises(NotAllowed):
        freeze_list(draw, actor=author, handles=PEOPLE, at=DRAWS)
    with pytest.raises(NotAllowed):
        freeze_list(draw, actor=way.house.publisher, handles=PEOPLE, at=ENDS + HOUR)
    with pytest.raises(Refused):
        freeze_list(draw, actor=author, handles=["", " \u200b"], at=ENDS + HOUR)
    with pytest.raises(Refused, match="3"):
        freeze_list(draw, actor=author, handles=["甲", "乙", " 甲 "], at=ENDS + HOUR)
    frozen = freeze_list(draw, actor=author, handles=PEOPLE, at=ENDS + HOUR)
    assert (frozen.status, frozen.list.count) == ("frozen", 30)
    with pytest.raises(WrongState):
        freeze_list(draw, actor=author, handles=[*PEOPLE, "后来的人"], at=ENDS + HOUR)


def test_a_frozen_list_cannot_be_changed_in_the_database(way: Way) -> None:
    draw = way.frozen()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        DrawList.objects.filter(draw=draw).update(count=29)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        DrawList.objects.filter(draw=draw).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawList.objects.create(
            draw=draw, document="x", sha256="0", count=1, entries_sha256="0", commitment="0", frozen_at=ENDS
        )


def test_what_is_published_of_the_list_names_nobody(way: Way) -> None:
    draw = way.frozen()
    assert not any(name in draw.list.document for name in PEOPLE)
    assert not any(name in draw.secret.sealed for name in PEOPLE)
    code = code_of(draw, PEOPLE[0])
    assert code in json.loads(draw.list.document)["draw"]["entries"]["codes"]
    assert code_of(draw, "不在名单上") is None


def test_the_winners_follow_from_the_published_file_alone(way: Way) -> None:
    """Recomputed here in other words than the program's: what the public page says, step by step."""
    draw = way.held()
    told = json.loads(draw.result.document)["draw"]
    listed = "".join(f"{code}\n" for code in sorted(told["entries"]["codes"]))
    entries = hashlib.sha256(listed.encode()).hexdigest()
    assert hashlib.sha256(told["seed"].encode()).hexdigest() == json.loads(draw.list.document)["draw"]["commitment"]
    lines = ["prize-draw/1", entries, told["seed"], "drand_quicknet", draw.reference, VALUE]
    key = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    scored = {code: hashlib.sha256(f"{key}:{code}".encode()).hexdigest() for code in told["entries"]["codes"]}
    first_six = sorted(scored, key=lambda code: (scored[code], code))[:6]
    assert [row["code"] for row in told["winners"]] == first_six
    assert list(draw.winners.values_list("code", flat=True)) == first_six
    names = [row.prize.name if row.prize else None for row in draw.winners.select_related("prize")]
    assert names == ["养生壶", "保温杯", "保温杯", "保温杯", None, None]
    by_code = secret_of(draw.secret).handles
    assert all(by_code[row.code] in PEOPLE and by_code[row.code] not in row.masked for row in draw.winners.all())


def test_it_is_held_at_its_time_once_with_a_value_of_its_source(way: Way) -> None:
    draw, author = way.frozen(), way.house.author
    with pytest.raises(NotAllowed):
        hold_draw(draw, actor=author, value=VALUE, at=DRAWS - HOUR)
    for wrong in ("5" * 63, "xyz", "01 02 03 04 05 06+07"):
        with pytest.raises(Refused):
            hold_draw(draw, actor=author, value=wrong, at=DRAWS + HOUR)
    with pytest.raises(Refused, match="signature"):
        hold_draw(draw, actor=author, value=VALUE, signature="ab", at=DRAWS + HOUR)
    with pytest.raises(StaleVersion):
        hold_draw(draw, actor=author, value=VALUE, version=0, at=DRAWS + HOUR)
    with pytest.raises(NotAllowed):
        hold_draw(draw, actor=way.house.legal, value=VALUE, at=DRAWS + HOUR)
    hold_draw(draw, actor=author, value=VALUE.upper(), at=DRAWS + HOUR)
    with pytest.raises(WrongState):
        hold_draw(draw, actor=author, value="6" * 64, at=DRAWS + HOUR)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        DrawResult.objects.filter(draw=draw).update(value="6" * 64)


def test_a_lottery_needs_its_numbers_in_order() -> None:
    assert verifying.is_value("ssq", "01 05 09 12 22 33+07")
    for wrong in ("05 01 09 12 22 33+07", "01 05 09 12 22 34+07", "01 05 09 12 22 33+17", "01 01 09 12 22 33+07"):
        assert not verifying.is_value("ssq", wrong)
    assert verifying.is_value("sse_composite", "3367.46")


def test_only_the_named_witness_witnesses(way: Way) -> None:
    draw = way.held()
    for person in (way.house.author, way.house.manager):
        with pytest.raises(NotAllowed):
            witness_draw(draw, actor=person, at=DRAWS + 2 * HOUR)
    witnessed = witness_draw(draw, actor=way.house.legal, at=DRAWS + 2 * HOUR)
    assert witnessed.status == "witnessed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(drawn_by=way.house.legal)


def test_a_place_changed_by_hand_is_not_witnessed(way: Way) -> None:
    draw = way.held()
    first, last = draw.winners.first(), draw.winners.last()
    assert first is not None
    assert last is not None
    with lifted(connection, "content_drawwinner"):
        DrawWinner.objects.filter(pk=last.pk).update(code="X")
        DrawWinner.objects.filter(pk=first.pk).update(code=last.code)
    with pytest.raises(Refused):
        witness_draw(draw, actor=way.house.legal, at=DRAWS + 2 * HOUR)


def test_prizes_are_delivered_passed_on_and_the_draw_is_done(way: Way) -> None:
    draw, author = way.witnessed(), way.house.author
    first, *others = draw.winners.filter(status="won")
    with pytest.raises(NoteRequired):
        deliver_prize(first, actor=author, how=" ", at=DRAWS + DAY)
    heir = pass_prize(first, actor=author, reason="七日内无法联系", at=DRAWS + DAY)
    assert heir is not None
    assert (heir.place, heir.prize_id, heir.status) == (5, first.prize_id, "won")
    for winner in (*others, heir):
        deliver_prize(winner, actor=author, how="顺丰 SF123", at=DRAWS + DAY)
    assert Deadline.objects.of("draw", draw.pk, "deliver").get().state == "met"
    with pytest.raises(WrongState):
        deliver_prize(heir, actor=author, how="顺丰 SF123", at=DRAWS + DAY)
    with pytest.raises(NotAllowed):
        finish_draw(draw, actor=author, at=DRAWS + 6 * DAY)
    assert finish_draw(draw, actor=author, at=DRAWS + 8 * DAY).status == "done"
    campaign = way.reported(draw.campaign)
    assert close_campaign(campaign, actor=author, at=DRAWS + 9 * DAY).status == "closed"


def test_a_contact_is_sealed_read_on_the_record_and_deleted(way: Way) -> None:
    draw, author = way.witnessed(), way.house.author
    winner = draw.winners.filter(status="won").first()
    assert winner is not None
    keep_contact(winner, actor=author, contact="上海市某路1号 13800000000", at=DRAWS + DAY)
    winner.refresh_from_db()
    assert "13800000000" not in winner.sealed_contact
    assert read_contact(winner, actor=author, at=DRAWS + DAY).endswith("13800000000")
    with pytest.raises(NotAllowed):
        read_contact(winner, actor=way.house.publisher, at=DRAWS + DAY)
    read = LedgerEntry.objects.get(event="draw.contact_read")
    assert "13800000000" not in json.dumps(read.payload)
    other = draw.winners.filter(status="won").last()
    assert other is not None
    other.sealed_contact = winner.sealed_contact
    with pytest.raises(WrongState):
        contact_of(other)
    assert sweep_draws(DELIVERED_BY + 29 * DAY)["contacts"] == 0
    assert sweep_draws(DELIVERED_BY + 31 * DAY)["contacts"] == 1
    assert sweep_draws(DELIVERED_BY + 31 * DAY)["contacts"] == 0
    winner.refresh_from_db()
    assert (winner.sealed_contact, winner.contact_deleted_at) == ("", DELIVERED_BY + 31 * DAY)


def test_who_is_behind_the_codes_is_erased_when_the_winners_were_shown_long_enough(way: Way) -> None:
    draw = way.witnessed()
    assert sweep_draws(DRAWS + 6 * DAY)["names"] == 0
    assert sweep_draws(DRAWS + 8 * DAY)["names"] == 1
    assert DrawSecret.objects.get(draw=draw).sealed == ""
    draw = Draw.objects.get(pk=draw.pk)
    with pytest.raises(WrongState):
        code_of(draw, PEOPLE[0])
    assert verifying.verify(draw.result.document.encode()) == []


def test_a_draw_with_participants_is_not_dropped_with_its_campaign(way: Way) -> None:
    draw = way.frozen()
    with pytest.raises(WrongState):
        drop_campaign(draw.campaign, actor=way.house.author, note="不想抽了", at=ENDS + 2 * HOUR)
    with pytest.raises(NotAllowed):
        void_draw(draw, actor=way.house.author, reason="不想抽了", at=ENDS + 2 * HOUR)
    with pytest.raises(NoteRequired):
        void_draw(draw, actor=way.house.manager, reason="", at=ENDS + 2 * HOUR)
    assert void_draw(draw, actor=way.house.manager, reason="名单有误", at=ENDS + 2 * HOUR).status == "void"


def test_a_held_draw_is_never_void(way: Way) -> None:
    with pytest.raises(WrongState):
        void_draw(way.held(), actor=way.house.manager, reason="再抽一次", at=DRAWS + 2 * HOUR)


def test_a_planned_draw_is_changed_before_the_announcement(way: Way) -> None:
    campaign = way.written()
    draw = way.drawing(campaign)
    changed = way.drawing(campaign, draw=draw, version=0, title="改名", prizes=PRIZES[:1])
    assert (changed.pk, changed.title, changed.prizes.count()) == (draw.pk, "改名", 1)
    with pytest.raises(StaleVersion):
        way.drawing(campaign, draw=draw, version=0)


# -- what anybody can do with the files


@pytest.fixture
def files(way: Way, tmp_path: Path) -> tuple[Path, Path]:
    draw = way.held()
    result, before = tmp_path / "draw.json", tmp_path / "before.json"
    result.write_text(draw.result.document, encoding="utf-8")
    before.write_text(draw.list.document, encoding="utf-8")
    return result, before


def run_alone(*names: Path) -> subprocess.CompletedProcess[str]:
    """The program as on a fresh machine: Python without any package, outside of this tree."""
    program = names[0].parent / "verify_draw.py"
    program.write_bytes(Path(verifying.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", str(program), *map(str, names)]
    return subprocess.run(command, cwd=names[0].parent, capture_output=True, text=True, encoding="utf-8")


def test_the_files_hold_on_a_fresh_machine(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    done = run_alone(*files)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    call_command("verify_draw", *map(str, files))
    assert "30" in capsys.readouterr().out


def test_a_changed_byte_is_named_wherever_it_is(files: tuple[Path, Path]) -> None:
    whole = files[0].read_bytes()
    dice = random.Random(20260624)
    for place in dice.sample(range(len(whole)), 150):
        for byte in {whole[place] ^ 1, 0x0A, 0xFF} - {whole[place]}:
            faults = verifying.verify(whole[:place] + bytes([byte]) + whole[place + 1 :])
            assert len(faults) == 1
            assert f"Byte {place} was changed" in faults[0], (place, byte, faults)


def test_a_changed_byte_fails_the_command_and_the_program(files: tuple[Path, Path]) -> None:
    whole = files[0].read_bytes()
    place = whole.index(b'"seed"') + 12
    files[0].write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    done = run_alone(*files)
    assert done.returncode == 1
    assert f"Byte {place} was changed" in done.stdout
    with pytest.raises(CommandError):
        call_command("verify_draw", str(files[0]))


def forged(document: bytes, **changes: object) -> bytes:
    """The file made anew with other values, as somebody who controls the page could."""
    return verifying.render({**json.loads(document)["draw"], **changes}).encode()


def test_a_file_forged_as_a_whole_is_found_out(files: tuple[Path, Path]) -> None:
    result, before = (path.read_bytes() for path in files)
    told = json.loads(result)["draw"]
    swapped = [dict(row) for row in told["winners"]]
    swapped[0]["code"], swapped[1]["code"] = swapped[1]["code"], swapped[0]["code"]
    assert "winners[1].code" in verifying.verify(forged(result, winners=swapped))[0]
    assert "seed" in verifying.verify(forged(result, seed="0" * 64))[0]
    fewer = {**told["entries"], "codes": told["entries"]["codes"][1:]}
    assert "entries" in verifying.verify(forged(result, entries=fewer))[0]
    # Seed and commitment changed together, and winners drawn anew: only the file from before the draw tells.
    other = {**told, "seed": "0" * 64, "commitment": verifying.sha256("0" * 64)}
    consistent = verifying.render({**other, "winners": verifying.winners_of(other)}).encode()
    assert verifying.verify(consistent) == []
    assert "commitment" in verifying.verify(consistent, before)[0]


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[1]", b'{"draw": 1}'])
def test_what_is_no_file_of_a_draw_is_said_to_be_none(data: bytes) -> None:
    assert len(verifying.verify(data)) == 1


def test_a_file_with_nonsense_in_a_good_seal_is_said_to_be_none() -> None:
    for draw in ({}, {"algorithm": "prize-draw/1"}, {"algorithm": 1, "entries": [], "randomness": {}}):
        assert len(verifying.verify(verifying.render(draw).encode())) == 1


# -- the public page


def test_everybody_sees_the_rules_the_list_and_later_the_winners(way: Way, client: Client) -> None:
    draw = way.held()
    page, file = reverse("content:draw_public", args=[draw.slug]), reverse("content:draw_file", args=[draw.slug])
    text = client.get(page).content.decode()
    assert draw.list.entries_sha256 in text
    assert f"/public/{draw.reference}" in text, "the address of the value, to be looked up"
    assert draw.winners.all()[0].code not in text
    assert client.get(file).content.decode() == draw.list.document
    witness_draw(draw, actor=way.house.legal, at=DRAWS + 2 * HOUR)
    answer = client.get(page)
    text = answer.content.decode()
    assert draw.winners.all()[0].code in text
    assert not any(name in text for name in [*PEOPLE, way.house.author.username, way.house.legal.username])
    result = client.get(file)
    assert result.content.decode() == draw.result.document
    assert verifying.verify(result.content, draw.list.document.encode()) == []
    assert "public" in result["Cache-Control"]
    assert not answer.cookies
    assert client.get(file, headers={"If-None-Match": result["ETag"]}).status_code == 304
    program = client.get(reverse("content:draw_program"))
    assert program.content == Path(verifying.__file__).read_bytes()


def test_nothing_is_public_before_the_announcement(way: Way, client: Client) -> None:
    draw = way.drawing(way.written())
    for name in ("draw_public", "draw_file", "draw_file_before"):
        assert client.get(reverse(f"content:{name}", args=[draw.slug])).status_code == 404
