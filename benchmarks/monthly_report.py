"""Item 4b: the figures of a monthly report over 5,000,000 daily rows, and the refresh of a touched month."""

from __future__ import annotations

from datetime import date
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import Client

from analytics.metrics.models import MetricDefinition
from analytics.metrics.months import refresh_months
from analytics.reports.figures import collect_figures
from analytics.reports.services import create_report
from benchmarks.measuring import Bench, analyze, median, rows
from benchmarks.queue import get
from benchmarks.world import make_world

MONTH = date(2026, 5, 1)
MONTHS = (date(2026, 4, 1), MONTH)
ACCOUNTS = 200
METRICS = 20
LAY_SQLITE = """
INSERT INTO analytics_accountday (account_id, day, metric_id, value)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
SELECT %s, date('2026-05-31', '-' || i || ' days'), d.id, (i * 7919 + d.id) %% 10000
FROM n CROSS JOIN analytics_metricdefinition d WHERE d.id IN (SELECT value FROM json_each(%s))
"""
LAY_POSTGRES = """
INSERT INTO analytics_accountday (account_id, day, metric_id, value)
SELECT %s, date '2026-05-31' - i, d, (i * 7919 + d) %% 10000
FROM generate_series(0, %s) i CROSS JOIN unnest(%s::bigint[]) d
"""


def run(bench: Bench) -> None:
    """Daily rows laid down by SQL, summaries by the importer's own service."""
    world = make_world(accounts=ACCOUNTS)
    days = rows(1250)
    metrics = list(MetricDefinition.objects.order_by("pk").values_list("pk", flat=True)[:METRICS])
    with connection.cursor() as cursor:
        for account in world.accounts:
            if connection.vendor == "sqlite":
                cursor.execute(LAY_SQLITE, [days - 1, account.pk, str(metrics)])
            else:
                cursor.execute(LAY_POSTGRES, [account.pk, days - 1, metrics])
    analyze()
    for account in world.accounts:
        refresh_months(account.pk, MONTHS)
    analyze()
    collect_figures(MONTH)
    name = f"report figures over {ACCOUNTS * len(metrics) * days:,} rows"
    ours = median(lambda: collect_figures(MONTH), runs=15)
    bench.line(4, name, ours, "ms", limit=median(raw_read, runs=5), target="<= 5 ms")
    ours = median(lambda: collect_figures(MONTH).as_dict(), runs=5)
    bench.line(4, "the same with each account's own", ours, "ms", limit=median(raw_read, runs=5), target="<= 5x limit")
    one = world.accounts[0].pk
    ours = median(lambda: collect_figures(MONTH, [one]), runs=15)
    bench.line(4, "report figures of one account", ours, "ms", target="<= 5 ms")
    call_command("prepare", files_only=True, stdout=StringIO())  # pages name their static files as in production
    report = create_report(actor=world.people["analyst"], month=MONTH)
    one_report = create_report(actor=world.people["analyst"], month=MONTH, account=world.accounts[0])
    client = Client()
    client.force_login(world.people["analyst"])
    for row, name in ((report, f"page of a report on {ACCOUNTS} accounts"), (one_report, "page of a report on one")):
        address = row.get_absolute_url()
        get(client, address)
        ours = median(lambda address=address: get(client, address), runs=5)  # type: ignore[misc]
        bench.line(4, name, ours, "ms", target="<= 300 ms")
    refresh = median(lambda: refresh_months(one, [MONTH]), runs=5)
    bench.line(4, "a touched month of one account", refresh, "ms", target="<= 2x (245 / 75 ms)")


def raw_read() -> None:
    """Both months of every account from the summaries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, month, metric_id, value FROM analytics_accountmonth WHERE month IN (%s, %s)", MONTHS
        )
        cursor.fetchall()
