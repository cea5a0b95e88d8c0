"""Two workers never send the same letter, however long the letters of one of them take; one odd row stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from accounts.public import User
from governance.notices.delivery import claim, deliver
from governance.notices.models import Delivery
from governance.notices.rules import LEASE_SECONDS
from governance.notices.services import tell

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)  # 10:00 in China
# What happens while the slow mail server takes a letter.
meanwhile: list[Callable[[], None]] = []


class Slow(EmailBackend):
    """A mail server that takes its time: `meanwhile` happens with each letter."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        meanwhile[-1]()
        return super().send_messages(messages)


@pytest.fixture
def slow(settings) -> Callable[[Callable[[], None]], None]:
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    return meanwhile.append


def tell_people(count: int, **fields: object) -> None:
    for number in range(count):
        person = User.objects.create(username=f"u{number}", email=f"u{number}@example.com", **fields)
        tell([person], "calendar.year_missing", params={"year": 2027}, key="k", at=NOW)


def addresses() -> list[str]:
    return sorted(letter.to[0] for letter in mail.outbox)


def test_a_letter_is_marked_before_the_next_one_goes_out(slow) -> None:
    tell_people(3)
    sent: list[int] = []
    slow(lambda: sent.append(Delivery.objects.filter(state="sent").count()))
    deliver(NOW)
    assert sent == [0, 1, 2]


def test_a_worker_whose_letters_take_long_keeps_its_lease(slow) -> None:
    tell_people(6)
    passed = [0.0]
    rivals: list[int] = []

    def fifty_seconds() -> None:
        passed[0] += 50
        rivals.append(len(claim(10, NOW + timedelta(seconds=passed[0]))))

    slow(fifty_seconds)
    assert deliver(NOW, clock=lambda: passed[0])["sent"] == 6
    assert rivals == [0] * 6
    assert addresses() == [f"u{number}@example.com" for number in range(6)]
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_what_another_worker_took_up_after_the_lease_is_left_to_it(slow) -> None:
    tell_people(3)
    passed = [0.0]
    rivals: list[int] = []

    def stuck() -> None:
        if not passed[0]:
            passed[0] = LEASE_SECONDS + 1.0
            rivals.extend(row.id for row in claim(10, NOW + timedelta(seconds=passed[0])))

    slow(stuck)
    counts = deliver(NOW, clock=lambda: passed[0])
    assert (counts["letters"], len(rivals), len(mail.outbox)) == (1, 3, 1)


def test_one_person_with_an_unknown_zone_stops_nobody() -> None:
    tell_people(2, quiet_from=time(22), quiet_to=time(7), time_zone="Beijing")
    assert deliver(NOW)["sent"] == 2


def test_an_unknown_zone_is_quiet_by_the_clock_of_the_site() -> None:
    tell_people(1, quiet_from=time(9), quiet_to=time(18), time_zone="../etc/passwd")
    assert deliver(NOW)["deferred"] == 1


def test_who_left_gets_no_mail_that_was_still_waiting() -> None:
    tell_people(2)
    User.objects.filter(username="u0").update(is_active=False)
    counts = deliver(NOW)
    assert (counts["sent"], counts["expired"]) == (1, 1)
    assert addresses() == ["u1@example.com"]
    assert Delivery.objects.get(recipient__username="u0").state == "expired"
