"""A file of plan items is looked at once, however often the form arrives, and its bytes are kept once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.plan_imports.models import PlanImport
from content.plan_imports.tests.lines import csv_of


def test_a_form_sent_twice_makes_one_import(house: House, client: Client) -> None:
    client.force_login(house.author)
    address = reverse("content:plan_import_new")
    key = client.get(address).context["form"]["form_key"].value()

    def send(line: str) -> Any:
        file = SimpleUploadedFile("a.csv", csv_of(f"douyin-main,{line},,,,,,,,"))
        return client.post(address, {"file": file, "form_key": key})

    first = send("一")
    kept = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    assert send("一")["Location"] == first["Location"]
    assert send("二").status_code == 422
    assert PlanImport.objects.count() == 1
    assert {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()} == kept
