"""Merging, splitting, linking and moving tickets from the desk, and what other desks see of it."""

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.merging import merge
from helpdesk.tickets.models import Ticket
from tests.factories import a_contact, a_message, a_reply, a_ticket, an_inbox
from tests.telling import heard

JSON = {"Accept": "application/json"}


@pytest.fixture
def again(work, dora, inbox, ticket):
    """Dora asks a second time."""
    with work():
        return a_ticket("Kettle again", by=dora, text="Still cold.", inbox=inbox)


@pytest.fixture
def foreign(work, billing):
    """A ticket that Ben must not see."""
    with work():
        return a_ticket("An invoice", by=a_contact("Gil"), inbox=an_inbox("billing@acme.example", team=billing))


def texts(answer):
    return [message["text"] for message in answer.json["messages"] if message["kind"] != "event"]


def path(ticket):
    return f"/desk/tickets/{ticket.number}"


def test_a_merged_number_leads_to_the_survivor_as_page_and_as_data(desk, url, ticket, again):
    answer = desk.post(f"{url}/merge", json={"numbers": [again.number]})
    assert (answer.status_code, answer.json["ticket"]["number"]) == (200, ticket.number)

    page = desk.get(f"{path(again)}?view=mine")
    assert (page.status_code, page.location) == (302, f"{url}?view=mine")
    data = desk.get(path(again), headers=JSON, follow_redirects=True)
    assert data.json["ticket"]["number"] == ticket.number
    assert texts(data) == ["It stays cold.", "Still cold."]
    assert [row["number"] for row in desk.get("/desk/tickets?view=closed", headers=JSON).json["tickets"]] == []


def test_a_merged_ticket_takes_nothing_and_says_where_to_go(desk, url, ticket, again):
    desk.post(f"{url}/merge", json={"numbers": [again.number]})

    for method, what, sent in (
        ("post", "replies", {"text": "x"}),
        ("put", "status", {"status": "open"}),
        ("post", "merge", {"numbers": [ticket.number]}),
    ):
        answer = getattr(desk, method)(f"{path(again)}/{what}", json=sent)
        assert (answer.status_code, answer.json["merged_into"]) == (409, ticket.number)


def test_the_history_says_who_merged_and_takes_it_back(desk, url, ticket, again):
    desk.post(f"{url}/merge", json={"numbers": [again.number]})
    line = desk.get(url, headers=JSON).json["messages"][-1]
    assert line["sentence"] == f"Ben merged ticket #{again.number} into this one"

    assert desk.post(line["undo_url"]).json["ticket"]["number"] == again.number

    assert texts(desk.get(path(again), headers=JSON)) == ["Still cold."]
    assert texts(desk.get(url, headers=JSON)) == ["It stays cold."]
    assert desk.post(line["undo_url"], headers=JSON).status_code == 409


def test_a_ticket_merged_with_itself_is_refused(desk, url, ticket):
    assert desk.post(f"{url}/merge", json={"numbers": [ticket.number]}).json["error"]["code"] == "merge_circle"


@pytest.mark.parametrize("numbers", [None, [], ["1"], [0], [2**60], "1", [1] * 51])
def test_nonsense_names_the_field(desk, url, numbers):
    answer = desk.post(f"{url}/merge", json={"numbers": numbers})

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "numbers")


@pytest.mark.parametrize("numbers", ["", "x", "1,x", "9" * 40, ",", "\uff11"])
def test_nonsense_has_no_preview(desk, url, numbers):
    assert desk.get(f"{url}/merge?numbers={numbers}", headers=JSON).status_code == 400


def test_foreign_tickets_are_not_there(desk, url, stranger, ticket, foreign, again):
    assert desk.post(f"{url}/merge", json={"numbers": [foreign.number]}).status_code == 404
    assert desk.post(f"{path(foreign)}/merge", json={"numbers": [ticket.number]}).status_code == 404
    assert desk.get(f"{url}/merge?numbers={foreign.number}", headers=JSON).status_code == 404
    assert desk.post(f"{url}/links", json={"number": foreign.number}).status_code == 404
    desk.post(f"{url}/merge", json={"numbers": [again.number]})
    assert stranger.post(f"{path(again)}/unmerge", headers=JSON).status_code == 404
    assert stranger.get(path(again), headers=JSON).status_code == 404


