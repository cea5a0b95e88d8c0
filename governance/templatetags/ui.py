"""The parts that every page is made of.

{% status draft %} {% status_of machine "approved" %} {% status_of None "met" label="Met" tone="good" icon="check" %}
{% icon "check" %} {% due deadline %} {% person user %} {% when moment %} {% account account %}
{% number 1234 unit="views" %} {% change 0.05 %} (good="down" where less is better)
{% moves draft %} buttons of the record's machine, POSTed to <app>:<model>_move (the address may take the
name of the move, else it is in the field `move`), with `version` and `note`.
{% form_field field %} a bound field with label, help and faults. {% still "ui/_keys.html" %} what never changes.
{% query page=2 %} the present query string with changes. {% saved_filters "inbox" %} one's filters of that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.face.clock import tell_due, tell_moment
from governance.face.rules import DUE_ICONS, ICON_NAMES, ICONS, KEYS, MESSAGE_LOOKS, TONES, key_of_move
from governance.ledger.events import words_for
from governance.lists.services import filters_of
from governance.refusals.answering import kept_aside
from governance.texts.listing import listed
from governance.workflow.services import available_moves

register = template.Library()
NOTHING = format_html('<span class="muted">{}</span>', "–")


@register.simple_tag
def still(name: str) -> SafeString:
    """A template that says the same to everybody who reads one language: drawn once, anew each time in DEBUG."""
    return _drawn_still(name) if settings.DEBUG else _drawn_once(name, get_language())


@cache
def _drawn_once(name: str, _language: str | None) -> SafeString:
    return _drawn_still(name)


def _drawn_still(name: str) -> SafeString:
    return render_to_string(name, {"keys": KEYS})


@register.simple_tag(takes_context=True, name="kept_aside")
def _kept_aside(context: Context) -> Mapping[str, Any] | None:
    """Why the form that was sent before was turned back, and what was typed there."""
    request = context.get("request")
    return kept_aside(request) if request is not None else None


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A 16-px drawing; with a label it speaks, without it is decoration."""
    if label:
        address = _address_of_icon(name)
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return _decoration(name)


@cache
def _decoration(name: str) -> SafeString:
    """A list shows a hundred of them; the address of a static file does not change while the site runs."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', _address_of_icon(name))


def _address_of_icon(name: str) -> str:
    name = ICON_NAMES.get(name, name)
    return f"{static('icons.svg')}#{name if name in ICONS else 'dot'}"


@register.simple_tag
def status_of(machine: Any, value: str, label: Any = "", tone: str = "neutral", icon: str = "dot") -> SafeString:
    """Colour, icon and word of a state; from the machine's table, or given by hand where there is no machine."""
    if machine:
        state = machine.state(value)
        label, tone, icon = state.label, state.tone, state.icon
    tone = tone if tone in TONES else "neutral"
    return format_html('<span class="status tone-{}">{} {}</span>', tone, _icon(icon), label or value)


def _icon(name: str) -> SafeString:
    return icon(name)


@register.simple_tag
def status(obj: Any) -> SafeString:
    """The state of a record that has a machine."""
    return status_of(obj.machine, getattr(obj, obj.machine.field))


@register.simple_tag
def due(deadline: Any, now: datetime | None = None) -> SafeString:
    """A due time with its clock; hover tells why (R-060, R-062)."""
    if not deadline:
        return NOTHING
    told = tell_due(deadline, now)
    name = DUE_ICONS.get(told.look, "clock")
    return format_html(
        '<span class="due {}" title="{}">{} <time datetime="{}">{}</time></span>',
        told.look, told.why, icon(name), deadline.due_at.isoformat(), told.text,
    )  # fmt: skip


@register.simple_tag
def when(moment: datetime | date | None, now: datetime | None = None, dated: bool = False) -> SafeString:
    """A moment on the reader's clock, `dated` with its date on the same day too; hover gives seconds and zone."""
    if not moment:
        return NOTHING
    if not isinstance(moment, datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), moment.isoformat())
    try:
        local = timezone.localtime(moment)
    except OverflowError:  # The last day that there is, and east of where it was typed.
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), moment.strftime("%Y-%m-%d"))
    full = local.strftime("%Y-%m-%d %H:%M:%S") + f" ({timezone.get_current_timezone_name()})"
    text = full[:16] if dated else tell_moment(moment, now)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, text)


@register.simple_tag
def person(user: Any) -> SafeString:
    """A member of staff, with department on hover."""
    if not user:
        return NOTHING
    name = str(user)
    return format_html(
        '<span class="person"><span class="face" aria-hidden="true">{}</span>{}</span>', name[:1].upper(), name
    )


@register.simple_tag
def account(record: Any) -> SafeString:
    """A platform account with its platform, linked to its page where there is one."""
    if not record:
        return NOTHING
    try:
        name = format_html('<a href="{}">{}</a>', reverse("accounts:account_detail", args=[record.handle]), record)
    except NoReverseMatch:
        name = format_html("{}", record)
    return format_html(
        '<span class="account">{} <span class="tag">{}</span></span>', name, record.get_platform_display()
    )


