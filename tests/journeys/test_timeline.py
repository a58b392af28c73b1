"""What one sees beside the words: pictures in their place, files as cards, what the person asked before."""

import re
import zlib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.documents import a_pdf
from tests.live_server import LiveServer
from tests.mails import DORA, SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PHONE = {"width": 390, "height": 844}


def a_png(width: int, height: int) -> bytes:
    """A grey picture of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress((b"\0" + b"\x99" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_files(text: str, **files: bytes) -> bytes:
    """Dora's mail with files; `_` in a name stands for its dot."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = DORA, SUPPORT, "The kettle does not boil"
    mail["Message-ID"] = "<files@customer.example>"
    mail.set_content(text)
    for name, data in files.items():
        kind = ("application", "pdf") if name.endswith("pdf") else ("image", "png")
        mail.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name.replace("_", "."))
    return mail.as_bytes()


@pytest.fixture
def server(serve, employ) -> LiveServer:
    """Helpdesk with Ben at work."""
    server = serve()
    employ(server)
    return server


def deliver(server: LiveServer, mail: bytes) -> None:
    server.order("mail", "deliver", "--inbox", SUPPORT, given=mail)


def test_pictures_are_looked_at_in_place_with_keys_alone(server, enter, accessible, page: Page, forgive):
    forgive(page)  # A broken document is a request that fails.
    files = {"cold_png": a_png(640, 400), "base_png": a_png(90, 1600), "plan_pdf": a_pdf(), "bill_pdf": b"%PDF-1.4"}
    deliver(server, with_files("It stays cold.", **files))
    enter(page, server)
    page.get_by_text("The kettle does not boil").first.click()
    thread = page.locator("#thread")
    thread.get_by_role("link", name="Look at cold.png").press("Enter")

    box = page.get_by_role("dialog", name="Picture")
    expect(box.get_by_role("img", name="cold.png")).to_be_visible()
    expect(box.get_by_role("status")).to_contain_text("1 of 4")
    accessible(page)
    page.keyboard.press("ArrowRight")
    expect(box.get_by_role("img", name="base.png")).to_be_visible()
    expect(box.get_by_role("status")).to_contain_text("2 of 4")
    page.keyboard.press("ArrowRight")
    expect(box.get_by_role("region", name="plan.pdf")).to_be_focused()
    expect(box.get_by_role("img", name="Page 2")).to_be_attached()
    expect(box.get_by_role("img", name="Page 1")).to_have_js_property("naturalWidth", 400)
    accessible(page)
    page.keyboard.press("ArrowRight")
    expect(box.get_by_text("This document cannot be shown.")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(box.get_by_role("status")).to_contain_text("4 of 4")
    page.keyboard.press("Home")
    expect(box.get_by_role("img", name="cold.png")).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(box.get_by_role("img", name="cold.png")).to_be_in_viewport(ratio=1)
    accessible(page)
    with page.expect_download() as saved:
        box.get_by_role("link", name="Download").click()
    assert saved.value.suggested_filename == "cold.png"
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(thread.get_by_role("link", name="Look at cold.png")).to_be_focused()

    with page.expect_download() as saved:
        thread.get_by_role("link", name="bill.pdf").click()
    assert saved.value.suggested_filename == "bill.pdf"


def test_what_a_person_asked_before_is_read_without_leaving(server, enter, accessible, page: Page):
    deliver(server, a_mail("It flickers since Monday.", subject="The lamp"))
    deliver(server, a_mail("It stays cold.", subject="The kettle"))
    enter(page, server)
    page.get_by_text("The kettle").first.click()
    thread = page.locator("#thread")
    expect(thread.get_by_text("It stays cold.").last).to_be_visible()
    expect(thread.get_by_text("It flickers since Monday.")).to_have_count(0)

    thread.get_by_role("button", name="1 earlier conversation").click()
    expect(thread.get_by_text("It flickers since Monday.")).to_be_visible()
    accessible(page)
    thread.get_by_role("link", name="The lamp").click()

    page.wait_for_url(re.compile(r"/desk/tickets/1\?"))
    expect(page.get_by_role("heading", name="The lamp", level=1)).to_be_visible()
