"""On what a version was submitted, and the hash of a chosen cover.

What was stored before is read off its rows; covers are read, and drafts made findable, in 0021: nothing is locked then.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from governance.public import append_only

KEPT = append_only("content_draftversion")


def keep_ways(apps, schema_editor):
    """Urgent is what was agreed to without a plan item, or at the moment of the draft's urgent reason."""
    versions = apps.get_model("content", "DraftVersion").objects
    alone = Q(plan_item=None, reason_approved_by__isnull=False)
    before = Q(plan_item=None, reason_approved_by=None, draft__urgent_approved_by__isnull=False)
    urgent = versions.filter(alone | before | Q(reason_approved_at=F("draft__urgent_approved_at")))
    for pk, reason in list(urgent.values_list("pk", "draft__urgent_reason")):
        versions.filter(pk=pk).update(way="urgent", urgent_reason=reason)
    versions.filter(way="").update(way="plan")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0013_accreditations'),
        ('content', '0015_orders'),
        ('governance', '0020_askers_of_before'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite makes the table anew for a column, and loses its triggers; what was stored gets its way.
        migrations.RunPython(KEPT.reverse_code, KEPT.code),
        migrations.AddField(
            model_name='draftversion',
            name='urgent_reason',
            field=models.TextField(blank=True, verbose_name='urgent reason'),
        ),
        migrations.AddField(
            model_name='draftversion',
            name='way',
            field=models.CharField(blank=True, choices=[('plan', 'Plan item'), ('urgent', 'Urgent reason')], max_length=6, verbose_name='submitted on'),
        ),
        migrations.AddField(
            model_name='lintfinding',
            name='reauthenticated_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='password confirmed at'),
        ),
        migrations.AddField(
            model_name='mediaasset',
            name='cover_sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the cover'),
        ),
        migrations.AddField(
            model_name='releasehold',
            name='reauthenticated_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='password confirmed at'),
        ),
        migrations.AddField(
            model_name='releasehold',
            name='sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='SHA-256 approved again'),
        ),
        migrations.AddConstraint(
            model_name='draftversion',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['', 'plan', 'urgent'])), name='draft_version_way_known'),
        ),
        migrations.RunPython(keep_ways, migrations.RunPython.noop),
        KEPT,
    ]
