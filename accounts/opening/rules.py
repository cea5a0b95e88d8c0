"""What is asked of whoever opens an account, and what a genuine registration looks like (R-003, D-2.1.1-2). Pure."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from accounts.platforms.rules import LANGUAGES, MARKETS, OPENING, PLATFORM_CHOICES, REGULATED_FIELDS
from governance.public import Limit, Particular, Responsible, calendar_name, pack_names

KIND = OPENING
ASK_RIGHT = "governance.manage_accounts"
# Somebody above decides; where nobody is, another manager of accounts.
DECIDERS = (Responsible("superior"), Responsible("right", ASK_RIGHT))
DECIDE_WITHIN, LAPSES_AFTER = Limit(2, "working_days"), Limit(10, "working_days")
# By the rule books, who opens accounts.
OPENER = "opening.opener"

OFFICIAL, AUTHORISED = "official", "authorised"
NAME_BASES = (
    (OFFICIAL, _("Official name of the company or brand")),
    (AUTHORISED, _("Name used with permission")),
)
CREDIT_CODE, OTHER_NUMBER = "credit_code", "other"
NUMBER_KINDS = (
    (CREDIT_CODE, _("Unified social credit code")),
    (OTHER_NUMBER, _("Another registration number")),
)

# GB 32100-2015: 18 characters without I, O, S, V and Z; the last one is a check over the others.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_LENGTH = 18
OTHER_FORM = re.compile(r"[A-Z0-9][A-Z0-9 ./-]{2,38}[A-Z0-9]")
PHONE_FORM = re.compile(r"\+?[0-9][0-9 ()-]{4,22}[0-9]")
DIGITS_WANTED = 5


def is_credit_code(code: str) -> bool:
    """Whether the text is a unified social credit code: its length, its characters and its check character."""
    if len(code) != CREDIT_LENGTH or any(char not in CREDIT_ALPHABET for char in code):
        return False
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:-1]))
    return CREDIT_ALPHABET[-total % 31] == code[-1]


def is_registration_number(kind: str, number: str) -> bool:
    """Whether the number has the form of its kind; others are letters and digits, with a digit among them."""
    if kind == CREDIT_CODE:
        return is_credit_code(number)
    return OTHER_FORM.fullmatch(number) is not None and any(char.isdigit() for char in number)


def is_phone(text: str) -> bool:
    """Whether the text could be dialled."""
    return PHONE_FORM.fullmatch(text) is not None and sum(char.isdigit() for char in text) >= DIGITS_WANTED


def _names_of_packs(codes: str) -> str:
    names = pack_names()
    return ", ".join(names.get(code, code) for code in codes.split(", "))


# What the one who decides reads; kept with the request as it was asked.
FIELDS = (
    Particular("handle", _("Handle")),
    Particular("platform", _("Platform"), "choice", choices=tuple(PLATFORM_CHOICES)),
    Particular("name_zh", _("Chinese name")),
    Particular("name_en", _("English name")),
    Particular("name_basis", _("Right to the name"), "choice", choices=NAME_BASES),
    Particular("authorised_by", _("Permission given by"), required=False),
    Particular("entity", _("Registering entity")),
    Particular("number_kind", _("Kind of registration number"), "choice", choices=NUMBER_KINDS),
    Particular("number", _("Registration number")),
    Particular("responsible", _("Responsible person"), "person"),
    Particular("phone", _("Phone")),
    Particular("mail", _("Mail address")),
    Particular("recovery", _("Recovery contact")),
    Particular("market", _("Market"), "choice", choices=MARKETS),
    Particular("language", _("Language of posts"), "choice", choices=LANGUAGES),
    Particular("calendar", _("Working calendar"), named=calendar_name),
    Particular("regulated_field", _("Regulated field"), "choice", required=False, choices=REGULATED_FIELDS),
    Particular("packs", _("Rule books to bind"), required=False, named=_names_of_packs),
    Particular("papers", _("Papers attached"), required=False, type="lines"),
)
