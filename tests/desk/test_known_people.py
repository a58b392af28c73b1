"""While an agent types an address, the people they may see are offered, and nobody else."""

import pytest

from helpdesk.contacts.consent import opt_out
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from tests.factories import a_contact, a_reply, a_ticket, address_of

pytestmark = pytest.mark.database


@pytest.fixture
def offered(desk):
    return lambda words, browser=desk, **more: [
        one["address"]
        for one in browser.get("/desk/contacts/suggestions", query_string={"q": words, **more}).json["people"]
    ]


def test_a_name_or_an_address_is_found_by_its_beginning(offered, ticket):
    for words in ("dor", "DORA", "diaz", "dora@cust"):
        assert offered(words) == ["dora@customer.example"]
    assert offered("ora") == offered("d") == offered("%%") == offered("dora", kind="phone") == []


def test_people_of_tickets_one_may_not_see_are_not_offered(offered, stranger, ticket, work):
    with work():
        a_contact("Dorian Grey", address="dorian@customer.example")

    assert offered("dor", stranger) == []
    assert offered("dor") == ["dora@customer.example"]


def test_whoever_takes_part_in_a_copy_is_offered_too(offered, ticket, work, ben):
    with work():
        rows.session.add(ticket)
        a_reply(ticket, by=ben, cc=["eli@customer.example"])

    assert offered("eli") == ["eli@customer.example"]


def test_whoever_wants_nothing_or_is_blocked_and_our_own_inboxes_are_not(offered, ticket, work, dora, inbox, ben):
    with work():
        a_ticket(by=a_contact("Support", address="support@acme.example"), inbox=inbox)
    assert offered("support") == []
    with work():
        opt_out(address_of(rows.session.get_one(Contact, dora.id)), by=SYSTEM)
    assert offered("dora") == []


def test_at_most_eight_and_only_a_word_of_some_length(offered, desk, work, inbox):
    with work():
        for place in range(10):
            a_ticket(by=a_contact(f"Zoe {place}", address=f"zoe{place}@customer.example"), inbox=inbox)

    assert len(offered("zoe")) == 8
    answer = desk.get(f"/desk/contacts/suggestions?q={'x' * 101}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["error"]["field"]) == (400, "q")
