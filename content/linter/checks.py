"""Checks that need counting or comparing, not only words: check digits, links, labels that are missing.

Every check takes the plain form of a text, the context and its rule, and yields spans of the plain form;
(0, 0) stands for the text as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from content.linter.findings import LintContext
from content.linter.normalise import normalise
from content.linter.rules import Rule

Spans = Iterator[tuple[int, int]]
Check = Callable[[str, LintContext, Rule], Spans]
CHECKS: dict[str, Check] = {}

ID_CARD = re.compile(
    r"(?<![\da-z])\d{6}[ -]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dx](?![\da-z])"
)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CARD = re.compile(r"(?<![\d.])(?:62|4\d|5[1-5]|35|36|37)\d{2}(?:[ -]?\d{4}){2}[ -]?\d{2,4}(?:[ -]?\d{1,3})?(?![\d.])")
MOBILE = re.compile(r"(?<![\da-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
LOCAL_PART = re.compile(r"[a-z0-9._%+-]{1,64}$")
DOMAIN = re.compile(r"@[a-z0-9](?:[a-z0-9-]{0,62}\.){1,4}[a-z]{2,12}")
KEYS = re.compile(
    r"(?<![a-z0-9])(?:akia[0-9a-z]{16}|ghp_[0-9a-z]{30,}|github_pat_[0-9a-z_]{30,}|glpat-[0-9a-z_-]{16,}|xox[abpr]-[0-9a-z-]{10,}|"
    r"sk-[0-9a-z_-]{16,}|sk_live_[0-9a-z]{16,}|aiza[0-9a-z_-]{30,}|ltai[0-9a-z]{12,}|eyj[0-9a-z_-]{10,}\.[0-9a-z_-]{10,}\.[0-9a-z_-]{5,}|"
    r"-----begin [a-z ]{0,30}private key-----)"
)
PASSWORD = re.compile(
    r"(?:密码|口令|密钥|password|passwd|pwd|api[ _-]?key|secret[ _-]?key|access[ _-]?token|app[ _-]?secret)"
    r" ?(?:是|为|:|=) ?(?=[^\s,。;]{0,40}[0-9])[\x21-\x7e]{6,80}"
)
LINK = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]{3,300}|(?<![@a-z0-9.-])(?:[a-z0-9][a-z0-9-]{0,40}\.){1,3}"
    r"(?:com|cn|net|org|shop|xyz|top|vip|cc|io|co|me|link|site|store|app|info|tv)(?![a-z0-9.-])(?:/[\x21-\x7e]{0,200})?"
)
# A browser ends the host at / ? # and a backslash; only an @ before that belongs to a login name.
HOST = re.compile(r"^(?:https?://)?([^/?#\\\s]*@)?([^/:?#\\\s@]*)")


def check(name: str) -> Callable[[Check], Check]:
    """Give a check the name by which rows call it."""

    def enter(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return enter


def _digits(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def is_id_card(number: str) -> bool:
    """Whether 18 characters carry the check digit of a Chinese identity card (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return number[17] == "10x98765432"[total % 11]


def passes_luhn(number: str) -> bool:
    """Whether a number carries the check digit that bank cards carry."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@check("id_card")
def id_cards(text: str, context: LintContext, rule: Rule) -> Spans:
    """Identity card numbers whose check digit is right."""
    for match in ID_CARD.finditer(text):
        if is_id_card(_digits(match[0])):
            yield match.span()


@check("bank_card")
def bank_cards(text: str, context: LintContext, rule: Rule) -> Spans:
    """Bank card numbers: a card's first digits, a card's length, the right check digit."""
    for match in CARD.finditer(text):
        number = _digits(match[0])
        if 15 <= len(number) <= 19 and passes_luhn(number) and not (len(number) == 18 and is_id_card(number)):
            yield match.span()


@check("mobile")
def mobiles(text: str, context: LintContext, rule: Rule) -> Spans:
    """Chinese mobile numbers that are not registered."""
    for match in MOBILE.finditer(text):
        if _digits(match[0]).removeprefix("+").removeprefix("86")[-11:] not in context.allowed_contacts:
            yield match.span()


@check("email")
def emails(text: str, context: LintContext, rule: Rule) -> Spans:
    """E-mail addresses that are not registered; looked for from the @, so that a long run of letters costs nothing."""
    place = text.find("@")
    while place >= 0:
        before, after = LOCAL_PART.search(text, max(0, place - 64), place), DOMAIN.match(text, place)
        if before and after and text[before.start() : after.end()] not in context.allowed_contacts:
            yield before.start(), after.end()
        place = text.find("@", place + 1)


@check("keys")
def keys(text: str, context: LintContext, rule: Rule) -> Spans:
    """Access keys by their known beginnings, and passwords written out."""
    for pattern in (KEYS, PASSWORD):
        for match in pattern.finditer(text):
            yield match.span()


@check("links")
def links(text: str, context: LintContext, rule: Rule) -> Spans:
    """Links to hosts that are not registered for the account, and links with a login name in them (R-046)."""
    for match in LINK.finditer(text):
        if not context.allows_host(host_in(match[0])):
            yield match.span()


def host_in(link: str) -> str:
    """The host of a link without `www.`; nothing where there is none, or a login name stands before it.

    A login name serves to make a link look like another, so no register allows such a link.
    """
    host = HOST.match(link)
    return host[2].removeprefix("www.").rstrip(".,").lower() if host and not host[1] else ""


@check("goods")
def goods(text: str, context: LintContext, rule: Rule) -> Spans:
    """A post with goods that names none of the registered articles, where the company registers articles (R-046)."""
    if context.has_goods and context.goods and not any(normalise(name).text in text for name in context.goods):
        yield 0, 0


@lru_cache(maxsize=200)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@check("missing")
def missing(text: str, context: LintContext, rule: Rule) -> Spans:
    """A label or notice that the text must carry: where ``trigger`` or a circumstance calls for it and ``label``
    is not there. ``also`` must be found besides the trigger."""
    extra = rule.extra
    if _compiled(extra["label"]).search(text):
        return
    trigger = _compiled(extra["trigger"]).search(text) if "trigger" in extra else None
    called = any(context.holds(name) for name in extra.get("called_by", ()))
    if trigger and not called and "also" in extra and not _compiled(extra["also"]).search(text):
        return
    if trigger:
        yield trigger.span()
    elif called:
        yield 0, 0


@check("nothing")
def nothing(text: str, context: LintContext, rule: Rule) -> Spans:
    """A row about something other than the text; what it finds is brought by `codes.py`."""
    return iter(())
