"""The workspace's pages: for browsers with the data inside, for programs as JSON, for nobody else at all."""

import json
import re

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.assignment import assign_team
from helpdesk.tickets.followers import follow
from helpdesk.tickets.models import Ticket
from tests.factories import a_contact, a_message, a_reply, a_ticket

JSON = {"Accept": "application/json"}
INLINED = re.compile(r'<script type="application/json" id="page-data"[^>]*>(.*?)</script>', re.DOTALL)


def data(browser, path):
    answer = browser.get(path, headers=JSON)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_desk_leads_to_the_list(desk):
    assert desk.get("/desk/").location == "/desk/tickets"


def test_a_page_and_its_json_say_the_same(desk, url):
    page = desk.get(url)
    inlined = json.loads(INLINED.search(page.text)[1])

    asked = data(desk, url)

    assert inlined == asked
    assert 'name="socket-token"' in page.text


def test_a_row_tells_what_the_list_shows(desk, ticket, dora, inbox, support):
    row = data(desk, "/desk/tickets")["tickets"][0]

    assert row["number"] == ticket.number
    assert row["contact"] == {"id": dora.id, "name": "Dora Diaz", "address": "dora@customer.example"}
    assert row["inbox"] == {"id": inbox.id, "name": "Support"}
    assert row["team"] == {"id": support.id, "name": "Support"}
    assert (row["subject"], row["snippet"], row["snippet_by"]) == (
        "The kettle does not boil",
        "It stays cold.",
        "contact",
    )
    assert (row["status"], row["priority"], row["needs_reply"], row["channel"]) == ("open", "normal", True, "email")
    assert row["waiting_since"][:16] == row["last_message_at"][:16]
    assert row["last_message_at"].endswith("Z")
    assert (row["assignee"], row["tags"], row["snoozed_until"]) == (None, [], None)


def test_the_page_knows_who_asks_and_what_there_is(desk, ticket, ben, ada, support, inbox):
    page = data(desk, "/desk/tickets?priority=normal&sort=newest")

    assert (page["me"]["email"], page["me"]["role"]) == (ben.email, "agent")
    assert [one["name"] for one in page["agents"]] == ["Ada", "Ben"]
    assert page["teams"] == [{"id": support.id, "name": "Support"}]
    assert [(one["id"], one["name"], one["channel"]) for one in page["inboxes"]] == [(inbox.id, "Support", "email")]
    assert page["filters"] == {"priority": "normal", "sort": "newest"}
    assert (page["ticket"], page["messages"], page["older"], page["next"]) == (None, [], None, None)
    assert re.fullmatch(r"\d+\.\d+", page["cursor"])


def test_an_open_ticket_brings_its_people_and_its_conversation(desk, work, ticket, url, ben, dora):
    with work():
        rows.session.add(ticket)
        a_reply(ticket, by=ben, cc=["eli@customer.example"])
        follow(ticket, ben, by=ben)
        earlier = a_ticket("Before that", by=dora, inbox=ticket.inbox)

    page = data(desk, url)

    opened = page["ticket"]
    assert opened["followers"] == [{"id": ben.id, "name": "Ben"}]
    assert opened["following"] is True
    assert opened["participants"] == [
        {"address": "dora@customer.example", "role": "to", "kind": "email"},
        {"address": "eli@customer.example", "role": "cc", "kind": "email"},
    ]
    panel = opened["contact_panel"]
    address = "dora@customer.example"
    said = {"verified": False, "opted_out": False, "suppressed": None}
    unproved = {"kind": "email", "value": address, "shown": address, **said}
    assert panel["identities"] == [unproved]
    assert (panel["name"], panel["blocked"]) == ("Dora Diaz", False)
    assert [one["number"] for one in panel["earlier"]] == [earlier.number]
    assert [one["kind"] for one in page["messages"]] == ["inbound", "event", "outbound", "event"]
    inbound, _took, outbound, event = page["messages"]
    assert inbound["author"] == {"kind": "contact", "id": dora.id, "name": "Dora Diaz"}
    assert outbound["author"] == {"kind": "agent", "id": ben.id, "name": "Ben"}
    assert [one["address"] for one in outbound["delivery"]["recipients"]] == outbound["to"] + outbound["cc"]
    assert event["sentence"] == "Ben follows this ticket"


def test_a_colleagues_other_tickets_stay_out_of_the_panel(desk, lead, work, dora, ticket, url, billing):
    with work():
        secret = a_ticket("A secret of Billing", by=dora, team=billing)

    assert data(desk, url)["ticket"]["contact_panel"]["earlier"] == []
    assert [one["number"] for one in data(lead, url)["ticket"]["contact_panel"]["earlier"]] == [secret.number]
    assert "A secret" not in desk.put(f"{url}/priority", json={"priority": "high"}).text


