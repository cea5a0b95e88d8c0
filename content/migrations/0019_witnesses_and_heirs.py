"""Another witness of a draw, in public; and who got a prize that was passed on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from governance.public import settled


# Who won what place is kept (C-03); SQLite makes the table anew for a column, and loses its triggers.
WINNERS = settled("content_drawwinner", since="code", columns=("draw_id", "place", "code"))


def name_heirs(apps, schema_editor):
    """Places beyond the prizes got theirs from a place that was passed over; as many have an heir as moved up."""
    winners = apps.get_model("content", "DrawWinner").objects
    prizes = apps.get_model("content", "Prize").objects
    passed = winners.filter(status="passed", heir=None)
    for draw_id in list(passed.order_by().values_list("draw_id", flat=True).distinct()):
        pieces = sum(prizes.filter(draw_id=draw_id).values_list("quantity", flat=True))
        moved_up = list(winners.filter(draw_id=draw_id, place__gt=pieces, prize__isnull=False).order_by("place"))
        for row in passed.filter(draw_id=draw_id).order_by("place"):
            heir = next((one for one in moved_up if one.prize_id == row.prize_id and one.place > row.place), None)
            if heir is not None:
                moved_up.remove(heir)
                winners.filter(pk=row.pk).update(heir=heir)


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0017_address_before'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(WINNERS.reverse_code, WINNERS.code),
        migrations.AddField(
            model_name='drawwinner',
            name='heir',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passed_from', to='content.drawwinner', verbose_name='passed on to'),
        ),
        WINNERS,
        migrations.CreateModel(
            name='WitnessChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('named_at', models.DateTimeField(blank=True, null=True, verbose_name='named at')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='witness before')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='witness_changes', to='content.draw', verbose_name='draw')),
                ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agreed by')),
                ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='witness')),
            ],
            options={
                'verbose_name': 'change of the witness',
                'verbose_name_plural': 'changes of the witness',
                'ordering': ['pk'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('named_at', None)), fields=('draw',), name='witness_change_open_once'), models.CheckConstraint(condition=models.Q(('named_at', None), ('reason', ''), models.Q(('asked_by__isnull', False), ('named_by__isnull', False), models.Q(('named_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='witness_change_by_two'), models.CheckConstraint(condition=models.Q(('named_by', models.F('witness')), _negated=True), name='witness_change_by_another')],
            },
        ),
        settled(
            "content_witnesschange", since="named_at",
            columns=("draw_id", "before_id", "witness_id", "reason", "asked_by_id", "asked_at", "named_by_id", "named_at"),
        ),
        migrations.RunPython(name_heirs, migrations.RunPython.noop, elidable=True),
    ]
