"""Departments of a file: compared, then added and changed through their services (R-012)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.directory.reading import FileRow, Reading
from accounts.people.models import Department, User
from accounts.people.services import add_department, change_department
from governance.public import Refused

FIELDS = ("name_zh", "name_en")


class Departments:
    """The departments that hold after a run: those here, as the file changes them, and those it brings."""

    def __init__(self, reading: Reading | None) -> None:
        self.reading = reading
        self.here = {row.code: row for row in Department.objects.order_by("pk")}
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

    def write(self, *, actor: User | None, at: datetime) -> int:
        """Add and change what differs; returns how many departments did. Heads follow once the people are here."""
        touched: set[str] = set()
        for code in self.rows:
            names = {name: getattr(self.after[code], name) for name in FIELDS}
            if code not in self.here:
                self.here[code] = add_department(actor=actor, at=at, code=code, **names)
                touched.add(code)
            elif any(getattr(self.here[code], name) != value for name, value in names.items()):
                change_department(self.here[code], actor=actor, at=at, **names)
                touched.add(code)
        for code, row in self.rows.items():
            if "parent" in row.values:
                parent = self.here.get(row.values["parent"])
                if self.here[code].parent_id != (parent.pk if parent else None):
                    change_department(self.here[code], actor=actor, at=at, parent=parent)
                    touched.add(code)
        for code, department in self.here.items():
            self.after[code].pk = department.pk
        return len(touched)

    def write_heads(self, *, actor: User | None, at: datetime) -> int:
        """Name the heads by employee number or login name; returns how many changed. Unknown ones are faults."""
        wanted = {code: row for code, row in self.rows.items() if row.values.get("head")}
        if not wanted or self.reading is None:
            return 0
        people = User.objects.filter(is_active=True)
        names = {row.values["head"] for row in wanted.values()}
        found = {user.username: user for user in people.filter(username__in=names)}
        found |= {user.employee_number: user for user in people.filter(employee_number__in=names)}
        count = 0
        for code, row in wanted.items():
            head = found.get(row.values["head"])
            if head is None:
                words = _("There is nobody of this employee number or login name.")
                self.reading.refuse(row.number, "head", row.values["head"], words)
            elif self.here[code].head_id != head.pk:
                try:
                    change_department(self.here[code], actor=actor, at=at, head=head)
                except Refused as refusal:
                    self.reading.refuse(row.number, "head", row.values["head"], str(refusal.sentence))
                else:
                    count += 1
        return count
