"""Agents see which addresses get nothing, why, and let one be written to again."""

import pytest

from helpdesk.contacts.suppression import Why, suppress
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Ticket
from tests import factories


@pytest.fixture
def lost(work, inbox, dora):
    """Dora's ticket and her address, to which mail came back."""
    with work():
        identity = factories.known_address("dora@customer.example")
        ticket = factories.a_ticket(by=identity.contact, inbox=rows.session.merge(inbox))
        suppress(identity, Why.BOUNCED, "550 <b>no</b> such user", by=SYSTEM)
        return {"contact": identity.contact_id, "address": identity.id, "number": ticket.number}


def release(desk, lost, **more):
    return desk.post(f"/desk/contacts/{lost['contact']}/addresses/{lost['address']}/unsuppressed", **more)


def test_the_post_room_lists_it_with_its_reason(client, login, ada, lost):
    page = login(client, ada).get("/desk/suppressions").text
    assert "dora@customer.example" in page
    assert "550 &lt;b&gt;no&lt;/b&gt; such user" in page
    assert "came back" in page


def test_the_contact_and_the_ticket_say_it_and_a_reply_is_refused(client, login, ben, lost):
    desk = login(client, ben)
    assert "Suppressed" in desk.get(f"/desk/contacts/{lost['contact']}").text
    shown = desk.get(f"/desk/tickets/{lost['number']}", headers={"Accept": "application/json"}).get_json()["ticket"]
    assert "came back" in shown["suppressed"]["dora@customer.example"]
    assert "came back" in shown["contact_panel"]["identities"][0]["suppressed"]
    told = desk.post(f"/desk/tickets/{lost['number']}/replies", json={"text": "Hello"})
    assert (told.status_code, told.get_json()["error"]["code"]) == (409, "suppressed")


def test_an_agent_lifts_it_and_the_reply_leaves(client, login, ben, lost, work):
    desk = login(client, ben)
    assert release(desk, lost).status_code == 303
    with work():
        assert factories.known_address("dora@customer.example").suppressed_at is None
    assert desk.post(f"/desk/tickets/{lost['number']}/replies", json={"text": "Hello"}).status_code in (201, 202)


def test_an_address_of_somebody_else_is_not_found(client, login, ben, lost, work):
    desk = login(client, ben)
    with work():
        other = factories.a_contact("Eve").id
    assert release(desk, lost | {"contact": other}).status_code == 404
    assert release(desk, lost | {"address": 99_999}).status_code == 404
    with work():
        assert rows.session.query(Ticket).count() == 1
        assert factories.known_address("dora@customer.example").suppressed_at is not None
