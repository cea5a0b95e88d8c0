"""A kind of record is registered once; the same row again is the same kind, another row a mistake."""

from __future__ import annotations

from typing import Any

import pytest

from governance.kinds import registry

ROW: dict[str, Any] = {"model": "governance.Grant", "label": "grant", "url": "accounts:grant_detail"}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", {})
    monkeypatch.setattr(registry, "_codes", {})
    registry.register_kind("trial", **ROW)


def test_the_same_row_again_is_the_same_kind() -> None:
    registry.register_kind("trial", **ROW)
    assert registry.kind("trial").url == "accounts:grant_detail"


@pytest.mark.parametrize("other", [{"url": None}, {"model": "accounts.User"}, {"label": "role"}, {"joined": ("x",)}])
def test_another_row_for_the_same_code_is_refused_and_changes_nothing(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="trial"):
        registry.register_kind("trial", **(ROW | other))
    assert registry.kind("trial").url == "accounts:grant_detail"
