"""The tabs above a list: all, and one per state of its machine."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from governance.public import Machine


def state_tabs(machine: Machine, current: str) -> list[dict[str, Any]]:
    """Rows for `ui/_tabs.html`."""
    tabs: list[dict[str, Any]] = [{"url": "?", "label": _("All"), "current": not current}]
    for value, label in machine.choices:
        tabs.append({"url": f"?state={value}", "label": label, "current": value == current})
    return tabs
