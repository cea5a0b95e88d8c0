"""A form that is sent twice, by a double click or a lost answer, makes one record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from governance.formkeys.models import FormKey
from governance.formkeys.rules import KEPT

if TYPE_CHECKING:
    from accounts.models import User

M = TypeVar("M", bound=Model)


def once(key: str, make: Callable[[], M], *, model: type[M], actor: User, at: datetime | None = None) -> M:
    """What `make` makes; where this person sent the same key before, the record that it made then.

    Key and record are written in one transaction: a refusal leaves the key unused, and of several that arrive at
    once the others wait for the first. Without a key every call makes a record.
    """
    if not key:
        return make()
    now, form = at or timezone.now(), model._meta.label
    FormKey.objects.filter(person=actor, used_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            used = FormKey.objects.create(form=form, key=key, person=actor, used_at=now)
            made = make()
            FormKey.objects.filter(pk=used.pk).update(object_id=made.pk)
            return made
    except IntegrityError:
        before: Any = FormKey.objects.filter(form=form, key=key, person=actor).first()
        if before is None:
            raise
        return model._default_manager.get(pk=before.object_id)
