"""The administration names each of its parts once."""

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_parts_have_one_name(client: Client, language: str) -> None:
    client.force_login(User.objects.create_superuser("root", language=language))
    with override(language):
        parts = [str(part["name"]) for part in client.get("/admin/").context["app_list"]]
    assert len(parts) == len(set(parts))
    assert "account" not in {part["app_label"] for part in client.get("/admin/").context["app_list"]}
