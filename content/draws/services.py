"""Freezing the list, drawing, witnessing (R-057): what is published is kept as it was published."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.campaigns.running import require_runner
from content.campaigns.services import lock
from content.campaigns.terms import moment, prizes_of, sha256_of
from content.draws import verifying
from content.draws.models import Draw, DrawList, DrawResult, DrawSecret, DrawWinner
from content.draws.rules import (
    ALGORITHM,
    CODE_BYTES,
    DELIVER,
    HANDLE_LIMIT,
    KIND,
    MOST_ENTRIES,
    NAMES_KEPT,
    NOTE_LIMIT,
    NOTICE,
    SEED_BYTES,
    mask,
)
from content.draws.sealing import Secret, seal_secret, secret_of
from content.draws.workflow import FROZEN, HELD
from governance.public import (
    NotAllowed,
    Refused,
    StaleVersion,
    WrongState,
    cancel_deadline,
    clean_text,
    has_visible_text,
    meet_deadline,
    move,
    open_deadline,
    param,
    record,
    require_version,
    tell,
)

if TYPE_CHECKING:
    from accounts.public import User


def lock_draw(draw: Draw) -> Draw:
    """The campaign's row and then the draw's under their locks: every step on a draw takes them in this order."""
    campaign = lock(draw.campaign)
    row = Draw.objects.select_for_update(of=("self",)).select_related("witness").get(pk=draw.pk)
    row.campaign = campaign
    return row


def freeze_list(
    draw: Draw, *, actor: User, handles: Sequence[str], version: int | None = None, at: datetime | None = None
) -> Draw:
    """Freeze who takes part, one name each; list and commitment to a seed are public from now on.

    Names are replaced by codes that nobody can lead back; who is behind a code lies sealed. Raises Refused naming
    the line that does not fit, NotAllowed, WrongState, StaleVersion.
    """
    now = at or timezone.now()
    names = _names(handles)
    # Codes, hash, file and seal take seconds for a long list, so they are made before anything is locked.
    by_code = _codes(names)
    seed, codes = secrets.token_hex(SEED_BYTES), sorted(by_code)
    public = _public(_as_it_stands(draw), codes, verifying.list_hash(codes), verifying.sha256(seed), now)
    document, sealed = verifying.render(public), seal_secret(draw.pk, Secret(seed, by_code))
    digest = sha256_of(document)
    with transaction.atomic():
        locked = lock_draw(draw)
        moved = move(locked, "freeze", actor=actor, version=version, at=now, context={"at": now}, held=True,
                     changes={"frozen_by": actor}, payload={"entries": public["entries"]["sha256"],
                     "commitment": public["commitment"], "count": len(codes)})  # fmt: skip
        if _public(moved, codes, public["entries"]["sha256"], public["commitment"], now) != public:
            raise StaleVersion(_("What participants were told changed in this moment. Please load the page again."))
        DrawList.objects.create(
            draw=moved, document=document, sha256=digest, count=len(codes),
            entries_sha256=public["entries"]["sha256"], commitment=public["commitment"], frozen_at=now,
        )  # fmt: skip
        DrawSecret.objects.create(draw=moved, sealed=sealed, erase_at=moved.draws_at + NAMES_KEPT)
        tell([moved.witness_id], "draw.frozen", kind=KIND, object_id=moved.pk, key=f"draw.frozen:{moved.pk}", at=now)
    return moved


def _as_it_stands(draw: Draw) -> Draw:
    """The draw as it stands in the database, without a lock."""
    rows = Draw.objects.select_related("campaign__account", "witness", "list", "secret")
    return rows.get(pk=draw.pk)


def _names(handles: Sequence[str]) -> list[str]:
    """The participants, cleaned; twice the same name is one too many."""
    found: dict[str, int] = {}
    for number, line in enumerate(handles, start=1):
        name = clean_text(line, field="handles", limit=HANDLE_LIMIT, one_line=True).strip()
        if not has_visible_text(name):
            continue
        if name in found:
            raise Refused(
                _("Line %(line)d repeats line %(first)d: everybody takes part once. Please remove one of them.")
                % {"line": number, "first": found[name]},
                field="handles",
            )
        found[name] = number
    if not found:
        raise Refused(_("The list is empty. Enter the participants, one a line."), field="handles")
    if len(found) > MOST_ENTRIES:
        raise Refused(_("At most %(count)d participants in one draw.") % {"count": MOST_ENTRIES}, field="handles")
    return list(found)


def _codes(names: Sequence[str]) -> dict[str, str]:
    """The names by their codes, which a key that is thrown away makes: no name leads to its code afterwards."""
    while True:
        key = secrets.token_bytes(SEED_BYTES)
        found = {
            b32encode(hmac.digest(key, name.encode(), hashlib.sha256)[:CODE_BYTES]).decode(): name for name in names
        }
        if len(found) == len(names):
            return found


def _public(draw: Draw, codes: Sequence[str], digest: str, commitment: str, frozen_at: datetime) -> dict[str, Any]:
    """What is published of a frozen list; the same names, with more values, are published of the result."""
    return {
        "algorithm": ALGORITHM,
        "draw": draw.slug,
        "title": draw.title,
        "campaign": draw.campaign.theme,
        "organiser": draw.campaign.organiser,
        "terms_sha256": draw.campaign.terms_sha256,
        "draws_at": moment(draw.draws_at),
        "frozen_at": moment(frozen_at),
        "drawn_at": None,
        "entries": {"codes": list(codes), "count": len(codes), "sha256": digest},
        "commitment": commitment,
        "seed": None,
        "randomness": {"source": draw.source, "reference": draw.reference, "value": None, "signature": None},
        "prizes": prizes_of(draw),
        "reserves": draw.reserves,
        "winners": None,
    }


def hold_draw(
    draw: Draw, *, actor: User, value: str, signature: str = "", version: int | None = None,
    at: datetime | None = None,
) -> Draw:  # fmt: skip
    """Add the public value and draw: whoever knows the published files gets the same winners. Never twice.

    Raises Refused where the value is not written as its source publishes it, NotAllowed, WrongState, StaleVersion.
    """
    now = at or timezone.now()
    number, signed = " ".join(value.split()), signature.strip().lower()
    if draw.source == "drand_quicknet":
        number = number.lower()
    if not verifying.is_value(draw.source, number):
        raise Refused(_("This is not how the source publishes its values. See the example beside the field."),
                      field="value")  # fmt: skip
    # What is drawn follows from rows that never change again, so it is reckoned and checked before anything is locked.
    stands = _as_it_stands(draw)
    _require_frozen(stands)
    kept, secret = stands.list, secret_of(stands.secret)
    public = json.loads(kept.document)["draw"]
    public["seed"], public["drawn_at"] = secret.seed, moment(now)
    public["randomness"] |= {"value": number, "signature": signed or None}
    public["winners"] = verifying.winners_of(public)
    document = verifying.render(public)
    digest = sha256_of(document)
    faults = verifying.verify(document.encode(), kept.document.encode())
    with transaction.atomic():
        locked = lock_draw(draw)
        require_version(locked, version)
        _require_frozen(locked)
        moved = move(locked, "hold", actor=actor, at=now, context={"at": now}, held=True, changes={"drawn_by": actor},
                     payload={"value": number, "result": digest})  # fmt: skip
        if faults:
            raise Refused(_("The draw does not come out right, so nothing was kept: %(fault)s")
                          % {"fault": faults[0]}, field="value")  # fmt: skip
        DrawResult.objects.create(draw=moved, document=document, sha256=digest, value=number, drawn_at=now)
        _keep_winners(moved, public["winners"], secret)
        tell([moved.witness_id], "draw.to_witness", kind=KIND, object_id=moved.pk, at=now,
             key=f"draw.to_witness:{moved.pk}")  # fmt: skip
    return moved


def _require_frozen(draw: Draw) -> None:
    """Raise WrongState unless the list is frozen and nothing was drawn."""
    if draw.status in HELD:
        raise WrongState(_("This draw was held already. Its result stands and cannot be drawn again."))
    if draw.status != FROZEN:
        raise WrongState(_("The list is frozen first; then the draw is held."))


def _keep_winners(draw: Draw, places: Sequence[dict[str, Any]], secret: Secret) -> None:
    prizes = {prize.name: prize for prize in draw.prizes.all()}
    DrawWinner.objects.bulk_create(
        DrawWinner(
            draw=draw, place=row["place"], code=row["code"], masked=mask(secret.handles[row["code"]]),
            prize=prizes.get(row["prize"]), status=DrawWinner.WON if row["prize"] else DrawWinner.RESERVE,
        )
        for row in places
    )  # fmt: skip


def witness_draw(
    draw: Draw, *, actor: User, note: str = "", version: int | None = None, at: datetime | None = None
) -> Draw:
    """Say as the witness that the draw went as announced: recomputed at this moment, then the winners are shown.

    They are shown for the days of the rule book at the least; a clock runs until the prizes are delivered.
    """
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT).strip()
    stands = _as_it_stands(draw)
    faults = document_faults(stands) if stands.status in HELD else []
    with transaction.atomic():
        locked = lock_draw(draw)
        if locked.status in HELD:
            for fault in faults or place_faults(locked):
                raise Refused(_("The published result does not follow from the list: %(fault)s") % {"fault": fault})
        moved = move(locked, "witness", actor=actor, note=words, version=version, at=now, held=True,
                     changes={"witnessed_at": now, "witness_note": words})  # fmt: skip
        DrawSecret.objects.filter(draw=moved).update(erase_at=shown_until(moved))
        account = moved.campaign.account
        open_deadline(
            kind=KIND, object_id=moved.pk, purpose=DELIVER, owner=moved.campaign.owner,
            due=max(moved.deliver_by, now), calendar=account.calendar, account_id=account.pk,
            department_id=account.department_id, at=now,
        )  # fmt: skip
        tell([moved.campaign.owner_id or moved.campaign.author_id], "draw.witnessed", kind=KIND, object_id=moved.pk,
             key=f"draw.witnessed:{moved.pk}", at=now)  # fmt: skip
    return moved


def faults_of(draw: Draw) -> list[str]:
    """What does not follow: between the published files, and between them and the places that are kept."""
    return document_faults(draw) or place_faults(draw)


def document_faults(draw: Draw) -> list[str]:
    """What does not follow between the published files, which are recomputed whole."""
    result = draw.result
    faults = verifying.verify(result.document.encode(), draw.list.document.encode())
    if sha256_of(result.document) != result.sha256:
        faults.append(_("the published file is not the one that was kept"))
    return faults


def place_faults(draw: Draw) -> list[str]:
    """Whether the places that are kept are those of the published file."""
    stated = [(row["place"], row["code"]) for row in json.loads(draw.result.document)["draw"]["winners"]]
    if stated == list(draw.winners.order_by("place").values_list("place", "code")):
        return []
    return [_("the places that are kept are not those of the published file")]


def shown_until(draw: Draw) -> datetime | None:
    """Until when the winners are shown at the least, by the rule book (R-057)."""
    return names_kept_until(draw, draw.witnessed_at) if draw.witnessed_at else None


def names_kept_until(draw: Draw, since: datetime) -> datetime:
    """Until when objections to what was said of a draw at a moment may come: as long as winners are shown."""
    return since + timedelta(days=int(param(NOTICE, account=draw.campaign.account, at=since).value))


def finish_draw(draw: Draw, *, actor: User, version: int | None = None, at: datetime | None = None) -> Draw:
    """Every prize is out and the winners were shown long enough."""
    now = at or timezone.now()
    with transaction.atomic():
        locked = lock_draw(draw)
        moved = move(locked, "finish", actor=actor, version=version, at=now, held=True,
                     context={"at": now, "shown_until": shown_until(locked)})  # fmt: skip
        meet_deadline(KIND, moved.pk, DELIVER, at=now)
        cancel_deadline(KIND, moved.pk, at=now)
    return moved


def look_up_code(draw: Draw, handle: str, *, actor: User, at: datetime | None = None) -> str | None:
    """The code of a participant who asks for it; the look-up stands in the ledger without the name.

    None where they are not on the list, or the list is kept no more. Raises NotAllowed for the witness, and for
    whoever does not run the campaign, and Refused without a name.
    """
    now = at or timezone.now()
    require_runner(draw.campaign, actor)
    if actor.pk == draw.witness_id:
        raise NotAllowed(_("You are the witness of this draw, so somebody else carries it out."))
    if not has_visible_text(handle):
        raise Refused(_("Please write the name of the participant who asks."), field="name")
    with transaction.atomic():
        found = code_of(draw, handle) if hasattr(draw, "secret") else None
        record(
            "draw.code_looked_up", actor=actor, kind=KIND, object_id=draw.pk, account_id=draw.account_id,
            payload={"found": found is not None}, at=now,
        )  # fmt: skip
    return found


def code_of(draw: Draw, handle: str) -> str | None:
    """The code of a participant, while it is kept; None if they are not on the list."""
    name = clean_text(handle, field="handle", limit=HANDLE_LIMIT, one_line=True).strip()
    by_code = secret_of(draw.secret).handles
    return next((code for code, held in by_code.items() if held == name), None)
