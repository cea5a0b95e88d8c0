from django.core.management import call_command
from django.db import migrations

TABLE = "governance_cache"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    """A table for what is counted across processes: failed logins, codes used already."""

    dependencies = [("governance", "0009_approvals")]

    operations = [migrations.RunPython(make, drop)]