def test_what_may_be_meant_is_the_same_persons_and_what_is_searched(desk, url, ticket, again, foreign, work, dora):
    with work():
        cup = a_ticket("A cup", by=a_contact("Emil"), inbox=rows.session.get_one(Ticket, ticket.id).inbox)

    def numbers(query=""):
        return [row["number"] for row in desk.get(f"{url}/others{query}", headers=JSON).json["tickets"]]

    assert numbers() == [again.number]
    assert numbers("?q=cup") == [cup.number]
    assert numbers(f"?q=%23{cup.number}") == [cup.number]
    assert numbers("?q=invoice") == []
    assert desk.get(f"{url}/others?q={'x' * 201}", headers=JSON).status_code == 400


def test_the_preview_says_what_moves(desk, url, again):
    seen = desk.get(f"{url}/merge?numbers={again.number}", headers=JSON).json

    assert seen == {"messages": 1, "joining": [], "same_person": True}


def test_every_open_desk_sees_a_merge(at, tell, work, ticket, again, ben, ada):
    open_there, open_here, elsewhere = at(ada, again), at(ada, ticket), at(ada)
    with work():
        merge(rows.session.get_one(Ticket, again.id), into=rows.session.get_one(Ticket, ticket.id), by=ben)

    tell()

    for line in (open_there, elsewhere):
        assert [news["number"] for news in heard(line) if news["kind"] == "gone"] == [again.number]
    kinds = {news["kind"] for news in heard(open_here)}
    assert {"reload", "gone", "message", "ticket"} <= kinds


def test_a_ticket_is_split_from_a_message_on(desk, url, ticket, work, ben):
    with work():
        kettle = rows.session.get_one(Ticket, ticket.id)
        a_reply(kettle, by=ben, text="Plug it in.")
        first = a_message(kettle, text="And my cup?").id
        a_message(kettle, text="It leaks.")

    answer = desk.post(f"{url}/split", json={"message_id": first, "subject": " The  cup "})

    new = answer.json["ticket"]
    assert (answer.status_code, new["subject"], new["needs_reply"]) == (201, "The cup", True)
    assert texts(desk.get(f"/desk/tickets/{new['number']}", headers=JSON)) == ["And my cup?", "It leaks."]
    old = desk.get(url, headers=JSON).json
    assert (old["ticket"]["snippet"], old["ticket"]["needs_reply"]) == ("Plug it in.", False)
    assert [one["number"] for one in old["ticket"]["linked"]] == [new["number"]]
    assert [one["number"] for one in new["linked"]] == [ticket.number]
    assert new["participants"] == old["ticket"]["participants"]
    assert f"Ben split off ticket #{new['number']}" in [message["sentence"] for message in old["messages"]]


def test_a_split_at_the_first_message_is_refused(desk, url):
    first = desk.get(url, headers=JSON).json["messages"][0]["id"]

    assert desk.post(f"{url}/split", json={"message_id": first, "subject": "x"}).json["error"]["code"] == "nothing_left"
    for message_id in (None, 4711):
        answer = desk.post(f"{url}/split", json={"message_id": message_id, "subject": "x"})
        assert (answer.status_code, answer.json["error"]["field"]) == (400, "message_id")
    assert desk.post(f"{url}/split", json={"message_id": first, "subject": " "}).json["error"]["field"] == "subject"


def test_tickets_are_linked_and_unlinked_from_either_side(desk, url, ticket, again):
    for _twice in range(2):
        linked = desk.post(f"{url}/links", json={"number": again.number}).json["ticket"]["linked"]
        assert [one["subject"] for one in linked] == ["Kettle again"]
    assert desk.get(path(again), headers=JSON).json["ticket"]["linked"][0]["number"] == ticket.number

    assert desk.delete(f"{path(again)}/links/{ticket.number}").json["ticket"]["linked"] == []
    assert desk.get(url, headers=JSON).json["ticket"]["linked"] == []
    assert desk.post(f"{url}/links", json={"number": ticket.number}).status_code == 422


def test_the_next_reply_leaves_from_the_new_inbox(desk, url, work, ticket, support):
    with work():
        other = an_inbox("repairs@acme.example").id

    moved = desk.put(f"{url}/inbox", json={"inbox_id": other})

    assert moved.json["ticket"]["inbox"]["name"] == "Repairs"
    line = desk.get(url, headers=JSON).json["messages"][-1]
    assert line["sentence"] == "Ben moved the ticket to Repairs"
    for wrong in (None, 4711):
        answer = desk.put(f"{url}/inbox", json={"inbox_id": wrong})
        assert (answer.status_code, answer.json["error"]["field"]) == (400, "inbox_id")
