from django.db import migrations, models


class Migration(migrations.Migration):
    """Accreditations have their proof columns from what all certificates share; the table stays as it is.

    That a paper is there, the constraint `accreditation_proven` says as before.
    """

    dependencies = [
        ("accounts", "0013_accreditations"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "accreditation", "proof_place",
                    models.CharField(blank=True, editable=False, max_length=120, verbose_name="place"),
                ),
                migrations.AlterField(
                    "accreditation", "proof_name",
                    models.CharField(blank=True, max_length=120, verbose_name="file of the proof"),
                ),
                migrations.AlterField(
                    "accreditation", "proof_type",
                    models.CharField(blank=True, max_length=40, verbose_name="content type"),
                ),
                migrations.AlterField(
                    "accreditation", "proof_size",
                    models.PositiveIntegerField(default=0, verbose_name="size in bytes"),
                ),
                migrations.AlterField(
                    "accreditation", "proof_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256"),
                ),
            ],
        ),
    ]
