"""A live server and a real browser. A journey that leaves an error in the browser's console fails."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.databases import Database
from tests.factories import PASSWORD
from tests.live_server import LiveServer
from tests.mails import SUPPORT
from tests.surroundings import missing

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ARGUMENTS += ["--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage"]
# Two browsers and two servers share two cores here: what takes half a second for people may take ten for a test.
expect.set_options(timeout=15_000)
# What fades in has its colours only at the end; what turns for ever is not waited for.
SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter((each) => each.effect.getComputedTiming().endTime !== Infinity).map((each) => each.finished))"""
# What WCAG 2.2 AA asks for; by night only the colours are others.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"runOnly": ["color-contrast"]}
DARK = "matchMedia('(prefers-color-scheme: dark)').matches"


@pytest.fixture
def serve(database: Database, tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Start Helpdesk on a fresh database, with more environment if asked: `serve(SMTP_URL=smtp.url)`.

    Replies leave at once, unless `undo` lets them wait as they do for people.
    """
    started: list[LiveServer] = []

    def start(*, undo: bool = False, **environ: str) -> LiveServer:
        database.renew()
        server = LiveServer(tmp_path / "live", {"DATABASE_URL": database.url} | environ)
        (tmp_path / "live").mkdir()
        started.append(server)
        server.start()
        if not undo:
            server.leave_at_once()
        return server

    yield start
    for server in started:
        server.kill()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], playwright: Any) -> dict[str, Any]:
    """Use Debian's Chromium, or the one CHROMIUM names, or Playwright's own."""
    own = Path(playwright.chromium.executable_path)
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or (own if own.exists() else None)
    if found is None:
        missing("Chromium (Debian: apt-get install chromium)")
    return {**browser_type_launch_args, "executable_path": str(found), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each journey has a server of its own, so no address is known beforehand (pytest-playwright's own one warns)."""


@pytest.fixture
def page(page: Page, forgiven: list[Page]) -> Iterator[Page]:
    """A page whose script errors and console errors fail the test."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", listen)
    page.set_default_timeout(20_000)
    yield page
    if page not in forgiven:
        assert said == []


@pytest.fixture
def forgiven() -> list[Page]:
    """The pages whose errors are part of the story."""
    return []


@pytest.fixture
def forgive(forgiven: list[Page]) -> Callable[[Page], None]:
    """Let a page complain from now on: its server is about to go away."""
    return forgiven.append


@pytest.fixture
def enter() -> Callable[[Page, LiveServer], None]:
    """Log Ben in through the form, as he does every morning; `employ` made his account."""

    def fill_in(page: Page, server: LiveServer) -> None:
        page.goto(f"{server.url}/login")
        page.get_by_label("Email address").fill("ben@acme.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/desk/tickets**")

    return fill_in


@pytest.fixture
def employ() -> Callable[[LiveServer], str]:
    """Set a new server up as an admin does from the command line: Ben and the inbox. Returns the hook's address."""

    def set_up(server: LiveServer) -> str:
        ben = ("--email", "ben@acme.example", "--name", "Ben", "--role", "admin", "--password", PASSWORD)
        server.order("agent", "create", *ben)
        inbox = ("--channel", "email", "--name", "Support", "--address", SUPPORT)
        return str(server.order("inbox", "create", *inbox)[0]["hook_url"])

    return set_up


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fail on what axe finds against WCAG 2.2 AA on the page as it stands, by day and by night."""

    def check(page: Page) -> None:
        look(page, RULES)
        own, other = ("dark", "light") if page.evaluate(DARK) else ("light", "dark")
        page.emulate_media(color_scheme=other)
        look(page, COLOURS)
        page.emulate_media(color_scheme=own)

    def look(page: Page, options: dict[str, Any]) -> None:
        page.evaluate(SETTLED)
        found = Axe().run(page, options=options).response["violations"]
        assert [
            (rule["id"], [(node["target"], node["failureSummary"]) for node in rule["nodes"]][:3]) for rule in found
        ] == []

    return check
