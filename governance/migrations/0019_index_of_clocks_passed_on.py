from typing import Any

from django.db import migrations, models


class AddIndexInUse(migrations.AddIndex):
    """Adds an index to a table that people write to meanwhile: PostgreSQL builds it without a lock against writing.

    What an interrupted build left behind is removed first, so that the migration may run again.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            schema_editor.add_index(model, self.index, concurrently=True)


class Migration(migrations.Migration):
    # PostgreSQL builds an index beside writers outside of a transaction alone.
    atomic = False

    dependencies = [
        ('governance', '0018_exports_of_one_record'),
    ]

    operations = [
        AddIndexInUse(
            model_name='deadline',
            index=models.Index(condition=models.Q(('passed_on__gt', 0)), fields=['passed_on'], name='deadline_passed_on'),
        ),
    ]
