"""A person at a browser: logs in, opens pages, and looks at each with axe and at the console."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

PASSWORD = "Way-of-one-post-7"
RECORDS = "account_authentication_methods"


@dataclass
class Walker:
    """One browser window of one person; `faults` gathers what no page may have."""

    browser: Browser
    site: str
    username: str
    language: str
    faults: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def __enter__(self) -> Walker:
        self.context: BrowserContext = self.browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.add_cookies([{"name": "django_language", "value": self.language, "url": self.site}])
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._response)
        return self

    def __exit__(self, *args: Any) -> None:
        self.context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{self.page.url}: console says {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{self.page.url}: {response.url} answered {response.status}")

    def look(self) -> None:
        """Nothing on this page may be hard to use or in the wrong language."""
        self.page.wait_for_load_state("networkidle")
        self.looked_at.append(self.page.url.removeprefix(self.site))
        found = Axe().run(self.page).response["violations"]
        for violation in found:
            targets = [node["html"][:160] for node in violation["nodes"][:3]]
            self.faults.append(f"{self.page.url}: {violation['id']} {violation['help']} {targets}")
        spoken = self.page.get_attribute("html", "lang") or ""
        if spoken.lower()[:2] != self.language[:2]:
            self.faults.append(f"{self.page.url}: speaks {spoken}")

    def open(self, path: str) -> None:
        """Go there and look at it."""
        self.page.goto(self.site + path, wait_until="networkidle")
        self.look()

    def press(self, selector: str) -> None:
        """Press a button that sends a form, and look at what comes."""
        with self.page.expect_navigation(wait_until="networkidle"):
            self.page.click(selector)
        self.look()

    def log_in(self) -> None:
        """Through the login page."""
        self.open("/auth/login/")
        self.page.fill("input[name=login]", self.username)
        self.page.fill("input[name=password]", PASSWORD)
        with self.page.expect_navigation(wait_until="networkidle"):
            self.page.press("input[name=password]", "Enter")
        self.look()
        assert "/auth/login" not in self.page.url

    def let_time_pass(self) -> None:
        """The password was given long ago: the next signature asks for it again."""
        key = next(cookie["value"] for cookie in self.context.cookies() if cookie["name"] == "sessionid")
        session = SessionStore(key)
        session[RECORDS] = [{**record, "at": record["at"] - 3600} for record in session[RECORDS]]
        session.save()

    def confirm_password(self) -> None:
        """On the page that asks for it."""
        assert "/reauthenticate/" in self.page.url, self.page.url
        self.page.fill("input[name=password]", PASSWORD)
        with self.page.expect_navigation(wait_until="networkidle"):
            self.page.press("input[name=password]", "Enter")
        self.look()
