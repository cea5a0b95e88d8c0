"""The records of the upper floors, as arguments of their addresses."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.public import Department, User
from analytics.checks.models import FigureCheck
from analytics.imports.models import MetricImport, RawFile
from analytics.metrics.models import MetricDefinition, PlatformPost
from analytics.reports.actions import create_action
from analytics.reports.files import ask_for_file
from analytics.reports.models import ReportFile
from analytics.reports.services import create_report, previous_month
from analytics.targets.services import propose_target
from content.conftest import NOW, House
from interactions.canned.services import propose_canned_reply
from interactions.complaints import steps as complaint_steps
from interactions.complaints.services import receive_complaint
from interactions.inbox import steps as message_steps
from interactions.inbox.receiving import Incoming, receive_message
from interactions.rota.services import add_shift
from interactions.tickets import steps as ticket_steps
from interactions.tickets.services import open_ticket


def answering_records(house: House, people: dict[str, User], unit: Department) -> dict[str, tuple[Any, ...]]:
    """Messages, tickets, complaints, canned replies, rota."""
    agent, account = people["agent"], house.account
    text = "在吗？怎么买"
    said = Incoming("comment", f"m-{account.handle}", "u-1", "小明", text, NOW)
    message = receive_message(account, said, actor=agent, at=NOW)
    ticket = open_ticket(account, unit, title="尺码", problem="尺码表不对", actor=agent, message=message, at=NOW)
    complaint = receive_complaint(account, title="投诉", description="发错货", actor=agent, at=NOW)
    canned = propose_canned_reply(
        title=f"问候 {account.handle}", text="您好，请稍等。", expires_on=timezone.localdate() + timedelta(days=30),
        actor=agent, account=account,
    )  # fmt: skip
    shift = add_shift(account, weekday=0, begins=time(9), ends=time(18), person=agent, actor=agent)
    return {
        "message": (message.pk,),
        "ticket": (ticket.pk,),
        "complaint": (complaint.pk,),
        "canned": (canned.pk,),
        "shift": (shift.pk,),
        **{f"message_{step}": (message.pk, step) for step in message_steps.STEPS},
        **{f"ticket_{step}": (ticket.pk, step) for step in ticket_steps.STEPS},
        **{f"complaint_{step}": (complaint.pk, step) for step in complaint_steps.STEPS},
    }


def measuring_records(house: House, people: dict[str, User], unit: Department) -> dict[str, tuple[Any, ...]]:
    """Imports, posts that came with them, a target, a report with a file and an action."""
    handle = house.account.handle
    path = default_storage.save(f"raw/{handle}.csv", ContentFile(b"platform,account\n"))
    raw = RawFile.objects.create(sha256=f"{handle:0<64}", size=17, name=f"{handle}.csv", path=path, received_at=NOW)
    run = MetricImport.objects.create(
        account=house.account, raw_file=raw, source="page", operator=people["analyst"], operator_name="analyst",
        created_at=NOW,
    )  # fmt: skip
    seen = {"first_seen_at": NOW, "first_run": run}
    post = PlatformPost.objects.create(account=house.account, key="p-1", title="旧作", **seen)
    analyst, metric = people["analyst"], MetricDefinition.objects.order_by("pk")[0]
    today = timezone.localdate()
    target = propose_target(
        actor=analyst, metric=metric, cycle="month", day=today, value=Decimal(1000), account=house.account,
        reason="as last year",
    )  # fmt: skip
    check = FigureCheck.objects.create(
        account=house.account, month=today.replace(day=1), metric=metric, days=3, faults=1, checked_at=NOW
    )
    report = create_report(actor=analyst, month=previous_month(today), account=house.account)
    action = create_action(
        report, actor=analyst, account=house.account, text="Post earlier", owner=people["manager"],
        due_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    file = ask_for_file(report, actor=analyst, format="pdf", language="en")
    place = default_storage.save(f"reports/{handle}.pdf", ContentFile(b"%PDF-1.7"))
    ReportFile.objects.filter(pk=file.pk).update(state="done", place=place, sha256="0" * 64, size=8)
    return {
        "import": (run.pk,),
        "post": (post.pk,),
        "target": (target.pk,),
        "check": (check.pk,),
        "report": (report.pk,),
        "report_file": (report.pk, file.pk),
        "action": (action.pk,),
    }
