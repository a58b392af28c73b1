"""What open desks hear: everything that one may see, nothing else, and after a break what was missed."""

from datetime import timedelta

import pytest

from helpdesk.accounts.membership import change_role
from helpdesk.accounts.models import Agent
from helpdesk.accounts.teams import leave
from helpdesk.contacts.consent import opt_out
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.followers import follow, unfollow
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.status import snooze
from helpdesk.tickets.tags import add_tag, remove_tag
from tests.factories import a_message, a_reply, a_ticket
from tests.live_server import until
from tests.telling import heard


def known(ticket):
    return rows.session.get_one(Ticket, ticket.id)


def test_a_mail_reaches_every_desk_that_may_see_it_and_no_other(at, tell, work, ticket, ben, ada, alma, cy):
    desks = {agent.name: at(agent) for agent in (ben, ada, alma, cy)}
    with work():
        a_message(known(ticket), text="It hums now.")

    tell()

    seen = {name: heard(line) for name, line in desks.items()}
    assert seen["Cy"] == []
    for name in ("Ben", "Ada", "Alma"):
        row = seen[name][-1]["ticket"]
        assert (row["number"], row["snippet"], row["needs_reply"]) == (ticket.number, "It hums now.", True)
        assert {news["kind"] for news in seen[name]} == {"ticket"}


def test_who_has_the_ticket_open_gets_the_message_too(at, tell, work, ticket, ben, ada):
    line = at(ben, ticket)
    with work():
        written = a_message(known(ticket), text="It hums now.")
        answer = a_reply(known(ticket), by=ada, text="Good!", client_key="k")
        note = add_note(known(ticket), by=ada, text="She is a dealer.")
        ids = [written.id, answer.id, note.id]

    tell()

    told = [news["message"] for news in heard(line) if news["kind"] == "message"]
    messages = [message for message in told if message["kind"] != "event"]
    assert [message["id"] for message in messages] == ids
    assert [message["kind"] for message in messages] == ["inbound", "outbound", "note"]
    assert messages[1]["client_key"] == "k"
    assert messages[1]["delivery"]["state"] == "queued"


def test_a_change_brings_the_whole_ticket_and_its_line_of_history(at, tell, work, ticket, ben, ada):
    line = at(ben, ticket)
    with work():
        add_tag(known(ticket), "refund", by=ada)
        follow(known(ticket), ada, by=ada)

    tell()

    news = heard(line)
    assert [one["message"]["sentence"] for one in news if one["kind"] == "message"] == [
        "Ada added the tag refund",
        "Ada follows this ticket",
    ]
    whole = [one["ticket"] for one in news if "followers" in one.get("ticket", {})][-1]
    assert whole["tags"] == ["refund"]
    assert whole["followers"] == [{"id": ada.id, "name": "Ada"}]
    assert "following" not in whole
    assert "contact_panel" not in whole


def test_a_burst_on_one_ticket_is_one_row(at, tell, work, ticket, ben):
    line = at(ben)
    with work():
        for number in range(30):
            a_message(known(ticket), text=f"message {number}")

    tell()

    assert [news["ticket"]["snippet"] for news in heard(line)] == ["message 29"]


def test_a_ticket_that_moves_away_is_gone_here_and_new_there(at, tell, work, ticket, ben, cy, ada, billing):
    bens, cys = at(ben, ticket), at(cy)
    with work():
        assign_team(known(ticket), billing, by=ada)

    tell()

    assert {"kind": "gone", "number": ticket.number}.items() <= heard(bens)[-1].items()
    assert not bens.is_connected()  # It was open there; whoever comes back must show anew that they may see it.
    assert [news["kind"] for news in heard(cys)] == ["ticket"]


def test_a_colleague_who_may_still_see_it_stays(at, tell, work, ticket, ada, billing, alma):
    line = at(ada, ticket)
    with work():
        assign_team(known(ticket), billing, by=alma)

    tell()

    assert line.is_connected()
    assert {news["kind"] for news in heard(line)} >= {"ticket", "message"}


@pytest.mark.parametrize("how", ["assigned", "following"])
def test_own_and_followed_tickets_are_heard_of_in_other_teams(at, tell, work, ticket, cy, ada, how):
    line = at(cy)
    with work():
        assign_agent(known(ticket), cy, by=ada) if how == "assigned" else follow(known(ticket), cy, by=ada)
    tell()
    assert [news["ticket"]["number"] for news in heard(line)] == [ticket.number]

    with work():
        assign_agent(known(ticket), None, by=ada) if how == "assigned" else unfollow(known(ticket), cy, by=ada)
    tell()
    assert [news["kind"] for news in heard(line)] == ["gone"]

    with work():
        a_message(known(ticket), text="A word for Support")
    tell()
    assert heard(line) == []


