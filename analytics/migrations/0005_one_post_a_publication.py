"""A publication is one post: posts beyond the first wait again until somebody decides (R-040)."""

from django.db import migrations, models

FREE_DOUBLES = """
UPDATE analytics_platformpost SET status = 'unmatched', publication_id = NULL, decided_by_id = NULL, decided_at = NULL
WHERE status = 'matched' AND id NOT IN (
    SELECT id FROM (
        SELECT id, ROW_NUMBER() OVER (
            PARTITION BY publication_id ORDER BY (CASE WHEN decided_by_id IS NULL THEN 1 ELSE 0 END), id
        ) AS place
        FROM analytics_platformpost WHERE status = 'matched'
    ) ranked WHERE place = 1
)
"""


class Migration(migrations.Migration):
    # PostgreSQL builds no index on a table with changes that wait in the same transaction.
    atomic = False

    dependencies = [
        ('analytics', '0004_uploads_at_work'),
    ]

    operations = [
        migrations.RunSQL(FREE_DOUBLES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='platformpost',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'matched')), fields=('publication_id',), name='platform_post_publication_once'),
        ),
    ]
