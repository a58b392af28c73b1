"""`make shots`: take the README's pictures of the demo, light and dark, desk and phone, into docs/screens/ as WebP.

Chromium makes the WebP itself, so no picture library is needed.
"""

import base64
import os
import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from helpdesk.demo.company import PASSWORD, address_of, described
from tests.live_server import LiveServer
from tests.servers import PROJECT

TARGET = PROJECT / "docs" / "screens"
QUALITY = 0.82
# Draw a PNG and write it again as WebP; runs in the browser.
TO_WEBP = """async ([png, quality]) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  const webp = await canvas.convertToBlob({ type: "image/webp", quality });
  const bytes = new Uint8Array(await webp.arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""
DESK = {"width": 1360, "height": 850}
PHONE = {"width": 390, "height": 844}
STAR = 50  # A conversation with everything in it: files, notes, tags, two agents.
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
            walk(browser, server.url)
        finally:
            browser.close()
            server.stop()


def walk(browser: Browser, url: str) -> None:
    """Log in as the first agent of the demo and look at what a newcomer should see."""
    for name, viewport, scheme in (("desk", DESK, "light"), ("desk-dark", DESK, "dark"), ("phone", PHONE, "light")):
        context = browser.new_context(viewport=viewport, color_scheme=scheme, device_scale_factor=1.5)
        page = context.new_page()
        enter(page, url)
        shoot(page, f"{name}-list")
        page.goto(f"{url}/desk/tickets/{STAR}")
        shoot(page, f"{name}-ticket")
        if name == "desk":
            for path in ("deliveries", "envelopes", "settings/inboxes"):
                page.goto(f"{url}/desk/{path}")
                shoot(page, f"desk-{path.rpartition('/')[2]}")
        context.close()
    page = browser.new_context(viewport=DESK, device_scale_factor=1.5).new_page()
    page.goto(f"{url}/demo/mailbox?address={WRITER}")
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
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    blank = page.context.new_page()  # The page's own policy would not let it fetch a picture.
    png = base64.b64encode(page.screenshot()).decode("ascii")
    webp = blank.evaluate(TO_WEBP, [png, QUALITY])
    blank.close()
    (TARGET / f"{name}.webp").write_bytes(base64.b64decode(webp))


if __name__ == "__main__":
    main()
