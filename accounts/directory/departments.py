"""Departments of a file: compared, then added and changed through their services (R-012)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.directory.reading import FileRow, Reading
from accounts.people.models import Department, User
from accounts.people.services import add_department, change_department, check_named_by_another
from governance.public import NotAllowed

FIELDS = ("name_zh", "name_en")


class Departments:
    """The departments that hold after a run: those here, as the file changes them, and those it brings."""

    def __init__(self, reading: Reading | None) -> None:
        self.reading = reading
        self.here = {row.code: row for row in Department.objects.select_related("parent").order_by("pk")}
        self.after = dict(self.here)
        self.rows: dict[str, FileRow] = {}
        if reading is not None:
            self._compare(reading)

    def _compare(self, reading: Reading) -> None:
        for row in reading.rows:
            code = row.values["code"]
            if code in self.rows:
                words = _("This stands in row %(row)d already. Please leave one of them out.")
                reading.refuse(row.number, "code", code, words % {"row": self.rows[code].number})
                continue
            self.rows[code] = row
            known = self.here.get(code)
            self.after[code] = Department(
                pk=known.pk if known else None, code=code, name_zh=row.values["name_zh"],
                name_en=row.values.get("name_en") or (known.name_en if known else row.values["name_zh"]),
            )  # fmt: skip
        for code, row in self.rows.items():
            parent = row.values.get("parent", "")
            if parent and parent not in self.after:
                words = _("There is no department of this name or code. Please add it first.")
                reading.refuse(row.number, "parent", parent, words)
            elif self._part_of_itself(code):
                words = _("A department cannot be part of itself. Please choose another one.")
                reading.refuse(row.number, "parent", parent, words)

    def _part_of_itself(self, code: str) -> bool:
        seen: set[str] = set()
        name: str | None = code
        while name and name not in seen:
            seen.add(name)
            name = self._parent(name)
        return bool(name)

    def _parent(self, code: str) -> str | None:
        row = self.rows.get(code)
        if row is not None and "parent" in row.values:
            return row.values["parent"] or None
        known = self.here.get(code)
        parent = known.parent if known is not None else None
        return parent.code if parent is not None else None

    def differing(self) -> set[str]:
        """Codes of the departments that the file adds or changes; heads aside."""
        return {code for code in self.rows if code not in self.here or self._named_anew(code) or self._moved(code)}

    def _named_anew(self, code: str) -> bool:
        return any(getattr(self.here[code], name) != getattr(self.after[code], name) for name in FIELDS)

    def _moved(self, code: str) -> bool:
        known = self.here[code].parent
        return "parent" in self.rows[code].values and self._parent(code) != (known.code if known else None)

    def write(self, *, actor: User | None, at: datetime) -> int:
        """Add and change what differs; returns how many departments did. Heads follow once the people are here."""
        touched = self.differing()
        for code in self.rows:
            names = {name: getattr(self.after[code], name) for name in FIELDS}
            if code not in self.here:
                self.here[code] = add_department(actor=actor, at=at, code=code, **names)
            elif self._named_anew(code):
                change_department(self.here[code], actor=actor, at=at, **names)
        for code in self.rows:
            if self._moved(code):
                parent = self.here.get(self._parent(code) or "")
                change_department(self.here[code], actor=actor, at=at, parent=parent)
        for code, department in self.here.items():
            self.after[code].pk = department.pk
        return len(touched)

    def heads(self, somebody: Callable[[str], User | None], actor: User | None) -> dict[str, User]:
        """The heads that change, by code; `somebody` finds by employee number or login name.

        Unknown ones are faults, and so is `actor`, who does not name themselves.
        """
        found: dict[str, User] = {}
        for code, row in self.rows.items():
            name = row.values.get("head")
            head = somebody(name) if name else None
            if name and (head is None or not head.is_active) and self.reading is not None:
                words = _("There is nobody of this employee number or login name.")
                self.reading.refuse(row.number, "head", name, words)
            elif head is not None and (head.pk is None or code not in self.here or self.here[code].head_id != head.pk):
                found[code] = head
                try:
                    check_named_by_another(actor, head, None, field="head")
                except NotAllowed as refusal:
                    if self.reading is not None:
                        self.reading.refuse(row.number, "head", row.values["head"], str(refusal.sentence))
        return found

    def write_heads(self, heads: Mapping[str, User], *, actor: User | None, at: datetime) -> int:
        """Name these heads, who are stored by now; returns how many."""
        for code, head in heads.items():
            change_department(self.here[code], actor=actor, at=at, head=head)
        return len(heads)
