"""Custom fields at the desk: seen with the ticket, written one at a time, heard by every open page."""

import pytest

from helpdesk.contacts.custom_fields import set_contact_field
from helpdesk.contacts.models import Contact
from helpdesk.custom_fields.models import CustomField
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import resolve
from tests.factories import a_field
from tests.telling import heard

JSON = {"Accept": "application/json"}


@pytest.fixture
def fields(work):
    """What Acme wants to know: of tickets an order number and a reason, of contacts a plan."""
    with work():
        made = (
            a_field("Reason", type="choice", options=["Late", "Broken"], required=True),
            a_field("Order number"),
            a_field("Plan", of="contact", type="choice", options=["Free", "Team"]),
        )
        return {field.label: field.id for field in made}


def test_a_ticket_shows_its_fields_and_its_contacts(desk, url, fields):
    ticket = desk.get(url, headers=JSON).json["ticket"]

    assert [(one["label"], one["value"], one["required"]) for one in ticket["fields"]] == [
        ("Reason", None, True),
        ("Order number", None, False),
    ]
    assert ticket["about"]["fields"][0]["options"] == ["Free", "Team"]


def test_a_field_is_written_and_the_history_says_which(desk, url, fields):
    answer = desk.put(f"{url}/fields/{fields['Order number']}", json={"value": "A-4711"})

    assert answer.json["ticket"]["fields"][1]["value"] == "A-4711"
    newest = desk.get(url, headers=JSON).json["messages"][-1]
    assert newest["sentence"] == "Ben filled in Order number"
    assert "A-4711" not in newest["sentence"]


@pytest.mark.parametrize("value", ["Lost", 5, ["Late"], {"a": 1}])
def test_what_does_not_fit_is_refused_and_names_the_value(desk, url, fields, value):
    answer = desk.put(f"{url}/fields/{fields['Reason']}", json={"value": value})

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "value")


def test_only_ones_own_tickets_and_fields_of_tickets_can_be_written(desk, stranger, url, fields):
    plan, reason = fields["Plan"], fields["Reason"]

    assert stranger.put(f"{url}/fields/{reason}", json={"value": "Late"}).status_code == 404
    assert desk.put(f"{url}/fields/{plan}", json={"value": "Team"}).status_code == 404
    assert desk.put(f"{url}/fields/999", json={"value": "Team"}).status_code == 404


def test_a_contacts_field_is_written_on_its_own(desk, dora, fields):
    answer = desk.put(f"/desk/contacts/{dora.id}/fields/{fields['Plan']}", json={"value": "Team"})

    assert answer.json["about"]["fields"][0]["value"] == "Team"
    assert desk.put(f"/desk/contacts/{dora.id}/fields/{fields['Reason']}", json={"value": "Late"}).status_code == 404


def test_resolving_is_refused_with_the_fields_that_are_lacking(desk, url, fields):
    for answer in (
        desk.put(f"{url}/status", json={"status": "resolved"}),
        desk.post(f"{url}/replies", json={"text": "Done.", "status": "resolved"}),
    ):
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "fields_lacking")
        assert answer.json["fields"] == [{"id": fields["Reason"], "label": "Reason"}]

    ticket = desk.get(url, headers=JSON).json
    assert ticket["ticket"]["status"] == "open"
    assert [message["kind"] for message in ticket["messages"]] == ["inbound"]


def test_what_a_machine_resolved_says_what_was_lacking(desk, url, ticket, work, fields):
    with work():
        resolve(rows.session.get_one(Ticket, ticket.id), by=SYSTEM)

    newest = desk.get(url, headers=JSON).json["messages"][-1]
    assert newest["sentence"] == "Helpdesk resolved the ticket without Reason"


def test_every_desk_with_the_ticket_open_hears_of_both(at, tell, work, desk, url, ticket, ada, dora, fields):
    line = at(ada, ticket)
    desk.put(f"{url}/fields/{fields['Reason']}", json={"value": "Late"})
    with work():
        contact, plan = rows.session.get_one(Contact, dora.id), rows.session.get_one(CustomField, fields["Plan"])
        set_contact_field(contact, plan, "Free", by=SYSTEM)

    tell()

    whole = [news["ticket"] for news in heard(line) if "fields" in news.get("ticket", {})]
    assert whole[-1]["fields"][0]["value"] == "Late"
    assert whole[-1]["about"]["fields"][0]["value"] == "Free"
