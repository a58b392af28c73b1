"""`make shots`: take the README's pictures of the demo, light and dark, desk and phone, into docs/img/."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from helpdesk.demo.company import PASSWORD, address_of, described
from tests.live_server import LiveServer
from tests.servers import PROJECT

TARGET = PROJECT / "docs" / "img"
DESK = {"width": 1360, "height": 850}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    """Start the demo, walk through it, leave pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="helpdesk-shots-") as folder, sync_playwright() as playwright:
        server = LiveServer(Path(folder), {"DEMO": "1"})
        server.start()
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            walk(browser, server.url)
        finally:
            browser.close()
            server.stop()


def walk(browser: Browser, url: str) -> None:
    """Log in as the first agent of the demo and look at what a newcomer should see."""
    for name, viewport, scheme in (("desk", DESK, "light"), ("desk-dark", DESK, "dark"), ("phone", PHONE, "light")):
        context = browser.new_context(viewport=viewport, color_scheme=scheme, device_scale_factor=2)
        page = context.new_page()
        enter(page, url)
        shoot(page, f"{name}-list")
        page.goto(url + str(page.locator("a[href*='/desk/tickets/']").first.get_attribute("href")))
        shoot(page, f"{name}-ticket")
        context.close()
    page = browser.new_page(viewport=DESK, device_scale_factor=2)
    page.goto(f"{url}/demo")
    shoot(page, "demo")


def enter(page: Page, url: str) -> None:
    """Log in."""
    page.goto(f"{url}/login")
    page.get_by_label(re.compile("email", re.IGNORECASE)).fill(address_of(described()["agents"][0]["key"]))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk/tickets**")


def shoot(page: Page, name: str) -> None:
    """Take a picture once everything has arrived."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=TARGET / f"{name}.png")


if __name__ == "__main__":
    main()
