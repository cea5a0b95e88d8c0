from django.db import migrations, models


class Migration(migrations.Migration):
    """What was decided before has no confirmation, and the board counts from the moment of this step on (R-034)."""

    dependencies = [
        ("governance", "0022_digest_of_a_form"),
    ]

    operations = [
        migrations.AddField(
            model_name="approvaldecision",
            name="reauthenticated_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="password confirmed at"),
        ),
    ]
