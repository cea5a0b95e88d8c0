"""The register of grants begins with what the ledger tells of roles given and taken before it was kept."""

from typing import Any

from django.db import migrations

BATCH = 1000


def replay(apps: Any, schema_editor: Any) -> None:
    """One row for every role given, ended where the ledger says that it was taken; in batches, may run again."""
    grants, entries = apps.get_model("governance", "Grant"), apps.get_model("governance", "LedgerEntry")
    if grants.objects.exists():
        return
    held: dict[tuple[int, str, int | None], Any] = {}
    ended: list[Any] = []
    rows = entries.objects.filter(kind="user", event__in=("role.granted", "role.revoked")).order_by("pk")
    for entry in rows.iterator(chunk_size=BATCH):
        place = (entry.object_id, entry.payload.get("role", ""), entry.account_id)
        if entry.event == "role.granted":
            held.setdefault(
                place,
                grants(person_id=place[0], role=place[1], account_id=place[2], begins_at=entry.at,
                       begun_by_id=entry.actor_id),
            )  # fmt: skip
        elif place in held:
            grant = held.pop(place)
            grant.ended_at, grant.ended_by_id, grant.ended_because = entry.at, entry.actor_id, "revoked"
            ended.append(grant)
    grants.objects.bulk_create([*ended, *held.values()], batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0013_grants'),
    ]

    operations = [
        migrations.RunPython(replay, migrations.RunPython.noop),
    ]
