"""What a browser fetches for its first page, with empty hands: bytes on the wire, requests, and until when."""

import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from tests.bench.apps import ADMIN, PASSWORD
from tests.bench.rows import Row
from tests.fetched import Fetched
from tests.live_server import LiveServer

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
SETTLED_MILLISECONDS = 1500


def cold(server: LiveServer, number: int) -> Iterator[Row]:
    """Open the list and a ticket, each in a browser that has never been here; no row where there is no Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            state = _logged_in(chromium, server)
            for name, path in (("list", "/desk/tickets"), ("ticket", f"/desk/tickets/{number}")):
                yield from _rows(chromium, state, f"{server.url}{path}", name)
        finally:
            chromium.close()


def _rows(chromium: Chromium, state: list[dict[str, object]], url: str, name: str) -> Iterator[Row]:
    context = chromium.new_context()
    context.add_cookies(state)
    page = context.new_page()
    first = Fetched(page)
    page.goto(url)
    page.locator("#rows a.row").first.wait_for()
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    yield Row(
        f"first load of the {name}: scripts and styles, packed", "KB", first.kilobytes("Script", "Stylesheet"), None, 1
    )
    yield Row(f"first load of the {name}: page, packed", "KB", first.kilobytes("Document"), None, 1)
    yield Row(f"first load of the {name}: everything, packed, with the font", "KB", first.kilobytes(), None, 1)
    yield Row(f"first load of the {name}: requests", "requests", float(len(first.kinds)), None, 1)
    again = Fetched(page)
    page.reload()
    page.locator("#rows a.row").first.wait_for()
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    yield Row(f"second load of the {name}: everything, packed", "KB", again.kilobytes(), None, 1)
    context.close()


def _logged_in(chromium: Chromium, server: LiveServer) -> list[dict[str, object]]:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/login")
    page.get_by_label("Email address").fill(ADMIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk/tickets**")
    cookies = [dict(cookie) for cookie in context.cookies()]
    context.close()
    return cookies