def test_a_woken_ticket_is_news(at, tell, work, run_jobs, clock, ticket, ben):
    with work():
        snooze(known(ticket), until=clock.now + timedelta(hours=1), by=ben)
    line = at(ben)
    clock.tick(hours=1)

    run_jobs()
    tell()

    assert heard(line)[-1]["ticket"]["status"] == "open"


def test_a_new_role_ends_the_connection(at, tell, work, ticket, ben, ada, alma):
    bens, adas = at(ben), at(ada)
    with work():
        change_role(rows.session.get_one(Agent, ben.id), "lead", by=alma)

    tell()

    assert (bens.is_connected(), adas.is_connected()) == (False, True)


def test_leaving_a_team_ends_the_connection(at, tell, work, ticket, ben, alma, support):
    line = at(ben)
    with work():
        leave(rows.session.merge(support), rows.session.get_one(Agent, ben.id), by=alma)

    tell()

    assert not line.is_connected()
    assert "reload" in [news["kind"] for news in heard(line)]


def test_logging_out_ends_the_connection(at, tell, desk, ben):
    line = at(ben)

    desk.post("/logout")
    tell()

    assert not line.is_connected()


def cursor_now(browser):
    return browser.get("/desk/tickets", headers={"Accept": "application/json"}).json["cursor"]


def missed(browser, after, rooms):
    """What the poll says was missed, once everything is readable."""

    def ask():
        answer = browser.get("/desk/news", query_string={"after": after, "rooms": rooms})
        assert answer.status_code == 200
        return answer.json if answer.json["news"] or answer.json["reload"] else None

    return until(ask, what="news")


def test_after_a_break_one_gets_what_was_missed_by_socket_and_by_poll(connect, desk, work, ticket, ben, ada, billing):
    line = connect(ben)  # Which is an event too: he has arrived.
    after, rooms = cursor_now(desk), ["desk", f"ticket:{ticket.number}"]
    with work():
        a_message(known(ticket), text="While you were away")
        a_ticket("Not for Ben", by=known(ticket).contact, team=billing)

    polled = missed(desk, after, ",".join(rooms))
    joined = line.emit("join", {"rooms": rooms, "after": after}, callback=True)

    assert joined["news"] == polled["news"]
    assert joined["cursor"] == polled["cursor"] != after
    kinds = [news["kind"] for news in polled["news"]]
    assert sorted(kinds) == ["message", "ticket"]
    assert all(news["ticket"]["number"] == ticket.number for news in polled["news"])
    again = desk.get("/desk/news", query_string={"after": polled["cursor"], "rooms": "desk"}).json
    assert (again["news"], again["cursor"]) == ([], polled["cursor"])


def test_after_a_long_break_one_reads_the_page_again(desk, work, ticket, connect, ben):
    after = cursor_now(desk)
    with work():
        told = known(ticket)
        for _ in range(260):
            add_tag(told, "tag", by=ben)
            remove_tag(told, "tag", by=ben)

    assert missed(desk, after, "desk")["reload"] is True
    joined = connect(ben).emit("join", {"rooms": ["desk"], "after": after}, callback=True)
    assert (joined["ok"], joined["reload"], joined["news"]) == (True, True, None)


def test_the_poll_of_a_foreign_ticket_tells_of_the_own_desk_only(stranger, work, ticket):
    after = cursor_now(stranger)
    with work():
        a_message(known(ticket), text="Not for Cy")

    answer = stranger.get("/desk/news", query_string={"after": after, "rooms": f"desk,ticket:{ticket.number}"})

    assert answer.status_code == 200
    assert answer.json["news"] == []


def test_whoever_has_the_ticket_open_sees_that_its_customer_wants_no_more(at, tell, work, ben, ticket):
    desk = at(ben, ticket)
    with work() as session:
        identity = session.merge(ticket).contact.identities[0]
        opt_out(identity, by=identity.contact)
    tell()

    news = [one for one in heard(desk) if one["kind"] == "ticket" and "opted_out" in one["ticket"]]
    assert [one["ticket"]["opted_out"] for one in news] == [["dora@customer.example"]]
