"""An agent chooses how a reply leaves and whom it reaches, without leaving the composer."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from config import Config
from helpdesk import create_app
from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db, unit
from tests.live_server import LiveServer
from tests.mails import SUPPORT, a_mail
from tests.texts import NUMBER, PAT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def give_phone(server: LiveServer) -> None:
    """Dora told us her number."""
    app = create_app(Config.from_env(server.environ))
    with app.app_context():
        with unit():
            dora = db.session.scalars(select(Identity).where(Identity.value == "dora@customer.example")).one()
            db.session.add(Identity(contact_id=dora.contact_id, kind="phone", value=PAT, source="agent"))
        db.engine.dispose()


def test_a_reply_goes_by_text_or_to_people_one_knows(serve, employ, enter, accessible, page: Page):
    server = serve()
    employ(server)
    server.order(
        "inbox", "create", "--channel", "sms", "--name", "Texts", "--address", NUMBER, "--set", "default_region=DE"
    )
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold.", subject="A cold kettle"))
    eli = a_mail("Hello.", sender="Eli Stone <eli@customer.example>", subject="A question")
    server.order("mail", "deliver", "--inbox", SUPPORT, given=eli)
    enter(page, server)
    expect(page.get_by_text("A question").first).to_be_visible(timeout=20_000)
    give_phone(server)
    page.get_by_text("A cold kettle").first.click()
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()

    way = page.get_by_role("button", name=re.compile("How it is sent"))
    expect(way).to_contain_text("Email to Dora")
    way.click()
    accessible(page)
    page.get_by_role("menuitem", name="Recipients…").click()
    line = page.get_by_role("combobox", name="Cc", exact=True)
    line.press_sequentially("eli")
    expect(page.get_by_role("option", name=re.compile("Eli Stone"))).to_be_visible()
    accessible(page)
    line.press("Enter")
    expect(page.get_by_role("button", name="Remove eli@customer.example")).to_be_visible()
    line.press_sequentially("carl")
    page.get_by_role("textbox", name="Reply", exact=True).click()
    expect(page.get_by_text("“carl” is not an address.")).to_be_visible()
    page.keyboard.type("Have you plugged it in?")
    page.keyboard.press("Control+Enter")
    expect(line).to_be_focused()
    accessible(page)
    line.fill("")

    page.get_by_role("button", name="Emoji").click()
    accessible(page)
    page.get_by_role("menuitem", name="wave hello bye").click()
    way.click()
    page.get_by_role("menuitemradio", name=re.compile("SMS")).click()
    expect(way).to_contain_text("SMS to Dora")
    expect(page.get_by_role("toolbar", name="Formatting")).to_have_count(0)
    field = page.get_by_role("textbox", name="Reply", exact=True)
    expect(field).to_have_value("Have you plugged it in?👋")
    accessible(page)
    field.press("Control+Enter")

    sent = page.get_by_role("article", name="Reply from Ben")
    expect(sent).to_contain_text("by SMS")
    expect(sent).to_contain_text(PAT)
    expect(way).to_contain_text("Email to Dora")
