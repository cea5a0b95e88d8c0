"""The hash of every chosen cover, and every draft by its words: what was stored before, batch by batch.

Files are read out of the store, which takes long, so it is no single transaction and holds no table. It may be
repeated, and goes on where it was broken off.
"""

import hashlib
from contextlib import suppress

from django.db import migrations, transaction

from governance.public import index_texts

BATCH = 500


def hash_covers(apps, schema_editor):
    """Of every cover that has none and is still in its place."""
    assets = apps.get_model("content", "MediaAsset").objects
    open_ones = assets.exclude(cover="").filter(cover_sha256="").order_by("pk")
    last = 0
    while batch := list(open_ones.filter(pk__gt=last).only("pk", "cover")[:BATCH]):
        for asset in batch:
            with suppress(OSError), asset.cover.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                # Only for the cover that was read: meanwhile somebody may have chosen another.
                assets.filter(pk=asset.pk, cover=asset.cover.name, cover_sha256="").update(cover_sha256=digest)
        last = batch[-1].pk


def make_findable(apps, schema_editor):
    """Every draft by its words, as the service does from now on."""
    drafts = apps.get_model("content", "Draft").objects.order_by("pk")
    last = 0
    while batch := list(drafts.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = []
            # Under their locks, so that what somebody changes this moment is not put back in the index.
            for draft in drafts.select_for_update(of=("self",)).filter(pk__in=batch):
                tags = " ".join(f"#{tag}" for tag in draft.hashtags)
                rows.append(("draft", draft.pk, draft.account_id, "\n".join((draft.title, draft.body, tags))))
            index_texts(rows)
        last = batch[-1]


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('content', '0020_posts_counted_anew'),
        ('governance', '0020_askers_of_before'),
    ]

    operations = [
        migrations.RunPython(hash_covers, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(make_findable, migrations.RunPython.noop, elidable=True),
    ]
