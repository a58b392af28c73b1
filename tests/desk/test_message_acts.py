"""Sending a message on, blanking it, and getting to it by a link."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.mailroom.models import Delivery
from helpdesk.mailroom.outgoing import outbound_of
from helpdesk.search.models import SearchDocument
from helpdesk.tickets.models import Message, Participant, Ticket
from helpdesk.tickets.notes import add_note
from tests.factories import a_message, a_reply, a_ticket
from tests.telling import heard

JSON = {"Accept": "application/json"}


@pytest.fixture
def asked(work, ticket):
    """Dora's second message, by its id."""
    with work():
        known = rows.session.get_one(Ticket, ticket.id)
        html = "<p>My card is <b>4242</b>.</p>"
        return a_message(known, text="My card is 4242.", html=html, external_id="<two@customer.example>").id


def shown(desk, url, identity):
    return next(one for one in desk.get(url, headers=JSON).json["messages"] if one["id"] == identity)


def test_a_message_is_sent_on_and_the_customer_learns_nothing(desk, url, ticket, asked, work):
    answer = desk.post(
        f"/desk/messages/{asked}/forward", json={"to": ["Carl@Supplier.example"], "text": "Please look."}
    )

    message = answer.json["message"]
    assert (answer.status_code, message["forwards"], message["agents_only"]) == (201, asked, True)
    assert message["delivery"]["recipients"][0]["address"] == "carl@supplier.example"
    for words in ("Please look.", "Forwarded message", "Subject: The kettle does not boil", "My card is 4242."):
        assert words in message["text"]
    ticket_now = answer.json["ticket"]
    assert (ticket_now["snippet"], ticket_now["needs_reply"]) == ("My card is 4242.", True)
    assert [one["address"] for one in ticket_now["participants"]] == ["dora@customer.example"]
    with work():
        sent = rows.session.get_one(Message, message["id"])
        mail = outbound_of(sent, ["carl@supplier.example"])
        assert (mail.subject, mail.references, mail.in_reply_to) == ("Fwd: The kettle does not boil", (), None)
        assert "<b>4242</b>" in mail.html
        later = a_reply(sent.ticket, by=sent.agent)
        assert sent.external_id not in outbound_of(later, ["dora@customer.example"]).references
        assert rows.session.scalars(select(Participant.identity_id)).all() == [1]


def test_the_same_key_sends_on_once(desk, asked, work):
    sent = {"to": ["carl@supplier.example"], "text": "", "client_key": "k1"}
    first, second = (desk.post(f"/desk/messages/{asked}/forward", json=sent).json["message"]["id"] for _ in range(2))

    assert first == second
    with work():
        assert len(rows.session.scalars(select(Delivery)).all()) == 1


@pytest.mark.parametrize("to", [[], ["x"], ["a@b.example"] * 11, ["support@acme.example"], ["a b@c.example"]])
def test_nonsense_is_not_written_to(desk, asked, to):
    answer = desk.post(f"/desk/messages/{asked}/forward", json={"to": to})

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "to")


def test_a_lead_blanks_a_message_for_good(lead, desk, url, asked, work):
    assert desk.post(f"/desk/messages/{asked}/redaction", json={}).status_code == 403

    answer = lead.post(f"/desk/messages/{asked}/redaction", json={})

    message = answer.json["message"]
    blank = {"text": "", "html": None, "quoted_text": None, "attachments": [], "source_url": None}
    assert {name: message[name] for name in blank} == blank
    assert message["redacted_by"] == "Ada"
    assert answer.json["ticket"]["snippet"] == ""
    assert lead.get(f"/desk/messages/{asked}/source").status_code == 404
    with work():
        assert rows.session.get_one(SearchDocument, asked * 2).body.strip() == ""
    assert desk.post(f"/desk/messages/{asked}/forward", json={"to": ["a@b.example"]}).status_code == 400


def test_everybody_blanks_their_own_words_and_nobody_elses(desk, url, ticket, work, ben, ada):
    with work():
        known = rows.session.get_one(Ticket, ticket.id)
        own, other = add_note(known, by=ben, text="Oops").id, add_note(known, by=ada, text="Hm").id

    assert desk.post(f"/desk/messages/{own}/redaction", json={}).json["message"]["redacted_by"] == "Ben"
    assert desk.post(f"/desk/messages/{other}/redaction", json={}).status_code == 403
    assert shown(desk, url, other)["text"] == "Hm"


def test_an_answer_that_waits_does_not_leave_once_it_is_blanked(lead, ticket, work, ada, run_jobs):
    with work():
        answer = a_reply(rows.session.get_one(Ticket, ticket.id), by=ada, text="Your password is x").id

    lead.post(f"/desk/messages/{answer}/redaction", json={})
    run_jobs()

    with work():
        assert [one.state for one in rows.session.scalars(select(Delivery))] != ["sent"]


def test_open_desks_see_it_blank(lead, at, tell, ticket, asked, ben):
    line = at(ben, ticket)

    lead.post(f"/desk/messages/{asked}/redaction", json={})
    tell()

    messages = [news["message"] for news in heard(line) if news["kind"] == "message"]
    assert [(one["id"], one["text"], one["redacted_by"]) for one in messages] == [(asked, "", "Ada")]


def test_a_foreign_message_is_not_there(stranger, asked):
    assert stranger.post(f"/desk/messages/{asked}/redaction", json={}).status_code == 404
    assert stranger.post(f"/desk/messages/{asked}/forward", json={"to": ["a@b.example"]}).status_code == 404


def test_a_link_far_up_loads_all_that_lies_between(desk, work, dora, inbox):
    with work():
        long = a_ticket(by=dora, inbox=inbox)
        ids = [a_message(long, text=f"Line {i}").id for i in range(80)]
    page = desk.get(f"/desk/tickets/{long.number}", headers=JSON).json
    known = [one["id"] for one in page["messages"]]

    answer = desk.get(f"/desk/tickets/{long.number}/messages?around={ids[20]}&before={page['older']}").json

    loaded = [one["id"] for one in answer["messages"]]
    assert ids[20] in loaded
    assert loaded + known == list(range(loaded[0], known[-1] + 1))
    assert answer["older"] == loaded[0]
    assert desk.get(f"/desk/tickets/{long.number}/messages?around=x", headers=JSON).status_code == 400
