"""What an agent finds, and what nobody finds who may not see it."""

import dataclasses

import pytest

from helpdesk.contacts.custom_fields import set_contact_field
from helpdesk.contacts.identities import resolve
from helpdesk.contacts.naming import rename
from helpdesk.kernel.blobs import store
from helpdesk.search.finding import find
from helpdesk.tickets.custom_fields import set_ticket_field
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.queries import Listing
from helpdesk.tickets.receiving import Filed, Received, receive
from helpdesk.tickets.status import change_status
from helpdesk.tickets.tags import add_tag, remove_tag
from helpdesk.tickets.visibility import ticket_numbered
from tests.factories import a_contact, a_field, a_message, a_ticket

NEWEST = Listing(sort="newest")


@pytest.fixture
def found(work, ada):
    """Search as Ada, or somebody else, in a unit of its own: what was written before is committed."""

    def search(typed, agent=ada):
        with work():
            return {row["number"] for row in find(agent, NEWEST, typed).rows}

    return search


@pytest.fixture
def lamp(work, dora, inbox, ada):
    """A ticket about a lamp, with a note and a tag."""
    with work():
        ticket = a_ticket("Die Lampe flackert", by=dora, inbox=inbox)
        a_message(ticket, text="Bestellung AB-12345, Rechnung 2024/778. Der GLÜHFADEN ist müde.")
        add_note(ticket, by=ada, text="Ask the warehouse about spares")
        add_tag(ticket, "vip customer", by=ada)
        number = ticket.number
        a_ticket("Another matter", by=a_contact("Finn"), inbox=inbox)
    return number


FOUND = [
        "lampe", "LAMPE", "lamp", "flackert die", '"lampe flackert"', "AB-12345", "ab-12345", "12345", "2024/778",
        "778", "glühfaden", "GLUHFADEN", "warehouse spares", "vip", '"vip customer"', "dora", "dora lampe",
        "dora glühfaden", "customer.example glüh", "is:open lampe", "lampe is:unassigned", 'tag:"vip customer"',
        "from:dora lampe", "from:dora", "lampe -kettle", "-another is:open", "lampe channel:email",
        "after:2026-01-01 lampe", "before:2027-01-01 lampe", "lampe assignee:none", "to:support lampe",
        "lampe team:support", "lampe -team:none", "lampe priority:normal", "lampe -priority:high", "has:note",
        "has:tag", "lampe inbox:supp", "subject:lampe", "lampe -has:attachment", "lampe -follower:ada",
        "lampe is:waiting", "lampe -is:overdue", "PRIORITY:Normal lampe",
]  # fmt: skip


def test_it_finds_words_phrases_tokens_and_operators(found, lamp):
    assert [typed for typed in FOUND if found(typed) != {lamp}] == []


NOT_FOUND = [
        '"flackert lampe"', "ampe", "lampe -flackert", "lampe is:closed", "lampe -is:open", "lampe tag:other",
        "lampe from:finn", "lampe is:mine", "lampe channel:sms", "lampe channel:nonsense", "lampe before:2026-01-01",
        "lampe after:2027-01-01", "lampe assignee:ada", "lampe to:nowhere", "lampe team:none", "lampe team:billing",
        "lampe priority:high", "lampe has:attachment", "lampe has:rating", "lampe inbox:sales",
        "lampe subject:kettle", "lampe follower:me", "lampe is:overdue", "nothing", '"', "***", "-", "lampe kettle",
]  # fmt: skip


def test_it_finds_nothing_else(found, lamp):
    assert [typed for typed in NOT_FOUND if found(typed)] == []


HOSTILE = [
        "lampe OR", "NEAR(lampe)", "lampe AND", "title:lampe'", "lampe:*", "lampe ^", "(lampe", "{lampe}",
        "lampe & !", "lampe <->", "' OR 1=1 --", "\\", "\\'lampe", "is:nonsense", "before:yesterday",
        "after:9999-12-31", "x:y:z", '-"', "from:", 'from:"', "tag:" + "x" * 150, "\ud800", "\u202elampe", "%",
        "1" * 190, "+ + +", "0-/.", "a " * 99, "team:", "has:nothing", "priority:9", "follower:%",
        "subject:" + "x" * 180, "before:0001-01-01", "\x01\x02", "- - -", "::", "is:", "lampe\u0301\u0301",
]  # fmt: skip


def test_whatever_is_typed_is_no_error(desk, lamp):
    for typed in HOSTILE:
        query = {"q": typed.encode("utf-8", "replace")}
        assert desk.get("/desk/tickets", query_string=query, headers=JSON).status_code == 200, typed


JSON = {"Accept": "application/json"}


@pytest.fixture
def desk(client, login, ada):
    return login(client, ada)


def test_a_number_finds_its_ticket_and_a_hash_only_that(work, found, dora, inbox):
    with work():
        tickets = [a_ticket("Matter", by=dora, inbox=inbox) for _ in range(11)]
        first, eleventh = tickets[0].number, tickets[10].number

    assert found(f"#{first}") == {first}
    assert found(f"{eleventh}") == {eleventh}


