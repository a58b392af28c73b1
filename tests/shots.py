"""`make shots`: take pictures of the demo into docs/screens/ as WebP: README's, and each main screen in three looks.

Chromium makes the WebP itself, so no picture library is needed.
"""

import base64
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from helpdesk.demo.company import PASSWORD, address_of, described
from tests.live_server import LiveServer
from tests.screens import SCREENS
from tests.servers import PROJECT

TARGET = PROJECT / "docs" / "screens"
QUALITY = 0.75
MOST_BYTES = 2_500_000
# Draw a PNG and write it again as WebP; runs in the browser.
TO_WEBP = """async ([png, quality]) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const webp = await canvas.convertToBlob({ type: "image/webp", quality });
  const bytes = new Uint8Array(await webp.arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""
DESK: ViewportSize = {"width": 1360, "height": 850}
PHONE: ViewportSize = {"width": 390, "height": 844}
STAR = "tickets/50"  # A conversation with everything in it: files, notes, tags, two agents.
ASKED = "Is there a rain cover for the Drift 20?"
ANSWERED = "There is, in yellow and in grey. Shall I put one aside for you?"
WRITER = "colin@prewitt-couriers.example"


def main() -> None:
    """Start the demo, walk through it, leave pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="helpdesk-shots-") as folder, sync_playwright() as playwright:
        server = LiveServer(Path(folder), {"DEMO": "1"})
        server.start()
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            gallery(browser, server.url)
            walk(browser, server.url)
        finally:
            browser.close()
            server.stop()
    assert sum(each.stat().st_size for each in TARGET.iterdir()) < MOST_BYTES


def gallery(browser: Browser, url: str) -> None:
    """Look at every main screen by day, by night and on a phone; small pictures, for there are many."""
    for look_of, scheme, viewport in (("light", "light", DESK), ("dark", "dark", DESK), ("phone", "light", PHONE)):
        page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()
        enter(page, url)
        for name, show in SCREENS.items():
            show(page, url)
            shoot(page, f"{name}-{look_of}", quality=0.4)
        page.context.close()


def walk(browser: Browser, url: str) -> None:
    """Chat as a customer of the demo, answer as its first agent, and look at what a newcomer should see."""
    desk = look(browser)
    enter(desk, url)
    shop = chat(browser, url)
    desk.get_by_text(ASKED).first.click()
    desk.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)).fill(ANSWERED)
    desk.get_by_role("button", name="Send", exact=True).click()
    shop.frame_locator("iframe").get_by_text(ANSWERED).wait_for()
    desk.get_by_role("button", name="Resolve", exact=True).click()
    shop.frame_locator("iframe").get_by_role("button", name="5").click()
    shop.frame_locator("iframe").get_by_label("Thank you. Anything to add?").wait_for()
    shoot(shop, "shop")
    for name, path in (("ticket", STAR), ("satisfaction", "satisfaction"), ("rules", "settings/rules/1")):
        desk.goto(f"{url}/desk/{path}")
        shoot(desk, f"desk-{name}")
    night, phone = look(browser, scheme="dark"), look(browser, viewport=PHONE)
    enter(night, url)
    night.goto(f"{url}/desk/{STAR}")
    shoot(night, "desk-dark-ticket")
    enter(phone, url)
    shoot(phone, "phone-list")
    question(browser, desk, url)


def look(browser: Browser, *, scheme: Literal["light", "dark"] = "light", viewport: ViewportSize = DESK) -> Page:
    """Return a page of somebody's own browser."""
    return browser.new_context(viewport=viewport, color_scheme=scheme, device_scale_factor=1.5).new_page()


def chat(browser: Browser, url: str) -> Page:
    """Ask in the shop's chat as a customer who is logged in there."""
    page = look(browser)
    page.goto(f"{url}/demo/shop?customer=leonie")
    page.get_by_role("button", name=re.compile("Open the chat")).click()
    field = page.frame_locator("iframe").get_by_label("Your message")
    field.fill(ASKED)
    field.press("Enter")
    return page


def question(browser: Browser, desk: Page, url: str) -> None:
    """Resolve a ticket that came by mail, and follow the link that its customer is sent."""
    desk.goto(f"{url}/desk/{STAR}")
    desk.get_by_role("button", name="Resolve", exact=True).click()
    desk.get_by_text("How did we do?").wait_for()
    page = look(browser, viewport=PHONE)
    page.goto(f"{url}/demo/mailbox?address={WRITER}")
    page.get_by_role("row", name=re.compile("How did we do")).first.get_by_role("link").click()
    with page.expect_popup() as opened:
        page.frame_locator("iframe.letter").get_by_role("link", name="Good").first.click()
    shoot(opened.value, "phone-survey")


def enter(page: Page, url: str) -> None:
    """Log in."""
    page.goto(f"{url}/login")
    page.get_by_label(re.compile("email", re.IGNORECASE)).fill(address_of(described()["agents"][0]["key"]))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/desk/tickets**")


def shoot(page: Page, name: str, *, quality: float = QUALITY) -> None:
    """Take a picture once everything has arrived."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    blank = page.context.new_page()  # The page's own policy would not let it fetch a picture.
    png = base64.b64encode(page.screenshot()).decode("ascii")
    webp = blank.evaluate(TO_WEBP, [png, quality])
    blank.close()
    (TARGET / f"{name}.webp").write_bytes(base64.b64decode(webp))


if __name__ == "__main__":
    main()
