"""Whether what is said of an account is whole and genuine in form; each fault with its field and sentence (R-003)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.opening.rules import AUTHORISED, CREDIT_CODE, is_phone, is_registration_number
from governance.public import Refused, clean_text

TEXTS = {"authorised_by": 120, "entity": 120, "number": 40, "phone": 24, "mail": 254, "recovery": 254}
MAY_BE_EMPTY = frozenset({"authorised_by"})
REGISTERED = ("name_basis", "authorised_by", "entity", "number_kind", "number", "responsible", "phone", "mail",
              "recovery")  # fmt: skip


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a registration, cleaned; raises Refused naming the field that does not fit."""
    found = dict(values)
    for name in TEXTS.keys() & found.keys():
        found[name] = clean_text(str(found[name] or ""), field=name, limit=TEXTS[name], one_line=True).strip()
        if not found[name] and name not in MAY_BE_EMPTY:
            raise Refused(_("Please fill this in; an account is opened with whole and true data."), field=name)
    _check_name(found)
    _check_number(found)
    _check_contacts(found)
    if not found["responsible"].is_active:
        raise Refused(_("This person no longer works here. Please choose somebody else."), field="responsible")
    return found


def _check_name(found: dict[str, Any]) -> None:
    if found["name_basis"] == AUTHORISED and not found["authorised_by"]:
        raise Refused(_("Please say who permitted the use of this name, and attach the permission."),
                      field="authorised_by")  # fmt: skip


def _check_number(found: dict[str, Any]) -> None:
    found["number"] = found["number"].upper()
    if is_registration_number(found["number_kind"], found["number"]):
        return
    if found["number_kind"] == CREDIT_CODE:
        raise Refused(
            _("This is no unified social credit code: 18 characters, the last of which checks the others. Please copy"
              " it from the business licence."),
            field="number",
        )  # fmt: skip
    raise Refused(
        _("This is no registration number. Please copy it from the paper of the register, letters and digits alone."),
        field="number",
    )


def _check_contacts(found: dict[str, Any]) -> None:
    if not is_phone(found["phone"]):
        raise Refused(_("This is no phone number. Please write it with its area code, digits alone."), field="phone")
    try:
        validate_email(found["mail"])
    except ValidationError:
        raise Refused(_("This is no mail address. Please correct it."), field="mail") from None
    if not is_phone(found["recovery"]) and not _is_mail(found["recovery"]):
        raise Refused(_("The recovery contact is a phone number or a mail address. Please correct it."),
                      field="recovery")  # fmt: skip
    if found["recovery"].lower() in (found["mail"].lower(), found["phone"]):
        raise Refused(
            _("The recovery contact must be another one than phone and mail: it helps when those are lost."),
            field="recovery",
        )


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def sentences_of(fault: ValidationError) -> Iterable[tuple[str | None, str]]:
    """Field and sentence of each fault of a model."""
    for name, sentences in fault.message_dict.items():
        for sentence in sentences:
            yield name, sentence
