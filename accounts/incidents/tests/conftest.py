"""One account with everybody who answers for it, and incidents on it, for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.custody.models import Credential
from accounts.custody.services import add_credential, rotate_secret
from accounts.custody.tests.conftest import STRONG, STRONGER, vault_key
from accounts.incidents.measures import name_measure
from accounts.incidents.models import Incident
from accounts.incidents.rules import SUPERIOR
from accounts.incidents.services import move_incident, receive_report, report_incident, write_cause
from accounts.incidents.steps import finish_step
from accounts.models import Department, PlatformAccount, User
from governance.public import bind_pack, grant_role
from governance.seeds import seed
from tests.seeding import sow

# A Saturday evening in Shanghai: no limit of an incident waits for office hours.
NOW = datetime(2026, 6, 6, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PASSWORD = "correct horse battery"
PEOPLE = ("boss", "chief", "manager", "second", "custodian", "publisher", "colleague", "stranger")


@dataclass
class Site:
    """The account, its login, and its people: boss above chief above manager; `second` manages as well."""

    account: PlatformAccount
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def login(self, **changes: Any) -> Credential:
        """A login of the account, in custody."""
        values: dict[str, Any] = {
            "account": self.account, "kind": "password", "login": "company@example.com",
            "custodian": self.custodian, "secret": STRONG, **changes,
        }  # fmt: skip
        at = NOW - DAY
        return add_credential(actor=self.manager, confirmed_at=at, at=at, **values)

    def report(self, kind: str = "abnormal_login", *, at: datetime = NOW, **changes: Any) -> Incident:
        """An incident, reported by the publisher."""
        values: dict[str, Any] = {"actor": self.publisher, "account": self.account, "happened": "异地登录", **changes}
        return report_incident(kind=kind, at=at, **values)

    def change_login(self, credential: Credential, *, at: datetime = NOW, secret: str = STRONGER) -> None:
        """The custodian changes the secret."""
        rotate_secret(credential, actor=self.custodian, secret=secret, confirmed_at=at, at=at)

    def do_steps(self, incident: Incident, *, at: datetime = NOW, urgent: bool = False) -> None:
        """The owner does every step that is open, or those that contain it."""
        rows = incident.steps.open().exclude(code=SUPERIOR)
        for step in rows.filter(urgent=True) if urgent else rows:
            finish_step(step, actor=self.manager, note="Done", at=at)

    def contained(self, incident: Incident, *, at: datetime = NOW) -> Incident:
        """The steps of containing are done, and so it is."""
        self.do_steps(incident, at=at, urgent=True)
        return move_incident(incident, "contain", actor=self.manager, at=at)

    def ready(self, incident: Incident, *, at: datetime = NOW) -> Incident:
        """Contained, received, all steps done, cause and measure written down: only closing is left."""
        self.contained(incident, at=at)
        receive_report(incident, actor=self.chief, at=at)
        self.do_steps(incident, at=at)
        write_cause(incident, actor=self.manager, cause="弱口令", at=at)
        name_measure(incident, actor=self.manager, text="启用双重验证", owner=self.custodian,
                     due_on=(at + 7 * DAY).date(), at=at)  # fmt: skip
        incident.refresh_from_db()
        return incident

    def closed(self, incident: Incident, *, at: datetime = NOW) -> Incident:
        """Closed by the superior."""
        return move_incident(self.ready(incident, at=at), "close", actor=self.chief, at=at)


def found_site() -> None:
    """The account under its rule book, and the people by name."""
    unit = Department.objects.create(code="marketing", name_zh="市场部", name_en="Marketing")
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active", department=unit
    )
    bind_pack("douyin", account=account, actor=None, at=NOW - 400 * DAY)
    people = {
        name: User.objects.create_user(name, password=PASSWORD, email=f"{name}@example.com", department=unit)
        for name in PEOPLE
    }
    above_of = {"manager": "chief", "second": "chief", "chief": "boss", "publisher": "manager", "custodian": "manager"}
    for person, above in above_of.items():
        people[person].superior = people[above]
        people[person].save()
    roles = (("manager", "manager"), ("second", "manager"), ("custodian", "custodian"), ("publisher", "publisher"))
    for person, role in roles:
        grant_role(people[person], role, accounts=[account], actor=None)
    grant_role(people["colleague"], "author", accounts=[account], actor=None)


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Any) -> Site:
    settings.VAULT_KEYS = [vault_key("first", 1)]
    settings.MEDIA_ROOT = tmp_path
    sow(seed, found_site)
    return Site(PlatformAccount.objects.get(), {user.username: user for user in User.objects.all()})
