from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0021_notes_of_moves")]

    operations = [
        migrations.AddField(
            model_name="formkey",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="digest of what was sent"),
        ),
    ]
