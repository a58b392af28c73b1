"""A thread of a thousand messages and a list of many pages: what did not change is not drawn again.

Times depend on the machine, so what is counted is work: Preact gives an element new listeners whenever the component
around it is drawn, and a `MutationObserver` sees every node that is touched.
"""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert, select

from config import Config
from helpdesk import create_app
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, table_of, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.priority import set_priority
from tests.mails import SUPPORT, a_mail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
MESSAGES, TICKETS, A_PAGE = 1000, 160, 30
REMEMBER = """selector => {
    const whole = { subtree: true, childList: true, attributes: true, characterData: true };
    window.before = new Map([...document.querySelectorAll(selector)].map((one) => [one, { ...one.__e }]));
    window.touched = 0;
    window.watcher?.disconnect();
    window.watcher = new MutationObserver((seen) => { window.touched += seen.length; });
    window.watcher.observe(document.querySelector(selector.split(" ")[0]), whole);
}"""
DRAWN_AGAIN = """() => [...window.before].filter(([one, old]) => Object.keys(old).length === 0
    || Object.entries(old).some(([name, listener]) => one.__e[name] !== listener)).length"""


@pytest.fixture
def inside():
    """Do something on a server's database as a program beside it would: `with inside(server): …`."""

    def enter(server):
        return create_app(Config.from_env(server.environ)).app_context()

    return enter


def fill(ticket):
    """Let a ticket have a thousand messages, and a good many others lie beside it."""
    row = dict(db.session.execute(select(table_of(Ticket)).where(Ticket.id == ticket.id)).mappings().one())
    common = {"ticket_id": ticket.id, "inbox_id": ticket.inbox_id, "contact_id": ticket.contact_id, "created_at": now()}
    told = [common | {"kind": MessageKind.INBOUND, "text": f"This is message {n} of many."} for n in range(MESSAGES)]
    db.session.execute(insert(Message), told)
    others = [{**row, "id": None, "number": ticket.number + n, "subject": f"Matter {n}"} for n in range(1, TICKETS)]
    db.session.execute(insert(table_of(Ticket)), [{k: v for k, v in one.items() if k != "id"} for one in others])


def change(number, priority):
    with unit():
        set_priority(db.session.scalars(select(Ticket).where(Ticket.number == number)).one(), priority, by=SYSTEM)


def test_what_did_not_change_is_not_drawn_again(serve, employ, enter, inside, page: Page):
    server = serve()
    employ(server)
    server.order("mail", "deliver", "--inbox", SUPPORT, "--wait", given=a_mail("It is cold.", subject="A kettle"))
    with inside(server):
        with unit():
            ticket = db.session.scalars(select(Ticket)).one()
            fill(ticket)
            number = ticket.number
        enter(page, server)

        # Every page of the list is loaded by scrolling.
        rows = page.locator("#rows a.row")
        while rows.count() < TICKETS:
            seen = rows.count()
            rows.last.scroll_into_view_if_needed()
            expect(rows.nth(seen)).to_be_attached()
        page.evaluate(REMEMBER, "#rows a.row, #rows input.box")
        change(number + 9, "high")
        changed = page.locator(f'#rows a.row[data-number="{number + 9}"]')
        expect(changed.get_by_text("High priority")).to_be_attached(timeout=15_000)
        # The link and the box of the one row that changed.
        assert page.evaluate(DRAWN_AGAIN) == 2

        # Choosing a row touches that row alone.
        page.evaluate(REMEMBER, "#rows a.row, #rows input.box")
        page.locator(f'#rows a.row[data-number="{number}"]').click()
        cards = page.locator("#thread article")
        expect(cards).to_have_count(A_PAGE, timeout=15_000)
        assert page.evaluate(DRAWN_AGAIN) <= 4

        # Older messages come above, and what one reads stays where it is.
        older = page.get_by_role("button", name="Show earlier messages")
        for loaded in (2, 3):
            older.scroll_into_view_if_needed()
            first = page.locator(f"#{cards.first.get_attribute('id')}")
            at = first.bounding_box()["y"]
            older.click()
            expect(cards).to_have_count(loaded * A_PAGE, timeout=15_000)
            page.wait_for_function(
                "([id, y]) => Math.abs(document.getElementById(id).getBoundingClientRect().y - y) < 3",
                arg=[first.get_attribute("id"), at],
            )

        # Typing below a long thread, and news of another ticket, leave it alone.
        page.evaluate(REMEMBER, "#thread article button.to")
        words = "Thank you for your patience, we look into it."
        page.get_by_role("textbox", name="Reply", exact=True).press_sequentially(words)
        expect(page.get_by_role("textbox", name="Reply", exact=True)).to_contain_text(words)
        change(number + 9, "urgent")
        expect(changed.get_by_text("Urgent")).to_be_attached(timeout=15_000)
        assert page.evaluate(DRAWN_AGAIN) == 0
        assert page.evaluate("window.touched") == 0

        # What happens on the ticket itself adds to its end.
        change(number, "urgent")
        expect(page.locator("#thread .ev").last).to_contain_text("urgent", ignore_case=True, timeout=15_000)
        assert page.evaluate(DRAWN_AGAIN) == 0
        db.engine.dispose()