def test_a_telephone_number_is_found_however_it_is_written(work, found, inbox):
    with work():
        eve = resolve("phone", "+4915112345678", name="Eve", source="sms").contact
        number = a_ticket("Call me", by=eve, inbox=inbox).number

    for typed in ("+4915112345678", "+49 151 12345678", "0151 12345678", "0151/12345678", "12345678", "015112345678"):
        assert found(typed) == {number}, typed
    assert found("0152 12345678") == set()


def test_a_file_is_found_by_its_name_and_closed_tickets_too(work, found, dora, inbox, ada):
    with work():
        blob = store(b"%PDF", media_type="application/pdf")
        ticket = a_ticket("Papers", by=dora, inbox=inbox)
        filed = Filed(blob.sha256, "Rechnung_März-2026.pdf", "application/pdf", 4)
        receive(ticket, dora.identities[0], Received("Here", files=[filed]), by=dora)
        change_status(ticket, "resolved", by=ada)

    assert found("rechnung märz") == {ticket.number}
    assert found("is:resolved pdf") == {ticket.number}


def test_a_corrected_name_is_found_and_the_old_one_is_not(work, found, lamp, dora, ada):
    with work() as session:
        rename(session.merge(dora), "Øyvind Ångström", by=ada)

    assert found("ångström lampe") == {lamp}
    assert found("diaz lampe") == set()


def test_a_tag_taken_off_is_not_found_any_more(work, found, lamp, ada):
    with work():
        remove_tag(ticket_numbered(ada, lamp), "vip customer", by=ada)

    assert found("vip") == set()


def test_another_teams_ticket_is_found_by_nobody_else(work, found, ada, cy, dora, inbox):
    with work():
        number = a_ticket("Secret lamp", by=dora, inbox=inbox).number

    assert found("secret", agent=ada) == {number}
    assert found("secret", agent=cy) == found("from:dora", agent=cy) == found("is:open", agent=cy) == set()


def test_the_newest_activity_comes_first_and_pages_do_not_overlap(work, clock, ada, inbox):
    with work():
        numbers = []
        for _ in range(60):
            clock.tick(minutes=1)
            numbers.append(a_ticket("Lamp", by=a_contact(), inbox=inbox).number)
    with work():
        first = find(ada, NEWEST, "lamp")
        second = find(ada, dataclasses.replace(NEWEST, after=first.after), "lamp")

    assert [row["number"] for row in [*first.rows, *second.rows]] == numbers[::-1]
    assert first.count == 60
    assert second.after is None


def test_a_row_shows_where_the_words_stand(work, lamp, ada):
    with work():
        row = find(ada, NEWEST, "glühf dora").rows[0]

    assert "".join(piece["text"] for piece in row["match"]["snippet"] if piece["hit"]) == "GLÜHFADEN"
    assert "".join(piece["text"] for piece in row["match"]["snippet"]).endswith("Der GLÜHFADEN ist müde.")


def test_the_page_says_how_many_were_found_and_asks_at_most_8(desk, lamp, count_queries):
    for query in ("q=lampe", "q=lampe+is:open+-kettle", "q=is:open", "q=a"):
        desk.get(f"/desk/tickets?{query}", headers=JSON)
        with count_queries() as seen:
            answer = desk.get(f"/desk/tickets?{query}", headers=JSON)
        assert len([one for one in seen if not one.startswith("PRAGMA")]) <= 8, "\n\n".join(seen)
    assert desk.get("/desk/tickets?q=lampe", headers=JSON).json["search"] == {"count": 1, "suggestion": None}
    assert answer.json["search"]["count"] == 0


def test_custom_fields_are_operators_and_what_makes_no_sense_is_words(found, lamp, work, ada):
    with work():
        ticket = ticket_numbered(ada, lamp)
        set_ticket_field(ticket, a_field("Order number"), "TF-4711", by=ada)
        set_ticket_field(ticket, a_field("Reason", type="choice", options=["Too late", "Broken"]), "Too late", by=ada)
        set_ticket_field(ticket, a_field("Pieces", type="number"), 3, by=ada)
        set_ticket_field(ticket, a_field("Bought", type="date"), "2026-02-01", by=ada)
        set_ticket_field(ticket, a_field("Gift", type="checkbox"), True, by=ada)
        set_contact_field(ticket.contact, a_field("Plan", of="contact"), "Team", by=ada)

    asked = ["order_number:4711", 'reason:"too late"', "pieces:3", "bought:2026-02-01", "gift:yes", "plan:team lampe"]
    assert [typed for typed in asked if found(typed) != {lamp}] == []
    other = ["order_number:4712", "reason:broken", "pieces:4", "gift:no lampe", "-plan:team lampe", "weather:fine"]
    assert [typed for typed in other if lamp in found(typed)] == []
