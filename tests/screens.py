"""The main screens of the desk, each as what one does to see it; `make shots` takes them light, dark and on a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

PHOTO, CHAT, TEXTED, WRITTEN = 44, 49, 56, 45  # Tickets of the demo.
ANSWER = ("Hallo Hanna,", "the second bag left our house this morning:", "- by express, at our cost")


def _path(path: str) -> Callable[[Page, str], None]:
    def go(page: Page, url: str) -> None:
        page.goto(f"{url}/desk/{path}")

    return go


def _photo(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/tickets/{PHOTO}")
    page.get_by_role("link", name="Look at cut.png").scroll_into_view_if_needed()


def _composer(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/tickets/{WRITTEN}")
    page.get_by_role("textbox", name=re.compile("reply", re.IGNORECASE)).click()
    page.get_by_role("button", name="Bold").wait_for()
    page.keyboard.press("ControlOrMeta+a")
    for at, line in enumerate(ANSWER):
        if at:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


def _builder(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/tickets")
    if page.viewport_size and page.viewport_size["width"] < 720:
        page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="New view").click()
    page.get_by_role("dialog", name="Filter tickets").get_by_text("fit").wait_for()


def _bulk(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/tickets")
    page.locator("#rows a.row").first.wait_for()
    for _each in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.get_by_text("3 selected").first.wait_for()


def _palette(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/tickets/{WRITTEN}")
    page.locator("#thread article").first.wait_for()
    page.keyboard.press("ControlOrMeta+k")
    field = page.get_by_role("combobox", name="Find and do anything")
    field.fill("ref")
    page.get_by_role("option", name=re.compile("Refund")).first.wait_for()


SCREENS: dict[str, Callable[[Page, str], None]] = {
    "list": _path("tickets"),
    "mail": _photo,
    "chat": _path(f"tickets/{CHAT}"),
    "text": _path(f"tickets/{TEXTED}"),
    "composer": _composer,
    "filter": _builder,
    "bulk": _bulk,
    "palette": _palette,
    "contact": _path("contacts/22"),
    "inboxes": _path("settings/inboxes"),
    "macros": _path("settings/macros"),
    "fields": _path("settings/fields"),
    "roles": _path("settings/roles"),
    "satisfaction": _path("satisfaction"),
    "search": _path("tickets?q=strap"),
}
