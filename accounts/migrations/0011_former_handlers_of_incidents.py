"""Who owned or contained an incident earlier, read from the ledger, and a closer who did not contain it (R-011)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def remember_handlers(apps, schema_editor):
    """Former owners stand in the entries of the handings over, former containers in those of their moves."""
    entries = apps.get_model("governance", "LedgerEntry").objects.using(schema_editor.connection.alias)
    handlers = apps.get_model("accounts", "FormerHandler").objects.using(schema_editor.connection.alias)
    incidents = apps.get_model("accounts", "Incident").objects.using(schema_editor.connection.alias)
    people = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    containers = dict(incidents.values_list("pk", "contained_by_id"))
    told = entries.filter(kind="incident", event__in=("incident.assigned", "incident.contained")).order_by("pk")
    rows = {}
    for entry in told.iterator():
        assigned = entry.event == "incident.assigned"
        person = entry.payload.get("from") if assigned else entry.actor_id
        present = None if assigned else containers.get(entry.object_id)
        if entry.object_id in containers and person in people and person != present:
            rows.setdefault((entry.object_id, person), entry.at)
    handlers.bulk_create(
        handlers.model(incident_id=incident, person_id=person, until=at) for (incident, person), at in rows.items()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_roles_asked_for'),
        ('governance', '0017_grants_by_request'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerHandler',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('incident', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='former_handlers', to='accounts.incident', verbose_name='incident')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'former handler of an incident',
                'verbose_name_plural': 'former handlers of incidents',
                'ordering': ['pk'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('incident', 'person'), name='incident_former_handler_once')],
            },
        ),
        migrations.RunPython(remember_handlers, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='incident',
            name='incident_closed_by_another',
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('received_at__isnull', False), models.Q(('closed_by', models.F('owner')), _negated=True), models.Q(('closed_by', models.F('contained_by')), _negated=True), models.Q(('cause', ''), _negated=True)), _connector='OR'), name='incident_closed_by_another'),
        ),
    ]
