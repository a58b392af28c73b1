"""An address that gets nothing: since when, why, and how that ends."""

import pytest
from sqlalchemy import select

from helpdesk.contacts.suppression import Why, lift, suppress, suppressed
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.tickets.reachable import Suppressed
from helpdesk.tickets.saying import hearing
from tests.factories import a_contact, a_reply, a_ticket, address_of

pytestmark = pytest.mark.database


def names(db):
    return list(db.scalars(select(EventRow.name).where(EventRow.subject_kind == "contact").order_by(EventRow.id)))


def test_it_is_suppressed_once_and_lifted_once(db, clock, ben):
    dora, eve = address_of(a_contact("Dora")), address_of(a_contact("Eve"))

    assert suppress(dora, Why.BOUNCED, "550 no such user", by=SYSTEM)
    assert not suppress(dora, Why.COMPLAINED, by=SYSTEM)
    assert suppressed("email", [dora.value, eve.value]) == {dora.value: "bounced"}
    assert (dora.suppressed_at, dora.suppressed_words) == (clock.now, "550 no such user")

    assert lift(dora, by=ben)
    assert not lift(dora, by=ben)
    assert suppressed("email", [dora.value]) == {}
    assert names(db) == ["contact.address_suppressed", "contact.suppression_lifted"]


def test_an_agent_is_told_why_nothing_leaves_and_a_machine_keeps_quiet(db, inbox, dora, ben):
    ticket = a_ticket(by=dora, inbox=inbox)
    suppress(address_of(dora), Why.COMPLAINED, by=SYSTEM)

    with pytest.raises(Suppressed) as refused:
        a_reply(ticket, by=ben)

    assert "dora@customer.example" in str(refused.value)
    assert "spam" in str(refused.value)
    assert hearing(ticket) is None


def test_whoever_is_left_out_gets_the_reply(db, inbox, dora, ben):
    ticket = a_ticket(by=dora, inbox=inbox)
    suppress(address_of(dora), Why.BOUNCED, by=SYSTEM)
    assert a_reply(ticket, by=ben, to=["dora.private@customer.example"]).headers["to"] == [
        "dora.private@customer.example"
    ]
