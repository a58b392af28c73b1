"""An agent writes with form: lists, pictures and links, and the customer gets the same."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.factories import a_field
from tests.fetched import Fetched
from tests.live_server import until
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# What we promise of a first visit, over the wire, with the font.
MOST_REQUESTS, MOST_KILOBYTES, MOST_OF_THE_WORKSPACE = 10, 200, 120
SUBJECT = "The kettle does not boil"
# A picture of one dot, pasted as the browser does it.
PASTE_PICTURE = """field => {
  const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const bytes = Uint8Array.from(atob(dot), (letter) => letter.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "shot.png", { type: "image/png" }));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
PASTE_HTML = """(field, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
FROM_AN_OFFICE = """<html xmlns:o="urn:x"><head><style>p {color: red}</style></head><body><!--StartFragment-->
<p class="MsoNormal"><b>Terms</b><o:p></o:p> <a href="javascript:alert(1)" onclick="alert(1)">here</a></p>
<script>document.title = "taken"</script><iframe src="https://evil.example"></iframe>
<table><tr><td>Price</td><td>3</td></tr></table><!--EndFragment--></body></html>"""


@pytest.fixture
def server(serve, smtp, employ, enter, page: Page):
    """A server with one mail of Dora's, open before Ben."""
    server = serve(SMTP_URL=smtp.url)
    employ(server)
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold.", subject=SUBJECT))
    enter(page, server)
    page.get_by_text(SUBJECT).first.click(timeout=20_000)
    return server


def editor(page: Page, name: str = "Reply") -> Locator:
    """Turn to the field, and return it once the editor has taken it over."""
    field = page.get_by_role("textbox", name=name, exact=True)
    field.click()
    expect(field).to_have_attribute("contenteditable", "true", timeout=20_000)
    return field


def first_visit(page: Page) -> None:
    """Look at the ticket in a browser never here before: little is fetched, and the editor only for who turns to it."""
    first = page.context.browser.new_context()
    first.add_cookies(page.context.cookies())
    visit = first.new_page()
    fetched = Fetched(visit)
    visit.goto(page.url)
    expect(visit.get_by_role("article", name="Dora")).to_be_visible(timeout=20_000)
    visit.wait_for_load_state("networkidle")
    assert len(fetched.urls) <= MOST_REQUESTS, fetched.urls
    assert fetched.kilobytes() <= MOST_KILOBYTES
    assert fetched.kilobytes("Script", "Stylesheet") <= MOST_OF_THE_WORKSPACE

    visit.keyboard.press("r")
    visit.keyboard.type("Please unplug it")
    field = visit.get_by_role("textbox", name="Reply", exact=True)
    expect(field).to_have_attribute("contenteditable", "true", timeout=20_000)
    expect(field).to_have_text("Please unplug it")
    expect(field).to_be_focused()
    first.close()


def test_what_was_formatted_and_shown_arrives_as_it_was_written(server, smtp, page: Page, accessible):
    field = editor(page)
    page.keyboard.type("Please **unplug** it:")
    page.keyboard.press("Enter")
    page.keyboard.type("- the kettle")
    page.keyboard.press("Enter")
    page.keyboard.type("its base")
    for _ in range(2):
        page.keyboard.press("Enter")
    page.keyboard.press("Control+i")
    page.keyboard.type("Then")
    page.keyboard.press("Control+i")
    page.keyboard.type(" see ")
    page.keyboard.press("Control+Shift+k")
    expect(page.get_by_label("Link to")).to_be_focused()
    page.keyboard.type("acme.example/help")
    page.keyboard.press("Enter")
    field.evaluate(PASTE_PICTURE)
    expect(field.locator("img[alt='shot.png']")).to_be_visible()
    accessible(page)

    page.keyboard.press("Control+Enter")

    shown = page.get_by_role("article", name="Reply from Ben")
    expect(shown.get_by_role("listitem")).to_have_text(["the kettle", "its base"])
    expect(shown.get_by_role("img", name="shot.png")).to_be_visible()
    expect(field).to_have_text("")
    until(lambda: smtp.mails, seconds=40, what="the answer at the mail server")
    mail = smtp.mails[0].message
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    written = "Please unplug it:\n\n- the kettle\n- its base\n\nThen see https://acme.example/help"
    assert written in plain.replace("\r\n", "\n")
    assert "<p>Please <strong>unplug</strong> it:</p><ul><li><p>the kettle</p></li>" in html
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html


def test_what_an_office_program_puts_on_the_clipboard_is_only_words(server, page: Page):
    field = editor(page)
    field.evaluate(PASTE_HTML, FROM_AN_OFFICE)

    expect(field).to_have_text(re.compile(r"Terms\s*here\s*Price 3"))
    assert field.locator("strong").all_text_contents() == ["Terms"]
    assert field.locator("[style], a, script, iframe, table").count() == 0
    assert page.title() != "taken"


