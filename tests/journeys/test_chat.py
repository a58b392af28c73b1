"""Visitor and agent chat live; a restart in between loses and doubles nothing; what is unread goes by mail."""

import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLong

from tests.live_server import LiveServer, until
from tests.mails import a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SOON = 20_000
PHONE = {"width": 390, "height": 844}


class Shop:
    """A site of somebody else, with the script tag on its page."""

    def __init__(self) -> None:
        self.tag = ""
        shop = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = f'<!doctype html><html lang="en"><title>Shop</title><h1>Kettles</h1>{shop.tag}'
                self.send_response(200 if self.path == "/" else 204)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode() if self.path == "/" else b"")

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    made = Shop()
    yield made
    made.close()


@pytest.fixture
def chats(shop: Shop, employ):
    """Open the shop's chat on a running server, its script tag on the shop's page."""

    def start(server: LiveServer, **settings: str) -> None:
        employ(server)
        words = [f"{key}={value}" for key, value in ({"sites": shop.url} | settings).items()]
        options = [part for word in words for part in ("--set", word)]
        (made,) = server.order("inbox", "create", "--channel", "chat", "--name", "Shop", "--address", "shop", *options)
        shop.tag = made["script_tag"]

    return start


def opened(page: Page, shop: Shop) -> FrameLocator:
    page.goto(shop.url)
    page.get_by_role("button", name="Open the chat").click()
    return page.frame_locator("iframe")


def write(frame: FrameLocator, words: str) -> None:
    frame.get_by_label("Your message").fill(words)
    frame.get_by_label("Your message").press("Enter")


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """The visitor's own browser: no cookie of the agent's."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def answer(page: Page, words: str) -> None:
    page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)).fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def type_until(sign: Locator, field: Locator) -> None:
    """Type as people do, letter by letter, until the other side shows it: a sign that is lost is not sent again."""
    for _ in range(8):
        field.press_sequentially("a", delay=30)
        with suppress(TooLong):
            return sign.wait_for(state="visible", timeout=3000)
    raise AssertionError("Nobody saw the typing.")


def test_visitor_and_agent_chat_live(serve, chats, enter, shop, page: Page, visitor: Page):
    server = serve()
    chats(server)
    enter(page, server)
    chat = opened(visitor, shop)
    write(chat, "Do you ship to Norway?")

    page.get_by_text("Do you ship to Norway?").first.click(timeout=SOON)
    type_until(chat.get_by_text("is typing…"), page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)))
    answer(page, "We do.")
    expect(chat.get_by_text("We do.")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("Seen")).to_be_visible(timeout=SOON)
    type_until(page.get_by_text("is typing…"), chat.get_by_label("Your message"))

    chat.get_by_label("Your message").fill("And to Sweden?")
    chat.get_by_role("button", name="Close the chat").click()
    answer(page, "Anything else?")
    expect(visitor.get_by_role("button", name="Open the chat, 1 unread")).to_be_visible(timeout=SOON)
    visitor.reload()
    expect(visitor.get_by_role("button", name="Open the chat, 1 unread")).to_be_visible(timeout=SOON)
    visitor.get_by_role("button", name="Open the chat").click()
    expect(chat.get_by_text("Anything else?")).to_be_visible(timeout=SOON)

    visitor.route("**/messages", lambda route: route.abort())
    expect(chat.get_by_label("Your message")).to_have_value("And to Sweden?")
    chat.get_by_label("Your message").press("Enter")
    expect(chat.get_by_text("Waiting for the connection…")).to_be_visible(timeout=SOON)
    visitor.unroute("**/messages")
    visitor.reload()
    expect(page.locator(".thread").get_by_text("And to Sweden?")).to_be_visible(timeout=SOON)


def test_a_restart_in_mid_chat_loses_and_doubles_nothing(serve, chats, enter, shop, page: Page, visitor: Page, forgive):
    server = serve()
    chats(server)
    enter(page, server)
    chat = opened(visitor, shop)
    write(chat, "First")
    page.get_by_text("First").first.click(timeout=SOON)
    answer(page, "Second")
    expect(chat.get_by_text("Second")).to_be_visible(timeout=SOON)
    forgive(page)

    server.stop()
    write(chat, "Third, into the void")
    expect(chat.get_by_text("Waiting for the connection…")).to_be_visible(timeout=SOON)
    server.start()

    expect(page.locator(".thread").get_by_text("Third, into the void")).to_be_visible(timeout=60_000)
    answer(page, "Fourth")
    expect(chat.get_by_text("Fourth")).to_be_visible(timeout=60_000)
    words = chat.locator("li .bubble").all_inner_texts()
    assert words == ["First", "Second", "Third, into the void", "Fourth"]
    (ticket,) = server.order("export")
    said = [message["text"] for message in ticket["messages"] if message["kind"] != "event"]
    assert said == words


def test_unread_words_are_mailed_and_the_answer_lands_in_the_chat(
    serve, chats, enter, shop, smtp, page: Page, visitor: Page
):
    server = serve(SMTP_URL=smtp.url)
    chats(server, fallback_inbox_id="1")
    enter(page, server)
    chat = opened(visitor, shop)
    write(chat, "Do you ship to Norway?")
    chat.get_by_label("Get the answer by mail if you leave").fill("dora@customer.example")
    chat.get_by_role("button", name="Save").click()
    expect(chat.get_by_text("answers go to dora@customer.example")).to_be_visible(timeout=SOON)
    visitor.goto("about:blank")

    page.get_by_text("Do you ship to Norway?").first.click(timeout=SOON)
    answer(page, "We do.")
    until(lambda: server.hurry("mailroom.fallback"), what="the look at what is unread")
    until(lambda: smtp.mails, seconds=60, what="the mail with the unread words")
    mail = smtp.mails[0].message
    back = a_mail("Thank you!", to=mail["Reply-To"], in_reply_to=mail["Message-ID"])
    server.order("mail", "deliver", "--inbox", "support@acme.example", given=back)

    expect(page.get_by_text("Thank you!").last).to_be_visible(timeout=SOON)
    assert len(server.order("ticket", "list")) == 1
    visitor.goto(shop.url)
    visitor.get_by_role("button", name="Open the chat").click()
    expect(visitor.frame_locator("iframe").get_by_text("Thank you!")).to_be_visible(timeout=SOON)


def test_another_site_may_not_show_the_chat(serve, chats, shop, visitor: Page):
    server = serve()
    chats(server, sites="https://elsewhere.example")
    visitor.goto(shop.url)

    with visitor.expect_console_message(lambda message: "frame-ancestors" in message.text, timeout=SOON):
        visitor.get_by_role("button", name="Open the chat").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chat_is_accessible_and_fits_a_phone(serve, chats, shop, browser: Browser, accessible, scheme):
    server = serve()
    chats(server, fallback_inbox_id="1")
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    chat = opened(page, shop)
    write(chat, "Do you ship to Norway? " * 8)
    expect(chat.get_by_label("Get the answer by mail if you leave")).to_be_visible(timeout=SOON)
    expect(chat.get_by_label("Your message")).to_be_focused()
    accessible(page)
    wide = page.frames[1].evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open the chat")).to_be_focused()
    context.close()
