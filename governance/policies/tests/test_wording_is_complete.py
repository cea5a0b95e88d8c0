"""The delivered wording is whole: every clause, requirement and legal rule in both languages (R-105, R-126)."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"

BOOKS = {
    "clauses_douyin.json": ("D", 68),
    "clauses_kuaishou_health.json": ("K", 54),
    "clauses_self_media.json": ("M", 87),
    "clauses_overseas.json": ("O", 77),
}
APPS = {"accounts": 16, "content": 42, "interactions": 26, "analytics": 20, "governance": 23}
RULES = {"L": 15, "H": 7, "I": 4, "A": 3, "P": 7, "C": 4, "V": 7, "W": 4}
CUT_OFF = {"D-8.3.1", "K-7.1", "M-9.2.1", "O-7.3.2"}
STAGES = {"draft", "review", "publish", "campaign", "message", "export", "account", "analytics"}
MARKETS = {"CN", "US", "EU", "OVERSEAS"}
CLAUSE_KEYS = {
    "id", "chapter", "label_zh", "label_en", "text_zh", "text_en", "inferred", "requirements",
}  # fmt: skip
REQUIREMENT_KEYS = {
    "code", "app", "kind", "mode", "title_zh", "title_en", "text_zh", "text_en", "measure_zh", "measure_en",
    "clauses", "parameter", "parameter_zh", "parameter_en",
}  # fmt: skip
RULE_KEYS = {"code", "severity", "stages", "markets", "basis_zh", "basis_en", "text_zh", "text_en"}

HAN = re.compile("[\u4e00-\u9fff]")
HALF_WIDTH = re.compile("[,;:!?()]")
FULL_WIDTH = re.compile("[，。；：！？（）、]")


def read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def every_clause() -> list[dict[str, Any]]:
    return [row for name in BOOKS for row in read(name)]


def everything() -> list[tuple[str, dict[str, Any]]]:
    rows = [(row["id"], row) for row in every_clause()]
    rows += [(row["code"], row) for row in read("requirements.json")]
    return rows + [(row["code"], row) for row in read("legal_rules.json")]


def place_in_book(code: str) -> tuple[list[int], str]:
    found = re.fullmatch(r"[DKMO]-([\d.]+)([a-z]?)", code)
    assert found, code
    return [int(part) for part in found[1].split(".")], found[2]


@pytest.mark.parametrize("name", BOOKS)
def test_a_rule_book_has_all_its_clauses_in_order(name: str) -> None:
    letter, count = BOOKS[name]
    codes = [row["id"] for row in read(name)]
    assert len(codes) == count
    assert {code[0] for code in codes} == {letter}
    assert all(place_in_book(one) < place_in_book(other) for one, other in pairwise(codes))


def test_a_clause_has_every_field_and_stands_in_its_chapter() -> None:
    for row in every_clause():
        assert set(row) == CLAUSE_KEYS, row["id"]
        assert row["chapter"] == str(place_in_book(row["id"])[0][0]), row["id"]
        assert HAN.search(row["label_zh"]), row["id"]
        assert 2 <= len(row["label_en"].split()) <= 5, row["id"]


def test_only_the_clauses_cut_off_in_the_sources_are_marked_as_inferred() -> None:
    assert {row["id"] for row in every_clause() if row["inferred"] is True} == CUT_OFF
    assert all(row["inferred"] is False for row in every_clause() if row["id"] not in CUT_OFF)


def test_the_requirements_are_all_there_under_their_apps() -> None:
    rows = read("requirements.json")
    assert [row["code"] for row in rows] == [f"R-{number:03d}" for number in range(1, 128)]
    assert Counter(row["app"] for row in rows) == APPS
    for row in rows:
        assert set(row) == REQUIREMENT_KEYS, row["code"]
        modes = [row["mode"]] if isinstance(row["mode"], str) else row["mode"]
        assert modes, row["code"]
        assert set(modes) <= set("ZTFXS"), row["code"]
        assert len(modes) == len(set(modes)), row["code"]
        assert set(row["kind"]) <= set("PDEGX"), row["code"]


def test_clauses_and_requirements_name_each_other() -> None:
    from_clauses = {(row["id"], code) for row in every_clause() for code in row["requirements"]}
    from_requirements = {(clause, row["code"]) for row in read("requirements.json") for clause in row["clauses"]}
    assert from_clauses == from_requirements
    assert all(row["requirements"] for row in every_clause())
    assert all(row["clauses"] for row in read("requirements.json"))


def test_the_legal_rules_are_all_there_with_severity_stage_and_basis() -> None:
    rows = read("legal_rules.json")
    assert [row["code"] for row in rows] == [
        f"{letter}-{number:02d}" for letter, count in RULES.items() for number in range(1, count + 1)
    ]
    for row in rows:
        assert set(row) == RULE_KEYS, row["code"]
        assert row["severity"] in {"block", "warn", "test"}, row["code"]
        assert row["stages"], row["code"]
        assert set(row["stages"]) <= STAGES, row["code"]
        assert set(row["markets"]) <= MARKETS, row["code"]
        assert len(row["basis_zh"]) <= 200, row["code"]
        assert len(row["basis_en"]) <= 200, row["code"]


def test_every_chinese_text_is_a_full_sentence_in_chinese_punctuation() -> None:
    for code, row in everything():
        for key in ("text_zh", "measure_zh"):
            text = row.get(key)
            if text is None:
                continue
            assert len(HAN.findall(text)) >= 12, (code, key)
            assert text.endswith("。"), (code, key)
            assert not HALF_WIDTH.search(text), (code, key)


def test_every_english_text_is_a_full_sentence_in_english_punctuation() -> None:
    for code, row in everything():
        for key in ("text_en", "measure_en"):
            text = row.get(key)
            if text is None:
                continue
            assert text[0].isupper(), (code, key)
            assert text.endswith("."), (code, key)
            assert len(text.split()) >= 6, (code, key)
            assert not FULL_WIDTH.search(text), (code, key)


def test_nothing_is_left_empty_and_no_blank_of_the_sources_shows_through() -> None:
    for code, row in everything():
        for key, value in row.items():
            if isinstance(value, str):
                assert value == value.strip(), (code, key)
                assert value, (code, key)
                assert "[" not in value, (code, key)


@pytest.mark.parametrize("key", ["text_zh", "text_en", "measure_zh", "measure_en"])
def test_no_two_texts_are_the_same(key: str) -> None:
    texts = Counter(row[key] for _, row in everything() if key in row)
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_two_requirements_bear_the_same_title() -> None:
    rows = read("requirements.json")
    assert len({row["title_en"] for row in rows}) == len(rows)
    assert len({row["title_zh"] for row in rows}) == len(rows)


def test_the_two_reply_limits_that_a_source_states_itself_are_in_the_wording() -> None:
    clause = next(row for row in every_clause() if row["id"] == "K-4.3.1a")
    assert "一小时" in clause["text_zh"]
    assert "二十四小时" in clause["text_zh"]
    assert "one hour" in clause["text_en"]
    assert "twenty-four hours" in clause["text_en"]
