"""Classes a message as ordinary or complex, and says why, by rows (K-4.3.1a, O-5.1.1). Pure, no database."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class ClassingRule:
    """Words in small letters, what a message with one of them is about, and the class it gets."""

    words: tuple[str, ...]
    kind: str
    urgency: str
    reason: str


# The first row that fits decides. The person who reads the message may change the class, with a reason.
CLASSING = (
    ClassingRule(
        ("投诉", "举报", "维权", "消费者协会", "12315", "12345", "complaint", "report you", "lawyer", "律师", "起诉"),
        "complaint",
        "complex",
        _("It complains or speaks of legal steps."),
    ),
    ClassingRule(
        (
            "过敏",
            "不良反应",
            "副作用",
            "住院",
            "中毒",
            "孕妇",
            "哺乳",
            "side effect",
            "allerg",
            "hospital",
            "pregnan",
        ),
        "question",
        "complex",
        _("It is about health and needs an expert's answer."),
    ),
    ClassingRule(
        ("退款", "退货", "赔偿", "发票", "refund", "return it", "compensat", "invoice"),
        "question",
        "complex",
        _("It asks for money back or papers, which another department must check."),
    ),
    ClassingRule(
        (
            "假货",
            "骗",
            "垃圾",
            "太差",
            "失望",
            "差评",
            "没用",
            "fake",
            "scam",
            "terrible",
            "worst",
            "disappoint",
            "useless",
        ),
        "negative",
        "ordinary",
        _("It is negative and asks for a quick, kind answer."),
    ),
    ClassingRule(
        ("建议", "希望你们", "能不能出", "要是能", "suggest", "would be nice", "please add"),
        "advice",
        "ordinary",
        _("It suggests something."),
    ),
    ClassingRule(
        ("?", "？", "吗", "怎么", "如何", "多少", "哪里", "什么", "how", "where", "when", "what", "which", "can i"),
        "question",
        "ordinary",
        _("It asks a plain question."),
    ),
)
# A text as long as this tells a whole story and cannot be answered in a line.
LONG_TEXT = 300
LONG_REASON = _("It is long and tells of several things.")
PLAIN_REASON = _("Nothing in it asks for more than a plain answer.")


@dataclass(frozen=True, slots=True)
class Classing:
    """What a message is about, its class, and the reason as a source string to be translated when shown."""

    kind: str
    urgency: str
    reason: str


def class_message(text: str) -> Classing:
    """The kind and class of a text by the first rule that fits."""
    folded = text.casefold()
    for rule in CLASSING:
        if any(word in folded for word in rule.words):
            urgency = "complex" if len(text) >= LONG_TEXT else rule.urgency
            return Classing(rule.kind, urgency, rule.reason if urgency == rule.urgency else LONG_REASON)
    if len(text) >= LONG_TEXT:
        return Classing("feedback", "complex", LONG_REASON)
    return Classing("feedback", "ordinary", PLAIN_REASON)
