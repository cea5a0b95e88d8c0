"""What a file would change among the people and departments that are here (R-012). Reads the database, writes nothing.

People are known by their employee number. Whoever has none is a local account, which the directory leaves alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.directory.reading import FileRow, Reading
from accounts.directory.rules import CLOSING_SHARE, HANDFUL
from accounts.people.models import Department, User
from accounts.people.names import fault_alone, looks_of, taken_for
from accounts.people.services import check_moved_by_another, check_named_by_another
from governance.public import NotAllowed

PLAIN = ("display_name", "email", "post")
valid_name = UnicodeUsernameValidator()


@dataclass
class Comparison:
    """What would be new, changed and gone; `faults` stand in the readings of the files."""

    new: list[User] = field(default_factory=list)
    changed: dict[User, list[str]] = field(default_factory=dict)
    same: int = 0
    left: list[User] = field(default_factory=list)
    gone: list[User] = field(default_factory=list)
    closed_here: list[User] = field(default_factory=list)
    superiors: list[tuple[User, User | None]] = field(default_factory=list)
    addresses: list[tuple[User, str]] = field(default_factory=list)
    # Whoever brings the file in, where it would change their own record.
    own: list[User] = field(default_factory=list)
    known: int = 0

    @property
    def braked(self) -> bool:
        """Whether so many logins would close that somebody must say that it is meant."""
        return len(self.left) > max(HANDFUL, CLOSING_SHARE * self.known)


class Comparing:
    """Compares one reading with the people who are here; `departments` are those that hold after the run.

    What it says of `actor` is left out: nobody changes their own record, as by hand (R-012).
    """

    def __init__(
        self, reading: Reading, departments: Iterable[Department], people: Iterable[User], actor: User | None = None
    ) -> None:  # fmt: skip
        self.actor_id = actor.pk if actor is not None else None
        self.reading, self.actor = reading, actor
        self.people = list(people)
        self.by_number = {user.employee_number: user for user in self.people if user.employee_number}
        self.by_name = {user.username: user for user in self.people}
        self.looks = {look: user.username for user in self.people for look in looks_of(user.username)}
        # With their heads, and the departments above; asked only where somebody brings the file in.
        rows = Department.objects.select_related("parent") if actor is not None else ()
        self.before = {row.pk: row for row in rows}
        self.departments: dict[str, Department] = {}
        for row in departments:
            for name in (row.name_en, row.name_zh, row.code):
                self.departments[name.casefold()] = row
        self.found = Comparison(known=sum(user.is_active for user in self.by_number.values()))
        self.users: dict[int, User] = {}
        self.lines: dict[str, tuple[int, str]] = {}

    def compare(self, now: datetime) -> Comparison:
        """Everything that differs; faults are added to the reading."""
        for row in self.reading.rows:
            user = self._person(row, now)
            if user is not None:
                self.users[row.number] = user
        kept = {user.username for user in self.users.values()}
        self.new_by_number = {user.employee_number: user for user in self.found.new}
        self.new_by_name = {user.username: user for user in self.found.new}
        for row in self.reading.rows:
            if row.number in self.users and not row.left and "superior" in row.values:
                self._superior(row, self.users[row.number])
        self._leave_out_own()
        self._loops()
        self.found.gone = [
            user for user in self.by_number.values() if user.is_active and user.username not in kept
        ]  # fmt: skip
        counted = len(self.found.new) + len(self.found.changed) + len(self.found.left) + len(self.found.closed_here)
        self.found.same = len(self.users) - counted - len(self.found.own)
        return self.found

    def _leave_out_own(self) -> None:
        found = self.found
        own = next((user for user in found.changed if user.pk == self.actor_id), None)
        if own is not None:
            del found.changed[own]
            found.own.append(own)
            found.superiors = [row for row in found.superiors if row[0] is not own]
            found.addresses = [row for row in found.addresses if row[0] is not own]

    def _person(self, row: FileRow, now: datetime) -> User | None:
        """The person of a row, new or known; None where the row is refused or tells of nobody."""
        number, username = row.values["employee_number"], User.normalize_username(row.values["username"])
        if not self._once(row, "employee_number", number) or not self._once(row, "username", username.casefold()):
            return None
        user = self.by_number.get(number)
        if user is None:
            return None if row.left else self._new(row, number, username, now)
        if user.username != username:
            words = _("This person logs in as “%(name)s”; a login name never changes. Please correct the file.")
            self.reading.refuse(row.number, "username", username, words % {"name": user.username})
            return None
        if row.left:
            if user.is_active:
                (self.found.own if user.pk == self.actor_id else self.found.left).append(user)
            return user
        if not user.is_active:
            self.found.closed_here.append(user)
            return user
        fields = self._values(row, user)
        if fields is None:
            return None
        if fields:
            self.found.changed[user] = fields
        return user

    def _once(self, row: FileRow, column: str, value: str) -> bool:
        """Refuses the second row of the same number or login name."""
        first, _value = self.lines.setdefault(f"{column}:{value}", (row.number, value))
        if first == row.number:
            return True
        words = _("This stands in row %(row)d already. Please leave one of them out.") % {"row": first}
        self.reading.refuse(row.number, column, row.values[column], words)
        return False

    def _new(self, row: FileRow, number: str, username: str, now: datetime) -> User | None:
        other = self.by_name.get(username)
        fault = ""
        if other is not None and not other.employee_number:
            fault = _(
                "This login name belongs to a local account. Please enter the employee number on its page first."
            )
        elif other is not None:
            fault = _("This login name belongs to the employee number %(number)s.") % {"number": other.employee_number}
        elif fault_alone(username):
            fault = fault_alone(username)
        elif looks_like := next((self.looks[look] for look in looks_of(username) if look in self.looks), None):
            fault = taken_for(looks_like)
        else:
            try:
                valid_name(username)
            except ValidationError as error:
                fault = " ".join(error.messages)
        if fault:
            self.reading.refuse(row.number, "username", username, fault)
            return None
        user = User(
            username=username, employee_number=number, date_joined=now, password=make_password(None), is_active=True
        )
        if self._values(row, user) is None:
            return None
        self.looks |= dict.fromkeys(looks_of(username), username)
        self.found.new.append(user)
        return user

    def _values(self, row: FileRow, user: User) -> list[str] | None:
        """Sets what differs and returns the names of the fields; None where the row is refused."""
        wanted: dict[str, Any] = {name: row.values[name] for name in PLAIN if name in row.values}
        if user.is_superuser:
            # The link for the password of a login with every right goes to this address: no file changes it.
            wanted.pop("email", None)
        if "joined_on" in row.days:
            wanted["joined_on"] = row.days["joined_on"]
        if "department" in row.values:
            name = row.values["department"]
            department = self.departments.get(name.casefold()) if name else None
            if name and department is None:
                words = _("There is no department of this name or code. Please add it first.")
                self.reading.refuse(row.number, "department", name, words)
                return None
            if user.department_id != (department.pk if department else None) or (department and not department.pk):
                wanted["department"] = department
                if not self._moved_by_another(row, user, department):
                    return None
        fields = [name for name, value in wanted.items() if name == "department" or getattr(user, name) != value]
        if "email" in fields and user.email:
            self.found.addresses.append((user, user.email))
        for name in fields:
            setattr(user, name, wanted[name])
        return fields

    def _moved_by_another(self, row: FileRow, user: User, department: Department | None) -> bool:
        """Whoever brings the file in moves no login that is here under themselves as its head."""
        if user.pk is None or user.pk == self.actor_id:
            return True
        try:
            check_moved_by_another(self.actor, user, self.before.get(department.pk) if department else None)
        except NotAllowed as refusal:
            self.reading.refuse(row.number, "department", row.values["department"], str(refusal.sentence))
            return False
        return True

    def _superior(self, row: FileRow, user: User) -> None:
        """The superior by employee number or login name, among those in the file and those here."""
        name = row.values["superior"]
        superior = self.somebody(name) if name else None
        if name and superior is None:
            words = _("There is nobody of this employee number or login name.")
            self.reading.refuse(row.number, "superior", name, words)
            return
        if user.superior_id == (superior.pk if superior else None) and (superior is None or superior.pk):
            return
        if superior is not None and (not superior.is_active or superior in self.found.left):
            words = _("%(name)s has left. Please enter who is the superior now.") % {"name": superior}
            self.reading.refuse(row.number, "superior", name, words)
            return
        try:
            check_named_by_another(self.actor, superior, user.superior_id, field="superior")
        except NotAllowed as refusal:
            self.reading.refuse(row.number, "superior", name, str(refusal.sentence))
            return
        self.found.superiors.append((user, superior))
        if user.pk and user not in self.found.closed_here:
            self.found.changed.setdefault(user, []).append("superior")

    def somebody(self, name: str) -> User | None:
        """The person of this employee number or login name, here or new in the file."""
        for known in (self.by_number, self.new_by_number, self.by_name, self.new_by_name):
            if name in known:
                return known[name]
        return None

    def _loops(self) -> None:
        """Refuses every row of the file whose superiors lead back to it, through whoever is here already."""
        by_pk = {user.pk: user for user in self.people}
        above = {user.username: by_pk.get(user.superior_id or 0) for user in self.people}
        above |= {user.username: superior for user, superior in self.found.superiors}
        places = {user.username: number for number, user in self.users.items()}
        over: set[str] = set()
        for start in above:
            path: list[str] = []
            name: str | None = start
            while name is not None and name not in over and name not in path:
                path.append(name)
                superior = above.get(name)
                name = superior.username if superior is not None else None
            if name is not None and name in path:
                self._refuse_loop(path[path.index(name) :], places)
            over.update(path)

    def _refuse_loop(self, loop: list[str], places: dict[str, int]) -> None:
        words = _("These superiors form a loop: %(names)s. Please correct one of them.") % {
            "names": " → ".join([*loop[:6], "…" if len(loop) > 6 else loop[0]])
        }
        rows = sorted(places[name] for name in loop if name in places)
        for number in rows:
            self.reading.refuse(number, "superior", None, words)
