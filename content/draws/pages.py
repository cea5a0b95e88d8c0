"""What the page of a draw shows to colleagues, and what everybody sees: as little as a fair draw needs."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from accounts.public import User
from content.campaigns.lacking import may_run
from content.campaigns.rules import MANAGE
from content.campaigns.workflow import EDITABLE
from content.draws.forms import (
    CodeForm,
    HoldForm,
    ListForm,
    NoteForm,
    RejectForm,
    StepForm,
    WitnessChangeForm,
    WitnessForm,
)
from content.draws.models import Draw, DrawWinner
from content.draws.rules import KEPT_MONTHS, SOURCES_BY_CODE, STEPS
from content.draws.services import faults_of, shown_until
from content.draws.witnesses import why_not_name
from content.draws.workflow import DRAWN, FROZEN, HELD, PLANNED, REPLACEABLE, UNWITNESSED, VOID, WITNESSED
from governance.public import available_moves, can, deadlines_of, form_of_row, history_of, param

SHOWN = 50


def draw_page(draw: Draw, user: User, now: datetime, **forms: Any) -> dict[str, Any]:
    """Everything on the page; a form that came back with a fault takes the place of the empty one."""
    kept = {"version": draw.lock_version}
    until = shown_until(draw)
    moves = {move.name: move for move in available_moves(draw, user, {"at": now, "shown_until": until})}
    runs = may_run(draw.campaign, user) and user.pk != draw.witness_id
    held = draw.status in HELD
    replacement = Draw.objects.filter(replaces=draw).first()
    changes = list(draw.witness_changes.select_related("before", "witness", "asked_by", "named_by"))
    asked = next((row for row in changes if row.named_at is None), None) if draw.status in UNWITNESSED else None
    if asked is not None:
        asked.draw = draw
    return {
        "witness_changes": [row for row in changes if row.named_at], "witness_asked": asked,
        "why_not_name": why_not_name(asked, user) if asked is not None else None,
        "may_ask_witness": draw.status in UNWITNESSED and bool(can(user, MANAGE, draw.campaign)),
        "witness_change_form": WitnessChangeForm(draw=draw, actor=user),
        "draw": draw, "campaign": draw.campaign, "moves": moves, "runs": runs, "now": now,
        "prizes": draw.prizes.all(), "source": SOURCES_BY_CODE[draw.source],
        "source_address": SOURCES_BY_CODE[draw.source].where.format(reference=draw.reference), "shown_until": until,
        "may_edit": runs and draw.status == PLANNED and draw.campaign.status in EDITABLE,
        "is_frozen": draw.status in (FROZEN, *HELD), "is_void": draw.status == VOID, "replacement": replacement,
        "may_replace": runs and draw.status == VOID and replacement is None and user.pk != draw.voided_by_id
        and draw.campaign.status in REPLACEABLE,
        "faults": faults_of(draw) if draw.status == DRAWN else [],
        "list_form": ListForm(initial=kept), "hold_form": HoldForm(initial=kept),
        "witness_form": WitnessForm(initial=kept), "step_form": StepForm(initial=kept),
        "reject_form": RejectForm(initial=kept, auto_id="reject-%s"), "code_form": CodeForm(auto_id="code-%s"),
        "winners": _winners(draw, forms.pop("winner_form", None)) if held else [],
        "may_deliver": may_run(draw.campaign, user) and draw.status == WITNESSED,
        "may_look_up": runs and draw.status in (FROZEN, *HELD) and draw.secret.erased_at is None,
        "is_public": bool(draw.campaign.terms_sha256), "public_url": reverse("content:draw_public", args=[draw.slug]),
        "deadline": next(iter(deadlines_of("draw", [draw.pk]).get(draw.pk, [])), None),
        "entries": history_of("draw", draw.pk, SHOWN), "won": DrawWinner.WON, **forms,
    }  # fmt: skip


def _winners(draw: Draw, refused: NoteForm | None) -> list[tuple[DrawWinner, NoteForm]]:
    """Each winner with the form of what is done about the prize; the refused one keeps its words."""
    rows = draw.winners.select_related("prize", "delivered_by")
    return [(row, form_of_row(NoteForm(auto_id=f"winner-{row.pk}-%s"), refused)) for row in rows]


def public_page(draw: Draw) -> dict[str, Any]:
    """What everybody may see: the terms, the list's hash, the result once it is witnessed, deliveries by count.

    No name of a participant is in it, masked ones of winners alone.
    """
    terms = draw.campaign.terms
    frozen = draw.status in (FROZEN, *HELD) or (draw.status == VOID and draw.frozen_by_id is not None)
    months = int(param(KEPT_MONTHS, account=draw.campaign.account, at=terms.frozen_at).value)
    sealed = json.loads(terms.sealed)
    return {
        "draw": draw, "campaign": sealed, "starts_at": parse_datetime(sealed["starts_at"]),
        "ends_at": parse_datetime(sealed["ends_at"]), "theme": draw.campaign.theme,
        "terms": terms, "type": draw.campaign.get_type_display(), "minors": draw.campaign.get_minors_display(),
        "prizes": draw.prizes.all(), "source": SOURCES_BY_CODE[draw.source],
        "source_address": SOURCES_BY_CODE[draw.source].where.format(reference=draw.reference), "steps": STEPS,
        "list": draw.list if frozen else None, "result": draw.result if draw.is_shown else None,
        "winners": draw.winners.select_related("prize").exclude(status=DrawWinner.RESERVE) if draw.is_shown else [],
        "witness": str(draw.witness)[:1] + "**" if draw.is_shown else "", "is_void": draw.status == VOID,
        "replacement": Draw.objects.filter(replaces=draw).first(), "rejected": draw.is_rejected,
        "kept_months": months, "witness_changes": draw.witness_changes.exclude(named_at=None),
    }  # fmt: skip


def public_file(draw: Draw) -> str | None:
    """The newest published file: of the result once it is witnessed or rejected, of the frozen list before."""
    if draw.is_shown or draw.is_rejected:
        return str(draw.result.document)
    return str(draw.list.document) if draw.frozen_by_id is not None else None
