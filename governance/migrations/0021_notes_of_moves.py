import django.db.models.deletion
from django.db import migrations, models

from governance.ledger.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("governance", "0020_askers_of_before")]

    operations = [
        migrations.CreateModel(
            name="MoveNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("move", models.CharField(max_length=40, verbose_name="move")),
                ("text", models.TextField(verbose_name="why")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="move_note",
                        to="governance.ledgerentry", verbose_name="ledger entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "reason for a move",
                "verbose_name_plural": "reasons for moves",
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(text=""), name="move_note_says_something"),
                ],
            },
        ),
        append_only("governance_movenote"),
    ]