def test_a_long_conversation_is_read_backwards_page_by_page(desk, work, ticket, url):
    with work():
        rows.session.add(ticket)
        for number in range(69):
            a_message(ticket, text=f"message {number}")
    page = data(desk, url)
    texts, older = [one["text"] for one in page["messages"]], page["older"]

    while older:
        answer = desk.get(f"{url}/messages?before={older}").json
        texts, older = [one["text"] for one in answer["messages"]] + texts, answer["older"]

    assert texts == ["It stays cold.", *(f"message {number}" for number in range(69))]


def test_the_list_goes_on_behind_its_cursor(desk, work, inbox):
    with work():
        made = {a_ticket(by=a_contact(), inbox=inbox).number for _ in range(60)}

    first = data(desk, "/desk/tickets?sort=newest")
    second = data(desk, f"/desk/tickets?sort=newest&after={first['next']}")

    numbers = [row["number"] for page in (first, second) for row in page["tickets"]]
    assert len(numbers) == 60
    assert set(numbers) == made
    assert second["next"] is None


def test_a_subject_cannot_break_out_of_the_page(desk, work, inbox):
    evil = "</script><script>alert(1)</script><!--"
    with work():
        a_ticket(evil, by=a_contact(f"{evil} & Sons"), inbox=inbox)

    page = desk.get("/desk/tickets").text

    assert "alert(1)</script>" not in page
    assert json.loads(INLINED.search(page)[1])["tickets"][0]["subject"] == evil


def test_a_foreign_ticket_is_like_one_that_does_not_exist(desk, stranger, url, ticket):
    for path in (url, f"{url}/messages"):
        unknown = path.replace(str(ticket.number), "99999")
        for headers in ({}, JSON):
            foreign, nothing = (stranger.get(one, headers=headers) for one in (path, unknown))
            assert foreign.status_code == nothing.status_code == 404
            assert plain(foreign) == plain(nothing)
    assert desk.get(url).status_code == 200


def plain(answer):
    """The body without what differs between any two answers: the nonce and the CSRF token."""
    return re.sub(r'(nonce|content)="[^"]*"', "", answer.text)


def test_a_ticket_that_moved_to_another_team_is_gone(desk, work, ticket, url, alma, billing):
    assert desk.get(url).status_code == 200
    with work():
        assign_team(rows.session.get_one(Ticket, ticket.id), billing, by=alma)

    assert desk.get(url).status_code == 404
    assert data(desk, "/desk/tickets")["tickets"] == []


def test_nobody_gets_in_without_logging_in(client, alma, url):
    assert client.get(url).location == f"/login?next={url}"
    answer = client.get(url, headers=JSON)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "login_needed")


@pytest.mark.parametrize(
    "number", ["0", "-1", "1e3", "0x1", "01", "1.0", "%31%00", "\uff11", "9" * 16, "9" * 40, "[1]"]
)
def test_an_odd_number_is_no_ticket(desk, ticket, number):
    for path in (f"/desk/tickets/{number}", f"/desk/tickets/{number}/messages"):
        assert desk.get(path).status_code == 404
    assert desk.put(f"/desk/tickets/{number}/priority", json={"priority": "high"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("view=everything", "view"), ("view=team:x", "view"), ("status=gone", "status"), ("priority=9", "priority"),
        ("sort=id", "sort"), ("sort=newest%3Bdrop", "sort"), ("inbox=x", "inbox"), ("inbox=-1", "inbox"),
        ("inbox=1e3", "inbox"), ("inbox=%EF%BC%91", "inbox"), ("inbox=" + "9" * 17, "inbox"), ("inbox=0", "inbox"),
        ("after=nonsense", "after"), ("needs_reply=perhaps", "needs_reply"), ("q=" + "x" * 201, "q"), ("q=%00", "q"),
        ("tag=%00", "q"),
    ],
)  # fmt: skip
def test_a_query_that_means_nothing_is_refused_by_name(desk, ticket, query, field):
    answer = desk.get(f"/desk/tickets?{query}", headers=JSON)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, field)
    assert desk.get(f"/desk/tickets?{query}").status_code == 422


@pytest.mark.parametrize("before", ["0", "-1", "x", "1e3", "9" * 20])
def test_messages_before_nothing_are_refused(desk, url, before):
    assert desk.get(f"{url}/messages?before={before}", headers=JSON).status_code == 400
