"""A worker reads and saves uploads: the page shows how far it is, and nothing is lost where it dies (R-087)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.public import PlatformAccount, User
from analytics.imports import services, staging, uploads, working
from analytics.imports.rules import ABANDONED_SECONDS
from analytics.imports.tasks import take_up_uploads, work_on_upload
from analytics.imports.tests.files import row, text
from analytics.models import MetricImport, PublicationDay
from governance.public import WrongState

LATER = timedelta(seconds=ABANDONED_SECONDS + 60)
Ask = Callable[..., MetricImport]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, settings: Any, weibo: PlatformAccount) -> list[int]:
    """A broker that takes requests and hands them to nobody."""
    settings.REDIS_URL = "redis://nowhere"
    requests: list[int] = []
    monkeypatch.setattr(work_on_upload, "delay", requests.append)
    return requests


@pytest.fixture
def upload(weibo: PlatformAccount, analyst: User) -> Ask:
    analyst.language = "en"
    analyst.save(update_fields=["language"])

    def run(data: bytes = text(row(1)), **more: Any) -> MetricImport:
        return uploads.check_upload(SimpleUploadedFile("a.csv", data), account=weibo, actor=analyst, **more)

    return run


def state(run: MetricImport) -> str:
    run.refresh_from_db()
    return run.status


def test_both_steps_are_left_to_a_worker(asked: list[int], upload: Ask, analyst: User) -> None:
    run = upload()
    assert (state(run), asked) == ("reading", [run.pk])
    work_on_upload(run.pk)
    assert (state(run), run.new, run.done) == ("checked", 1, 1)
    uploads.confirm_import(run, actor=analyst)
    assert (state(run), PublicationDay.objects.count(), asked) == ("saving", 0, [run.pk] * 2)
    work_on_upload(run.pk)
    assert (state(run), PublicationDay.objects.count()) == ("saved", 1)


def test_without_a_broker_the_step_is_done_at_once(
    asked: list[int], upload: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(pk: int) -> None:
        raise OperationalError

    monkeypatch.setattr(work_on_upload, "delay", nobody)
    assert upload().status == "checked"


def test_a_second_worker_leaves_the_step_to_the_first(asked: list[int], upload: Ask) -> None:
    run = upload()
    MetricImport.objects.filter(pk=run.pk).update(taken_at=timezone.now())
    assert not working.work_on(run.pk)
    assert state(run) == "reading"


def test_a_step_whose_worker_died_is_taken_up_by_another(asked: list[int], upload: Ask, analyst: User) -> None:
    run = upload()
    MetricImport.objects.filter(pk=run.pk).update(taken_at=timezone.now(), done=1)
    assert working.take_up() == 0
    assert working.take_up(timezone.now() + LATER) == 1
    uploads.confirm_import(run, actor=analyst)
    take_up_uploads()
    assert (state(run), PublicationDay.objects.count()) == ("saved", 1)
    assert not working.work_on(run.pk), "saved is saved"


def test_a_run_is_confirmed_once(asked: list[int], upload: Ask, analyst: User) -> None:
    run = upload()
    with pytest.raises(WrongState):
        uploads.confirm_import(run, actor=analyst)
    work_on_upload(run.pk)
    uploads.confirm_import(run, actor=analyst)
    with pytest.raises(WrongState):
        uploads.confirm_import(run, actor=analyst)
    with pytest.raises(WrongState):
        uploads.drop_import(run, actor=analyst)


def test_a_step_that_breaks_saves_nothing_and_says_so(
    asked: list[int], upload: Ask, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no disk")

    run = upload()
    with monkeypatch.context() as patched:
        patched.setattr(services, "open_tables", broken)
        work_on_upload(run.pk)
    assert (state(run), run.bad) == ("refused", 1)
    assert "operator" in run.errors[0]["message"]
    run = upload()
    work_on_upload(run.pk)
    uploads.confirm_import(run, actor=analyst)
    with monkeypatch.context() as patched:
        patched.setattr(services, "_checked_sums", broken)
        work_on_upload(run.pk)
    assert (state(run), PublicationDay.objects.count()) == ("checked", 0), "it may be confirmed once more"
    uploads.confirm_import(run, actor=analyst)
    work_on_upload(run.pk)
    assert state(run) == "saved"


def test_who_lost_the_right_meanwhile_saves_nothing(asked: list[int], upload: Ask, analyst: User) -> None:
    run = upload()
    work_on_upload(run.pk)
    uploads.confirm_import(run, actor=analyst)
    analyst.groups.clear()
    work_on_upload(run.pk)
    assert (state(run), PublicationDay.objects.count()) == ("refused", 0)


def test_the_worker_tells_how_far_it_is(
    asked: list[int], upload: Ask, monkeypatch: pytest.MonkeyPatch, weibo: PlatformAccount
) -> None:
    monkeypatch.setattr(staging, "BATCH", 2)
    heard: list[int] = []
    tell = working._tell

    def listen(run: MetricImport) -> Callable[[int], None]:
        write = tell(run)

        def both(count: int) -> None:
            heard.append(count)
            write(count)

        return both

    monkeypatch.setattr(working, "_tell", listen)
    run = upload(text(*(row(number) for number in range(9))))
    work_on_upload(run.pk)
    assert heard == sorted(heard)
    assert heard[-1] == 9
    assert len(heard) > 1
    assert (state(run), run.done, run.new) == ("checked", 9, 9)


def test_the_page_asks_until_it_is_done_and_then_loads_anew(
    asked: list[int], upload: Ask, client: Client, analyst: User
) -> None:
    run = upload()
    client.force_login(analyst)
    page = client.get(reverse("analytics:import_detail", args=[run.pk])).content.decode()
    address = reverse("analytics:import_state", args=[run.pk])
    assert f'hx-get="{address}"' in page
    assert "<progress" in page
    answer = client.get(address, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in answer.headers
    work_on_upload(run.pk)
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(address).status_code == 302
    page = client.get(reverse("analytics:import_detail", args=[run.pk])).content.decode()
    assert "<progress" not in page


def test_words_of_a_refusal_are_in_the_language_of_who_asked(asked: list[int], upload: Ask, analyst: User) -> None:
    User.objects.filter(pk=analyst.pk).update(language="zh-hans")
    run = upload(b"")
    work_on_upload(run.pk)
    assert state(run) == "refused"
    assert "空" in run.errors[0]["message"]
