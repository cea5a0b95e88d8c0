import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Why a rule book no longer binds an account or a department, and who said so."""

    dependencies = [("governance", "0010_cache"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="packbinding",
            name="end_reason",
            field=models.CharField(blank=True, max_length=400, verbose_name="reason for the end"),
        ),
        migrations.AddField(
            model_name="packbinding",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ended by",
            ),
        ),
    ]
