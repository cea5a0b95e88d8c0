"""The address under which a post stood before its correction; of what was corrected earlier it is not known."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0016_ways_and_covers'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='address_before',
            field=models.URLField(blank=True, max_length=500, verbose_name='address before'),
        ),
    ]
