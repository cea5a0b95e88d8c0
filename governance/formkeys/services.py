"""A form that is sent twice, by a double click or a lost answer, makes one record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.formkeys.models import FormKey
from governance.formkeys.rules import KEPT
from governance.formkeys.sent import SentKey
from governance.refusals.exceptions import Refused

if TYPE_CHECKING:
    from accounts.models import User

M = TypeVar("M", bound=Model)


def once(key: str, make: Callable[[], M], *, model: type[M], actor: User, at: datetime | None = None) -> M:
    """What `make` makes; where this person sent the same form before, the record that it made then.

    Key, digest and record are written in one transaction: a refusal leaves the key unused, and of several that arrive
    at once the others wait for the first. Without a key every call makes a record. Raises Refused where the form was
    sent before with other words, or its record is gone: nothing that somebody wrote is dropped in silence.
    """
    if not key:
        return make()
    now, form = at or timezone.now(), model._meta.label
    digest = key.digest if isinstance(key, SentKey) else ""
    FormKey.objects.filter(person=actor, used_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            used = FormKey.objects.create(form=form, key=str(key), digest=digest, person=actor, used_at=now)
            made = make()
            FormKey.objects.filter(pk=used.pk).update(object_id=made.pk)
            return made
    except IntegrityError:
        before = FormKey.objects.filter(form=form, key=str(key), person=actor).first()
        if before is None:
            raise
    return _made_before(before, digest, model)


def _made_before(before: FormKey, digest: str, model: type[M]) -> M:
    """The record of the first sending, for a second one that says the same."""
    made = model._default_manager.filter(pk=before.object_id).first()
    if made is None:
        raise Refused(_("This form was sent before, and its record is not there any more. Please open a new form."))
    if digest and before.digest and digest != before.digest:
        raise Refused(
            _(
                "This form was sent before with other words, and what was sent first is kept: “%(record)s”. Open that "
                "to change it, or open a new form to add another."
            )
            % {"record": made}
        )
    return made
