"""The posts of periods that are over, counted once more: an earlier count lost those of the day it reached back to."""

from bisect import bisect_left
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

BATCH = 500


def recount(apps, schema_editor):
    """Only more posts are written: what was counted stands on record. May run twice."""
    periods = apps.get_model("content", "PostingPeriod").objects
    posts = apps.get_model("content", "Publication").objects
    zones = dict(apps.get_model("governance", "WorkCalendar").objects.values_list("code", "zone"))
    accounts = apps.get_model("accounts", "PlatformAccount").objects.filter(pk__in=periods.values("account_id"))
    for account_id, calendar in list(accounts.order_by("pk").values_list("pk", "calendar")):
        if calendar not in zones:
            continue
        zone = ZoneInfo(zones[calendar])
        moments = list(
            posts.filter(account_id=account_id).order_by("published_at").values_list("published_at", flat=True)
        )
        more = []
        for period in periods.filter(account_id=account_id).order_by("pk").iterator(BATCH):
            begins = datetime.combine(period.first_day, time.min, zone)
            ends = datetime.combine(period.last_day + timedelta(days=1), time.min, zone)
            posted = bisect_left(moments, ends) - bisect_left(moments, begins)
            if posted > period.posted:
                period.posted = posted
                more.append(period)
        periods.bulk_update(more, ["posted"], batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0019_witnesses_and_heirs'),
        ('governance', '0020_askers_of_before'),
    ]

    operations = [
        migrations.RunPython(recount, migrations.RunPython.noop, elidable=True),
    ]
