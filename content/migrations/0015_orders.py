from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def keep_interface(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Orders of before go where their account is connected now."""
    connection = apps.get_model("content", "Connection").objects.filter(pk=OuterRef("connection_id"))
    apps.get_model("content", "Dispatch").objects.update(
        kind=Subquery(connection.values("kind")), address=Subquery(connection.values("address"))
    )


class Migration(migrations.Migration):
    dependencies = [("content", "0014_fairness")]

    operations = [
        migrations.AddField(
            "dispatch",
            "kind",
            models.CharField("interface", max_length=10, choices=[("mastodon", "Mastodon"), ("wordpress", "WordPress"), ("webhook", "Signed webhook")],
                default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "dispatch",
            "address",
            models.CharField("address of the interface", max_length=300, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(keep_interface, migrations.RunPython.noop),
    ]
