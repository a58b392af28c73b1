"""Ben builds a filter, keeps it as a view, and sees tickets come and go in it by themselves."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_filter_is_built_kept_and_followed(serve, employ, enter, page: Page, accessible):
    server = serve()
    employ(server)
    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold.", subject="My kettle"))
    enter(page, server)
    rows, dialog = page.get_by_role("region", name="Tickets"), page.get_by_role("dialog")
    expect(rows.get_by_text("My kettle")).to_be_visible(timeout=20_000)

    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("button", name="More conditions…").click()
    expect(dialog.get_by_role("status")).to_have_text("1 ticket fits")
    dialog.get_by_role("button", name="Add condition").click()
    expect(dialog.get_by_label("What is looked at").nth(1)).to_be_focused()
    dialog.get_by_label("What is looked at").nth(1).select_option("subject")
    expect(dialog.get_by_role("status")).to_have_text("Fill in every condition to see what fits.")
    dialog.get_by_role("textbox", name="Subject").fill("lamp")
    expect(dialog.get_by_role("status")).to_have_text("No ticket fits now.")
    accessible(page)
    dialog.get_by_role("button", name="Show tickets").click()
    expect(rows.get_by_role("heading", name="Filtered tickets")).to_be_visible()
    expect(page).to_have_url(re.compile(r"f=%5B%22all"))
    expect(rows.get_by_text("My kettle")).to_be_hidden()

    page.go_back()
    expect(rows.get_by_text("My kettle")).to_be_visible()
    page.go_forward()
    expect(rows.get_by_text("My kettle")).to_be_hidden()

    rows.get_by_role("button", name="Own filter", exact=True).click()
    dialog.get_by_role("button", name="Save as view").click()
    dialog.get_by_label("Name of the view").fill("Lamps")
    accessible(page)
    dialog.get_by_role("button", name="Save view").click()
    link = page.get_by_role("link", name="Lamps")
    expect(link).to_have_attribute("aria-current", "page")

    server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It is dark.", subject="My lamp"))
    expect(rows.get_by_text("My lamp")).to_be_visible(timeout=20_000)
    expect(link).to_have_text(re.compile("Lamps ?1"), timeout=20_000)
    rows.get_by_text("My lamp").click()
    page.get_by_role("button", name="Resolve", exact=True).first.click()
    expect(rows.get_by_text("My lamp")).to_be_hidden(timeout=20_000)
