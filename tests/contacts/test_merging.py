"""Two contacts are one person; it is never guessed, and can be taken back."""

import pytest
from sqlalchemy import select

from helpdesk.contacts.blocking import block
from helpdesk.contacts.identities import find, resolve
from helpdesk.contacts.merging import (
    MergedOn,
    NotOne,
    OneBlocked,
    SamePerson,
    merge_contacts,
    person_behind,
    twins,
    unmerge_contact,
)
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import db as rows
from helpdesk.search.models import SearchDocument
from helpdesk.tickets.models import Message, Ticket
from tests.factories import a_contact, a_ticket

JSON = {"Accept": "application/json"}


@pytest.fixture
def other(db, dora):
    """Dora, who wrote from her office."""
    return a_contact("Dora Diaz", address="dora@office.example")


def owners(kind, *ids):
    rows.session.expire_all()
    return [rows.session.get_one(kind, one).contact_id for one in ids]


def test_addresses_tickets_and_messages_come_along_and_go_back(db, dora, other, inbox, ben):
    ticket = a_ticket(by=other, inbox=inbox)
    said = rows.session.scalars(select(Message.id).where(Message.ticket_id == ticket.id, Message.kind != "event")).one()

    assert merge_contacts(other, into=dora, by=ben) is dora

    assert sorted(one.value for one in dora.identities) == ["dora@customer.example", "dora@office.example"]
    assert (owners(Ticket, ticket.id), owners(Message, said)) == ([dora.id], [dora.id])
    assert resolve("email", "Dora@Office.example", source="email").contact is dora
    assert person_behind(rows.session.get_one(Contact, other.id)) is dora

    unmerge_contact(other, by=ben)

    assert (owners(Ticket, ticket.id), owners(Message, said)) == ([other.id], [other.id])
    assert find("email", "dora@office.example").contact_id == other.id
    assert other.merged_into_id is None
    with pytest.raises(NotOne):
        unmerge_contact(other, by=ben)


def test_only_a_missing_name_is_filled(db, other, ben):
    nameless = a_contact("x", address="who@customer.example")
    nameless.name = ""

    merge_contacts(other, into=nameless, by=ben)
    assert nameless.name == "Dora Diaz"
    unmerge_contact(other, by=ben)
    assert nameless.name == ""


def test_nobody_becomes_part_of_themselves(db, dora, other, ben):
    emil = a_contact("Emil Egli")
    with pytest.raises(SamePerson):
        merge_contacts(dora, into=dora, by=ben)
    merge_contacts(other, into=dora, by=ben)
    for into in (other, emil):
        with pytest.raises(SamePerson):
            merge_contacts(other, into=into, by=ben)
    merge_contacts(dora, into=emil, by=ben)
    with pytest.raises(MergedOn):
        unmerge_contact(other, by=ben)


def test_a_block_is_neither_lifted_nor_spread(db, dora, other, ben):
    block(other, by=ben)
    for one, into in ((other, dora), (dora, other)):
        with pytest.raises(OneBlocked):
            merge_contacts(one, into=into, by=ben)

    block(dora, by=ben)
    assert merge_contacts(other, into=dora, by=ben) is dora


def test_the_same_full_name_is_a_hint_and_a_first_name_is_none(db, dora, other):
    a_contact("Dora", address="dora@elsewhere.example")

    assert twins(dora) == [other]
    assert twins(a_contact("Dora", address="another@elsewhere.example")) == []


def test_the_search_knows_whose_ticket_it_is(work, dora, inbox, ben):
    with work():
        office = a_contact("Theodora", address="theo@office.example")
        ticket = a_ticket(by=office, inbox=inbox).id
        office_id = office.id
    with work():
        merge_contacts(rows.session.get_one(Contact, office_id), into=rows.session.get_one(Contact, dora.id), by=ben)
    with work():
        assert "diaz" in rows.session.get_one(SearchDocument, ticket * 2 + 1).people
    with work():
        unmerge_contact(rows.session.get_one(Contact, office_id), by=ben)
    with work():
        assert "theodora" in rows.session.get_one(SearchDocument, ticket * 2 + 1).people


def test_an_agent_merges_on_the_contacts_page_and_takes_it_back(app, login, work, dora, ben):
    desk = login(app.test_client(), ben)
    with work():
        office = a_contact("Dora Diaz", address="dora@office.example").id
    page = f"/desk/contacts/{dora.id}"
    assert "dora@office.example" in desk.get(f"{page}/twins").text
    assert [one["id"] for one in desk.get(f"{page}/twins", headers=JSON).json["contacts"]] == [office]

    desk.post(f"{page}/merge", data={"other_id": office})

    assert "was merged into this contact" in desk.get(f"{page}/twins").text
    assert desk.get(f"/desk/contacts/{office}").location == page
    desk.post(f"/desk/contacts/{office}/unmerge")
    assert desk.get(f"/desk/contacts/{office}").status_code == 200
    for wrong in ("", "4711"):
        answer = desk.post(f"{page}/merge", json={"other_id": wrong or None})
        assert (answer.status_code, answer.json["error"]["field"]) == (400, "other_id")
    assert desk.post(f"{page}/merge", json={"other_id": dora.id}).json["error"]["code"] == "same_person"