def test_the_editor_comes_to_who_turns_to_it_and_what_was_typed_before_stays(server, page: Page):
    first_visit(page)
    held: list[Route] = []
    page.route("**/editor-*.js", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks its handlers.
    before = len(held)  # The page that goes may still be waiting for its own.
    page.reload()
    field = page.get_by_role("textbox", name="Reply", exact=True)
    field.click()
    page.keyboard.type("First line")
    typing = "document.activeElement.localName == 'textarea'"
    until(lambda: page.evaluate(typing) and len(held) > before, what="the wait")
    expect(page.get_by_role("textbox", name="Reply")).to_have_count(1)
    page.keyboard.press("Shift+Home")
    page.get_by_role("button", name="Bold").click()
    for route in held[before:]:
        route.continue_()
    expect(field.locator("strong")).to_have_text("First line")
    page.keyboard.press("End")
    page.keyboard.type(" goes on")
    expect(field).to_have_text("First line goes on")
    waiting: list[Route] = []
    page.route("**/desk/uploads", lambda route: waiting.append(route))  # noqa: PLW0108 -- As above.
    field.evaluate(PASTE_PICTURE)
    until(lambda: page.evaluate("true") and waiting, what="the picture on its way")
    page.get_by_role("tab", name="Note").click()
    expect(editor(page, "Note")).to_have_text("")
    with page.expect_request(lambda sent: sent.method == "PUT" and '"attachments":[]' not in (sent.post_data or "")):
        waiting[0].continue_()
    page.get_by_role("tab", name="Reply").click()
    expect(editor(page)).to_have_text("First line goes on")
    expect(page.get_by_role("list", name="Attached files")).to_contain_text("shot.png")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()


def write_macro(server, page: Page, accessible) -> None:
    """Write a macro with form in the settings, and come back to the ticket."""
    ticket = page.url
    page.goto(f"{server.url}/desk/settings/macros/new")
    text = page.get_by_role("textbox", name="Text")
    expect(text).to_have_attribute("contenteditable", "true", timeout=20_000)
    page.get_by_role("textbox", name="Name").fill("Unplug it")
    page.get_by_text("What can be filled in").click()
    text.click()
    page.keyboard.type("Dear ")
    page.get_by_role("button", name="{{contact.first_name}}").click()
    page.keyboard.type(", please **unplug** it.")
    accessible(page)
    page.get_by_role("button", name="Add action").click()
    expect(text.locator("strong")).to_have_text("unplug")
    drop = page.get_by_role("button", name=re.compile("^Remove"))
    drop.click()
    expect(drop).to_have_count(0)
    expect(text.locator("strong")).to_have_text("unplug")
    page.get_by_role("button", name="Save macro").click()
    expect(page.get_by_text("The macro Unplug it is kept.")).to_be_visible()
    page.goto(ticket)


def test_a_sign_a_macro_and_a_needed_field_are_met(server, page: Page, accessible, forgive):
    server.order("agent", "create", "--email", "ada@acme.example", "--name", "Ada", "--role", "agent")
    write_macro(server, page, accessible)
    field = editor(page)
    page.keyboard.type("Done :thum")
    choices = page.get_by_role("listbox", name="Emoji").get_by_role("option")
    expect(choices.first).to_have_attribute("aria-selected", "true")
    accessible(page)

    page.keyboard.press("Enter")

    expect(choices).to_have_count(0)
    expect(field).to_have_text("Done 👍")

    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("/unpl")
    expect(page.get_by_role("listbox", name="Macros").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_text("Dear Dora, please unplug it.")
    expect(field.locator("strong")).to_have_text("unplug")

    forgive(page)  # Chromium complains of each answer that refuses.
    server.within(lambda: a_field("Serial number", required=True).id)
    page.reload()
    page.get_by_role("button", name="Resolve", exact=True).click()
    expect(page.get_by_label("Serial number")).to_be_focused()
    expect(field).to_have_text("Dear Dora, please unplug it.")
    page.keyboard.type("K-7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Needed before the ticket is resolved.")).to_be_hidden()
    page.get_by_role("button", name="Hide the contact's details").click()
    page.get_by_role("button", name="Resolve", exact=True).click()
    expect(page.get_by_role("button", name="Status: Resolved")).to_be_visible()

    page.get_by_role("tab", name="Note").click()
    note = editor(page, "Note")
    page.keyboard.type("@Ad")
    expect(page.get_by_role("listbox", name="Colleagues").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(note.locator("[data-mention]")).to_have_count(1)
    kept = "Object.keys(localStorage).every((key) => !key.startsWith('helpdesk.draft.'))"
    until(lambda: page.evaluate(kept), what="the draft at the server")
    page.reload()
    page.get_by_role("tab", name="Note").click()
    expect(editor(page, "Note").locator("[data-mention]")).to_have_text(re.compile("^@Ada"))
