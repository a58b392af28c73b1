"""A morning at the list: rows are worked off together, nothing moves under the pointer, unread is a personal matter."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SUBJECTS = ("The first kettle", "The second kettle", "The third kettle")


def test_tickets_are_chosen_worked_off_taken_back_and_read(serve, employ, enter, page: Page, accessible):
    server = serve()
    employ(server)
    for subject in SUBJECTS:
        server.order("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail("It is cold.", subject=subject))
    enter(page, server)
    rows = page.locator("#rows a.row")
    expect(rows).to_have_count(3, timeout=20_000)

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    bar = page.get_by_role("toolbar", name="Selected tickets")
    expect(bar).to_contain_text("2 selected")
    accessible(page)
    bar.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("2 tickets resolved")).to_be_visible()
    expect(rows).to_have_count(1)
    page.keyboard.press("z")
    expect(rows).to_have_count(3)

    # While the pointer is at the list, what is new waits.
    rows.nth(1).hover()
    server.order("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail("Hot.", subject="A fourth kettle"))
    expect(page.get_by_role("status").filter(has_text="New message")).to_be_attached(timeout=20_000)
    rows.nth(1).click(button="right")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Assign to me")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)

    # Opening reads it, Shift+U makes it unread again.
    rows.nth(1).click()
    here = page.locator("#rows a.row[aria-current]")
    expect(here).not_to_have_class(re.compile("unread"), timeout=15_000)
    page.keyboard.press("Shift+U")
    expect(here).to_have_class(re.compile("unread"))
    page.keyboard.press("u")
    expect(page.locator("#rows a.row.unread")).to_have_count(4, timeout=15_000)
