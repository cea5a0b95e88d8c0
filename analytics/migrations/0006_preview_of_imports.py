"""What an upload holds is shown before it is saved (R-087)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0005_one_post_a_publication'),
    ]

    operations = [
        migrations.AddField(
            model_name='metricimport',
            name='preview',
            field=models.JSONField(blank=True, default=dict, verbose_name='preview'),
        ),
    ]
