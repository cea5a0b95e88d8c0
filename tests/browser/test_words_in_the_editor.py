"""The linter beside the editor, by keyboard alone: the word, the article of law, the better wording in its place."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, Page

from accounts.public import PlatformAccount, User
from governance.public import grant_role
from governance.seeds import seed
from tests.browser.walker import PASSWORD, Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def account(settings: Any) -> PlatformAccount:
    settings.REDIS_URL = ""
    call_command("build_static", verbosity=0)
    seed()
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active"
    )
    person = User.objects.create_user("author", password=PASSWORD, display_name="author")
    grant_role(person, "author", accounts=[account], actor=None)
    return account


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _press in range(60):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_word_is_replaced_by_the_keyboard(
    language: str, live_server: Any, browser: Browser, account: PlatformAccount
) -> None:
    faults: list[str] = []
    with Walker(browser, live_server.url, "author", language, faults, []) as author:
        author.log_in()
        author.open(reverse("content:draft_new"))
        page = author.page
        page.focus("textarea[name=body]")
        page.keyboard.type("😀 史上最快的审批通道")
        page.wait_for_selector("[data-word-becomes]")
        finding = page.inner_text(".lint-list li")
        assert ("《广告法》第九条" if language == "zh-hans" else "Advertising Law, article 9") in finding
        author.look()
        if folder := os.environ.get("PICTURES"):
            page.locator("#lint-result").screenshot(path=f"{folder}/editor-{language}.png")
            page.set_viewport_size({"width": 390, "height": 800})
            page.screenshot(path=f"{folder}/editor-phone-{language}.png", full_page=True)
            page.set_viewport_size({"width": 1280, "height": 900})
        tab_to(page, "[data-word-shows]")
        page.keyboard.press("Enter")
        assert page.evaluate("() => getSelection().toString()") == "史上最快的"
        tab_to(page, "[data-word-becomes]")
        page.keyboard.press("Enter")
        assert page.input_value("textarea[name=body]") == "😀 较快的审批通道"
        page.wait_for_selector("[data-word-becomes]", state="detached")
        page.fill("textarea[name=body]", "")
    assert faults == []
