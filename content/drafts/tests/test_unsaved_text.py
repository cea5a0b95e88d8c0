"""A text that was typed and not stored is offered again by the browser, and forgotten once it is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Dialog, Page

from content.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
TYPED = "写到一半的正文"


@pytest.fixture
def page(house: House, client: Client, live_server: Any, browser: Browser) -> Any:
    """A browser window of the author."""
    client.force_login(house.author)
    context = browser.new_context(base_url=live_server.url)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_leaving_asks_first_and_the_text_comes_back(house: House, page: Page) -> None:
    address = reverse("content:draft_edit", args=[house.draft().pk])
    asked: list[str] = []

    def go_on(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", go_on)
    page.goto(address)
    assert not page.is_visible("[data-kept]")
    page.fill("textarea[name=body]", TYPED)
    page.goto(reverse("content:draft_list"))
    assert asked == ["beforeunload"]
    page.goto(address)
    page.click("[data-restore]")
    assert page.input_value("textarea[name=body]") == TYPED
    page.click("#draft-form .form-actions button.main")
    page.wait_for_selector("[data-stored]")
    page.goto(address)
    assert not page.is_visible("[data-kept]")
    assert page.input_value("textarea[name=body]") == TYPED
