"""An admin writes a rule by clicking, and the next mail shows what it did and why."""

import pytest
from playwright.sync_api import Page, expect

from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_rule_is_written_row_by_row_and_works_on_the_next_mail(serve, employ, enter, page: Page, accessible):
    server = serve()
    employ(server)
    enter(page, server)
    page.goto(f"{server.url}/desk/settings/rules/new")
    page.get_by_label("Name").fill("Kettles")
    page.locator("[name=new-field]").select_option("subject")
    page.get_by_role("button", name="Add condition").click()
    page.locator("[name=c0-value]").fill("kettle")
    page.locator("[name=new-action]").select_option("set_priority")
    page.get_by_role("button", name="Add action").click()
    expect(page.get_by_label("Priority", exact=True)).to_be_focused()
    expect(page.locator("[name=c0-value]")).to_have_value("kettle")
    page.get_by_label("Priority", exact=True).select_option("high")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="0 tickets match now")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_text("The rule Kettles is kept.")).to_be_visible()

    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold.", subject="My kettle"))
    page.goto(f"{server.url}/desk/tickets")
    page.get_by_text("My kettle").first.click(timeout=20_000)
    page.get_by_role("link", name="Rule “Kettles” ran: set the priority").click()

    expect(page.get_by_role("region", name="Runs of this rule")).to_contain_text("My kettle")
