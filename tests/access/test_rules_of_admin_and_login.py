"""Django admin and the pages of logging in, each by one rule over all their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from accounts.public import User
from governance.ledger.models import LedgerEntry
from governance.public import ReadOnlyAdmin
from governance.worktime.admin import ServiceAdmin
from tests.access.rows import ROLE_CODES
from tests.access.tables import counts
from tests.access.world import World

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# What a login page, a form with faults, or a way elsewhere answers; an unknown key and too many tries among them.
POLITE = (200, 302, 400, 401, 403, 404, 405, 429)


def admin_address(model: Any, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def superuser(world: World) -> Client:
    person = User.objects.create_user("root", is_staff=True, is_superuser=True)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


WAYS = [(page, method) for page in ("changelist", "add") for method in ("get", "post")]


@pytest.mark.once
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_role_opens_the_administration(model: Any, world: World) -> None:
    """Every role asks every table; every table is asked in every way; each role in another than the one before."""
    for turn, role in enumerate((*ROLE_CODES, "anonymous"), start=MODELS.index(model)):
        page, method = WAYS[turn % len(WAYS)]
        answer = getattr(world.clients[role], method)(admin_address(model, page))
        assert answer.status_code == 302, (role, page, method)
        assert "login" in answer.headers["Location"]
    assert counts() == world.counts


@pytest.mark.once
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_member_of_staff_without_rights_opens_nothing_there(model: Any, world: World) -> None:
    person = User.objects.create_user("clerk", is_staff=True)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    assert {client.get(admin_address(model, page)).status_code for page in ("changelist", "add")} == {403}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_is_read_only_is_read_only_for_a_superuser_too(model: Any, superuser: Client) -> None:
    assert superuser.get(admin_address(model, "changelist")).status_code == 200
    row = model._default_manager.first()
    if not isinstance(admin.site._registry[model], ReadOnlyAdmin):
        if row is not None:
            entries = LedgerEntry.objects.count()
            status = superuser.post(admin_address(model, "delete", row.pk), {"post": "yes"}).status_code
            assert status == (302 if isinstance(admin.site._registry[model], ServiceAdmin) else 403)
            assert LedgerEntry.objects.count() > entries or status == 403, "the service writes it down"
        return
    before = counts()
    assert superuser.get(admin_address(model, "add")).status_code == 403
    assert superuser.post(admin_address(model, "add"), {}).status_code == 403
    if row is not None:
        assert superuser.get(admin_address(model, "change", row.pk)).status_code == 200
        assert superuser.post(admin_address(model, "change", row.pk), {}).status_code == 403
        assert superuser.post(admin_address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert counts() == before


@pytest.mark.once
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_of_the_administration_is_ours_and_writes_through_a_service(model: Any) -> None:
    page = admin.site._registry[model]
    assert type(page).__module__.split(".")[0] in ("governance", "accounts", "content", "interactions", "analytics")
    assert page.actions is None, "bulk actions go past the services"
    assert isinstance(page, ReadOnlyAdmin) or type(page).save_model is not admin.ModelAdmin.save_model


NAMING_NOTHING: tuple[dict[str, Any], ...] = (
    {}, {"pk": 0}, {"key": "x:y:z"}, {"uidb36": "0", "key": "x-y"}, {"provider_id": "x"}, {"organization_slug": "x"},
    {"key": "x-y"},
)  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_address_of_the_administration_asks_what_its_page_does_not_offer(model: Any, superuser: Client) -> None:
    """A comparison of one's own making would spell out a hash, or ask what no database can answer."""
    address = admin_address(model, "changelist")
    fields = [field.name for field in model._meta.concrete_fields]
    asked = [f"{name}__{kind}" for name in fields for kind in ("startswith", "regex", "contains", "year")]
    for lookup in asked:
        assert not admin.site._registry[model].lookup_allowed(lookup, "99999", None), lookup  # type: ignore[arg-type]
    assert superuser.get(address, {asked[0]: "1"}).status_code == 400
    assert superuser.get(address, {"q": "word " * 3000}).status_code == 200


def login_addresses(resolver: URLResolver) -> Iterator[str]:
    """Every named address of allauth, with arguments that name nothing."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from login_addresses(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            for kwargs in NAMING_NOTHING:
                try:
                    yield reverse(entry.name, kwargs=kwargs)
                    break
                except NoReverseMatch:
                    continue
            else:
                raise AssertionError(f"no arguments for {entry.name}")


AUTH: Any = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "auth/")


@pytest.mark.once
@pytest.mark.parametrize("address", sorted(set(login_addresses(AUTH))))
def test_pages_of_logging_in_answer_everybody_and_make_nobody(address: str, world: World) -> None:
    people = User.objects.count()
    for role in ("anonymous", "stranger", "manager"):
        for method in ("get", "post", "put", "delete"):
            client = Client(raise_request_exception=False)
            if role != "anonymous":
                client.force_login(world.people[role])
            assert getattr(client, method)(address).status_code in POLITE, (role, method)
    assert User.objects.count() == people
    own = ("/2fa/", "/password/change/", "/password/set/")
    if any(part in address for part in own) and not any(part in address for part in ("login", "authent", "signup")):
        assert Client().get(address).status_code in (302, 405), "one's own settings need a login"


def test_nobody_signs_up(world: World) -> None:
    answer = Client().post(
        reverse("account_signup"), {"username": "newcomer", "password1": "Quite-long-1", "password2": "Quite-long-1"}
    )
    assert answer.status_code in (200, 403)
    assert not User.objects.filter(username="newcomer").exists()
