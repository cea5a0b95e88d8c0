"""The face in a real browser, under the strict content security policy."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("governance.face.tests.browser_pages"),
    pytest.mark.django_db(transaction=True),
]
PASSWORD = "a long one for tests"


@pytest.fixture
def signed_in(page, live_server):
    get_user_model().objects.create_user("lin", password=PASSWORD, language="en", display_name="Lin")
    page.goto(f"{live_server}/auth/login/")
    page.fill("[name=login]", "lin")
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    page.wait_for_url(f"{live_server}/")
    return page


def faults(page) -> list[str]:
    return [f"{row['id']}: {row['nodes'][0]['html'][:160]}" for row in Axe().run(page).response["violations"]]


def test_a_chart_is_drawn_without_eval_and_without_a_complaint(page, live_server) -> None:
    answer = page.goto(f"{live_server}/chart/")
    assert "unsafe" not in answer.headers["content-security-policy"]
    page.wait_for_selector(".plot svg")
    assert page.locator(".plot svg path").count() > 5
    assert page.complaints == []


def test_a_chart_takes_the_colours_of_the_theme(page, live_server) -> None:
    page.goto(f"{live_server}/chart/")
    page.wait_for_selector(".plot svg")
    light = page.inner_html(".plot")
    page.click("[data-theme-switch]")
    changed = "old => document.querySelector('.plot svg') && document.querySelector('.plot').innerHTML !== old"
    page.wait_for_function(changed, arg=light)
    assert "#9db7f2" in page.inner_html(".plot")
    assert page.complaints == []


def test_hovering_over_a_chart_tells_the_figure(page, live_server) -> None:
    page.goto(f"{live_server}/chart/")
    page.wait_for_selector(".plot svg")
    page.locator(".plot svg path[aria-roledescription=point]").nth(3).hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert page.complaints == []


def test_the_figures_of_a_chart_stand_beside_it(page, live_server) -> None:
    page.goto(f"{live_server}/chart/")
    page.click("summary:has-text('figures'), summary:has-text('数字')")
    assert page.locator("figure table td").first.is_visible()


@pytest.mark.parametrize("path", ["/", "/settings/", "/search/?q=x", "/auth/2fa/", "/nowhere/", "/chart/"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_have_no_accessibility_fault(signed_in, live_server, path: str, theme: str) -> None:
    signed_in.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    signed_in.goto(f"{live_server}{path}")
    assert faults(signed_in) == []


def test_the_sign_in_page_has_no_accessibility_fault(page, live_server) -> None:
    page.goto(f"{live_server}/auth/login/")
    assert faults(page) == []
    assert page.complaints == []


def test_the_theme_is_kept(signed_in, live_server) -> None:
    signed_in.click("[data-theme-switch]")
    assert signed_in.get_attribute("html", "data-theme") == "dark"
    signed_in.goto(f"{live_server}/settings/")
    assert signed_in.get_attribute("html", "data-theme") == "dark"


def test_the_language_is_switched_in_the_header(signed_in) -> None:
    signed_in.click("button[lang='zh-Hans']")
    signed_in.wait_for_selector("html[lang='zh-Hans']")


def test_the_keyboard_sheet_opens_and_closes(signed_in) -> None:
    signed_in.keyboard.press("?")
    signed_in.wait_for_selector("dialog#keys[open]")
    assert faults(signed_in) == []
    signed_in.keyboard.press("Escape")
    signed_in.wait_for_selector("dialog#keys:not([open])", state="attached")
    signed_in.keyboard.press("/")
    assert signed_in.evaluate("document.activeElement.id") == "site-search"
    signed_in.keyboard.press("?")
    assert signed_in.input_value("#site-search") == "?"


def test_a_phone_opens_the_navigation_by_a_button_and_never_scrolls_sideways(signed_in, live_server) -> None:
    signed_in.set_viewport_size({"width": 390, "height": 844})
    signed_in.goto(f"{live_server}/settings/")
    assert not signed_in.locator("nav[aria-label=Rooms]").is_visible()
    signed_in.click(".rooms-toggle")
    assert signed_in.locator("nav[aria-label=Rooms]").is_visible()
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_passkey_can_be_added_and_used(signed_in, live_server) -> None:
    client = signed_in.context.new_cdp_session(signed_in)
    client.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
           "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    client.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    signed_in.goto(f"{live_server}/auth/2fa/webauthn/add/")
    signed_in.fill("[name=password]", PASSWORD)
    signed_in.click("main button.main")
    signed_in.fill("[name=name]", "desk")
    signed_in.check("[name=passwordless]")
    signed_in.click("#mfa_webauthn_add")
    signed_in.wait_for_selector("text=/codes/i")
    assert signed_in.complaints == []
