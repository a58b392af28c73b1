"""Settings, Fields: admins say what agents are asked for; everything typed comes back with what is wrong with it."""

import pytest

from helpdesk.custom_fields.models import CustomField, Subject
from helpdesk.custom_fields.reading import living_fields
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.custom_fields import set_ticket_field
from helpdesk.tickets.models import Ticket
from tests.factories import a_field

FIELDS = "/desk/settings/fields"


@pytest.fixture
def admin(app, login, alma):
    return login(app.test_client(), alma)


def labels(work, of=Subject.TICKET):
    with work():
        return [field.label for field in living_fields(of)]


def test_a_field_is_added_and_listed(admin, work):
    sent = {"of": "ticket", "label": "Reason", "type": "choice", "options": "Late\r\nBroken\r\n\r\n", "required": "1"}

    shown = admin.post(FIELDS, data=sent, follow_redirects=True).text

    assert "The field Reason is there." in shown
    assert "Late, Broken" in shown
    assert "Needed first" in shown


def test_a_field_that_cannot_be_comes_back_with_what_was_typed(admin, work):
    answer = admin.post(FIELDS, data={"of": "contact", "label": "Plan <b>", "type": "choice", "options": " "})

    assert answer.status_code == 422
    assert "A choice needs something to choose from." in answer.text
    assert 'value="Plan &lt;b&gt;"' in answer.text
    assert 'name="of" value="contact"' in answer.text
    assert labels(work, Subject.CONTACT) == []


def test_a_type_that_may_not_change_is_not_asked_for(admin, work, ticket):
    with work():
        field = a_field("Size")
        set_ticket_field(rows.session.get_one(Ticket, ticket.id), field, "XL", by=SYSTEM)
        place = f"{FIELDS}/{field.id}"

    assert 'name="type"' not in admin.get(place).text
    assert admin.post(place, data={"label": "Shoe size"}).status_code == 303
    assert admin.post(place, data={"label": "Shoe size", "type": "number"}).status_code == 422
    with work():
        assert rows.session.get_one(CustomField, field.id).type == "text"
    assert labels(work) == ["Shoe size"]


def test_fields_are_moved_archived_and_brought_back(admin, work):
    with work():
        ids = [a_field(label).id for label in "ABC"]

    admin.post(f"{FIELDS}/{ids[2]}/position", data={"to": "0"})
    assert labels(work) == ["C", "A", "B"]
    admin.post(f"{FIELDS}/{ids[0]}/archived", data={"on": "1"})
    assert labels(work) == ["C", "B"]
    assert "1 archived field" in admin.get(FIELDS).text
    admin.post(f"{FIELDS}/{ids[0]}/archived", data={"on": "0"})
    assert labels(work) == ["C", "B", "A"]


@pytest.mark.parametrize("to", ["", "-1", "x", "1.5"])
def test_a_place_is_a_whole_number(admin, work, to):
    with work():
        identity = a_field("A").id

    assert admin.post(f"{FIELDS}/{identity}/position", data={"to": to}).status_code == 422


def test_a_rule_can_ask_for_a_custom_field(admin, work):
    with work():
        a_field("Reason", type="choice", options=["Late", "Broken"])
        a_field("Bought", type="date")

    sent = {
        "name": "Late ones", "trigger": "ticket.opened", "join": "all", "act": "save",
        "c0-field": "custom.reason", "c0-op": "is", "c0-value": "Late",
        "c1-field": "custom.bought", "c1-op": "after", "c1-value": "2026-01-01",
        "a0-do": "set_priority", "a0-priority": "high",
    }  # fmt: skip
    kept = admin.post("/desk/settings/rules", data=sent, follow_redirects=True)

    assert kept.status_code == 200
    assert "The rule Late ones is kept." in kept.text
    assert 'value="custom.reason"' in kept.text
