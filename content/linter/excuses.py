"""When a hit does not count: inside a harmless word, denied, warned against, asked, or sourced."""

from __future__ import annotations

import re

from content.linter.rules import Rule

AROUND = 28  # how far an exempting pattern may reach beyond the hit
SENTENCE = 140  # a sentence without full stop is cut here, so that endless text costs no more
ENDS = "。!?;\n"

DENIED_BEFORE = re.compile(
    r"(?:(?:不能|不会|不可能|不可|不得|不敢|不应|不宜|不承诺|不保证|不存在|不可以|不提供|无法|无权|从不|绝不|严禁|禁止|杜绝|"
    r"没有人|没有任何|没有哪|没有一家|没人|没法|未必|难以|谁也|谁都|别信|别被|勿信|轻信|听信|迷信|警惕|谨防|小心|当心|远离|"
    r"提防|揭穿|揭秘|识破|所谓|声称|宣称|号称|自称|吹嘘|打着|谎称|凡是|有人说|有人|虚假|误区|谣言|骗局)"
    r"(?:(?!也|都能|照样|就能|但|却)[^,。!?;:\n]){0,10}|"
    r"(?:不要|不用|不必|不算|不是|并非|而非|绝非|没有|避免|拒绝|反对|不靠|不走|不说|不做|无人|无|不)"
    r"(?:什么|所谓|追求|是|说|用)?[\"“”'「」]?|"
    r"\b(?:no|not|never|cannot|can't|won't|don't|doesn't|isn't|aren't|without|nobody|beware of|avoid|neither)\b"
    r"[^,.。!?;:\n]{0,16})$"
)
DENIED_AFTER = re.compile(
    r"^[^。!?;\n]{0,16}?(?:(?<![不没])(?:是?骗子|是?骗局|骗人的|忽悠人)|不可信|别信|不要信|不要轻信|要警惕|要小心|要当心|需谨慎|"
    r"的说法|这种话|是违规|是违法|属于违规|不合规|是误区|谣言|is a scam|is a myth|is not true)"
    r"|^[^,。!?;\n]{0,8}?(?:是不可能|都不可能|不存在|不靠谱|不等于|不代表|是假的|都是假|不允许|被禁止)"
)
ASKED_BEFORE = re.compile(
    r"(?:能不能|能否|是否|是不是|有没有|可不可以|真的|真能|请问|哪家|哪个|哪种|哪款|哪里)[^。!?;\n]{0,12}$"
)
ASKED_AFTER = re.compile(r"^[^,。!?;\n]{0,14}(?:吗|呢|么)?\?|^[^,。!?;\n]{0,12}吗")
TIME_ASKED = re.compile(r"^(?:要|需要|可以)?(?:多久|多长时间|几天|几个月|什么时候|几时)")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence that holds a span, never further than SENTENCE to either side."""
    first, last = max(0, start - SENTENCE), min(len(text), end + SENTENCE)
    left = max(text.rfind(mark, first, start) for mark in ENDS) + 1
    rights = [place for mark in ENDS if (place := text.find(mark, end, last)) >= 0]
    return max(left, first), min(rights) + 1 if rights else last


def covered(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether a match of the pattern covers the span."""
    first = max(0, start - AROUND)
    for match in pattern.finditer(text, first, min(len(text), end + AROUND)):
        if match.start() > start:
            return False
        if match.end() >= end:
            return True
    return False


def denied(text: str, start: int, end: int) -> bool:
    """Whether the writer denies it, warns against it, or honestly asks (not: "do you want it guaranteed?")."""
    first, last = sentence_around(text, start, end)
    before, after = text[max(first, start - 30) : start], text[end : min(last, end + 40)]
    if DENIED_BEFORE.search(before) or DENIED_AFTER.search(after) or TIME_ASKED.search(after):
        return True
    return bool(ASKED_BEFORE.search(before) and ASKED_AFTER.search(after))


def excused(rule: Rule, text: str, start: int, end: int) -> bool:
    """Whether the row excuses this hit."""
    if any(covered(pattern, text, start, end) for pattern in rule.exempt):
        return True
    if rule.unless_sentence or rule.needs_sentence:
        sentence = text[slice(*sentence_around(text, start, end))]
        if any(pattern.search(sentence) for pattern in rule.unless_sentence):
            return True
        if not all(pattern.search(sentence) for pattern in rule.needs_sentence):
            return True
    return rule.negatable and denied(text, start, end)


def excused_by_text(rule: Rule, text: str) -> bool:
    """Whether the text as a whole excuses the row."""
    return any(pattern.search(text) for pattern in rule.unless_text) or not all(
        pattern.search(text) for pattern in rule.needs_text
    )