@register.simple_tag
def number(value: Any, unit: str = "", decimals: int | None = None) -> SafeString:
    """A figure with thousands separated, and its unit; a dash where nothing was measured."""
    if value is None or value == "":
        return NOTHING
    if decimals is None:
        decimals = 0 if isinstance(value, int) or value == int(value) else 2
    text = f"{Decimal(str(value)):,.{decimals}f}"
    return format_html("{} {}", text, unit) if unit else format_html("{}", text)


@register.simple_tag
def change(fraction: Any, good: str = "up") -> SafeString:
    """A change against the period before, as percent; the colour says whether it is welcome, the sign which way."""
    if fraction is None or fraction == "":
        return format_html('<span class="muted">{}</span>', _("nothing to compare"))
    value = Decimal(str(fraction)) * 100
    if round(value, 1) == 0:
        return format_html('<span class="change">{}</span>', "±0.0 %")
    rising = value > 0
    look = "up" if rising == (good == "up") else "down"
    return format_html(
        '<span class="change {}">{} {}</span>', look, icon("arrow-up" if rising else "arrow-down"), f"{value:+,.1f} %"
    )


def _move_address(obj: Any, name: str) -> str:
    """Where a move is posted: the address with the move's name, the one without, or nowhere."""
    view = f"{obj._meta.app_label}:{obj._meta.model_name}_move"
    for arguments in ([obj.pk, name], [obj.pk]):
        try:
            return reverse(view, args=arguments)
        except NoReverseMatch:
            continue
    return ""


@register.inclusion_tag("ui/_moves.html", takes_context=True)
def moves(context: Context, obj: Any, extra: dict[str, Any] | None = None) -> dict[str, Any]:
    """The buttons of the record's machine for this person; where one is missing, the sentence why (R-032).

    A page that shows a refused step again has its form as `move_form`: the sentence and the note are shown.
    """
    found = available_moves(obj, context["request"].user, extra)
    return {
        "obj": obj,
        "allowed": [(move, _move_address(obj, move.name), key_of_move(move.name)) for move in found if move.allowed],
        "denied": [move for move in found if not move.allowed],
        "needs_note": any(move.transition.needs_note for move in found if move.allowed),
        "move_form": context.get("move_form"),
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def event_words(entry: Any) -> Any:
    """What a ledger entry says."""
    return words_for(entry.event)


register.filter(listed)


@register.filter
def message_look(message: Any) -> dict[str, str]:
    """Tone and icon of a message of the messages framework."""
    tone, name = MESSAGE_LOOKS.get(getattr(message, "level_tag", "info"), MESSAGE_LOOKS["info"])
    return {"tone": tone, "icon": name}


WIDGET_KINDS = {"CheckboxInput": "check", "RadioSelect": "many", "CheckboxSelectMultiple": "many"}


@register.simple_tag
def form_field(field: Any) -> SafeString:
    """A bound field with label, help and faults; a group of inputs stands in a fieldset."""
    if field.is_hidden:
        # Every part is escaped above or by Django.
        return mark_safe(field)  # nosec B308 B703
    label, help_text, errors = conditional_escape(field.label), field.help_text, field.errors
    names = (widget.__name__ for widget in type(field.field.widget).__mro__)
    kind = next((WIDGET_KINDS[name] for name in names if name in WIDGET_KINDS), "plain")
    star = ' <span class="required" aria-hidden="true">*</span>' if field.field.required else ""
    lines = []
    if help_text:
        help_id = f"{field.auto_id}_helptext"
        lines.append(f'<p class="help" id="{help_id}">{conditional_escape(help_text)}</p>')
    lines.append(str(field))
    if errors:
        faults = "".join(f"<p>{conditional_escape(error)}</p>" for error in errors)
        lines.append(f'<div class="error" id="{field.auto_id}_error" role="alert">{faults}</div>')
    look = " wrong" if errors else ""
    if kind == "many":
        legend = f"<legend><strong>{label}</strong>{star}</legend>"
        lines = [f'<fieldset class="field{look}">', legend, *lines, "</fieldset>"]
    elif kind == "check":
        place = 1 if help_text else 0
        box = f'{lines.pop(place)}<label for="{field.id_for_label}">{label}</label>'
        lines = [f'<div class="field check{look}">', box, *lines, "</div>"]
    else:
        head = f'<label for="{field.id_for_label}">{label}{star}</label>'
        lines = [f'<div class="field{look}">', head, *lines, "</div>"]
    # Every part is escaped above or by Django.
    return mark_safe("\n  ".join(lines) + "\n")  # nosec B308 B703


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The present query string with some values changed; None or "" takes a value out."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.inclusion_tag("ui/_saved_filters.html", takes_context=True)
def saved_filters(context: Context, page: str) -> dict[str, Any]:
    """The filters that the reader keeps for a list, and the way to keep the present one."""
    request = context["request"]
    return {
        "filters": filters_of(request.user, page),
        "page_code": page,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
