"""Who is at a ticket, and who writes there, is told to those who may see it, and to nobody else."""

import pytest

from helpdesk.accounts.membership import change_role
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.teams import leave
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.assignment import assign_team
from helpdesk.tickets.models import Ticket


def say(line, number, **more):
    return line.emit("present", {"number": number} | more, callback=True)


def signs(line):
    """What a page heard of others since the last time."""
    packets, line.queue = line.queue, []
    told = [packet["args"] for packet in packets if packet["name"] == "present"]
    told = [one[0] if isinstance(one, list) else one for one in told]
    return [(one["number"], one["agent"]["name"], one["doing"]) for one in told]


@pytest.fixture
def pages(at, ada, ben, ticket):
    """Ada's and Ben's desk; neither is at a ticket."""
    return at(ada), at(ben)


def test_a_colleague_is_seen_looking_writing_and_leaving(pages, ticket):
    hers, his = pages

    assert say(his, ticket.number) == {"ok": True}
    say(his, ticket.number, writes=True)
    say(his, None)

    assert signs(hers) == [(ticket.number, "Ben", doing) for doing in ("views", "writes", None)]


def test_who_comes_later_is_told_who_is_there(pages, at, ada, ben, ticket):
    _hers, his = pages
    say(his, ticket.number, writes=True)
    late = at(ada)

    answer = late.emit("join", {"rooms": ["desk"]}, callback=True)

    assert answer["present"] == [{"number": ticket.number, "agent": {"id": ben.id, "name": "Ben"}, "doing": "writes"}]


def test_a_closed_page_is_not_there_any_more(pages, ticket):
    hers, his = pages
    say(his, ticket.number)
    his.disconnect()

    assert signs(hers)[-1] == (ticket.number, "Ben", None)


def test_two_pages_of_one_agent_are_one_colleague(pages, at, ben, ticket):
    hers, his = pages
    other = at(ben)
    say(his, ticket.number, writes=True)
    say(other, ticket.number)
    say(his, None)

    assert [doing for _number, _name, doing in signs(hers)] == ["writes", "writes", "views"]


def test_who_may_not_see_the_ticket_hears_nothing(pages, at, cy, ticket):
    _hers, his = pages
    stranger = at(cy)

    say(his, ticket.number, writes=True)

    assert signs(stranger) == []
    assert stranger.emit("join", {"rooms": ["desk"]}, callback=True)["present"] == []


def test_a_stranger_is_not_at_the_ticket(pages, at, cy, ticket):
    hers, _his = pages
    stranger = at(cy)

    assert say(stranger, ticket.number) == say(stranger, 4711) == {"ok": False, "error": "forbidden"}
    assert signs(hers) == []


@pytest.mark.parametrize("sent", [(), (None,), ([],), ({"number": "1"},), ({"number": True},), ({"number": 0},),
    ({"number": 10**30},), ({"number": 1, "writes": "yes"},), ({"number": 1}, {"number": 1})])  # fmt: skip
def test_nonsense_is_no_sign(pages, sent):
    _hers, his = pages
    assert his.emit("present", *sent, callback=True) == {"ok": False, "error": "bad_frame"}


def test_a_changed_role_ends_the_connection(pages, tell, work, ben, alma, ticket):
    _hers, his = pages
    say(his, ticket.number)
    with work():
        change_role(rows.session.get_one(Agent, ben.id), "lead", by=alma)
    tell()

    assert not his.is_connected()


def test_who_leaves_the_team_is_put_out_of_its_rooms(pages, tell, work, support, ben, alma, ticket):
    _hers, his = pages
    with work():
        leave(rows.session.get_one(Team, support.id), rows.session.get_one(Agent, ben.id), by=alma)
    tell()

    assert not his.is_connected()


def test_a_ticket_that_moves_away_puts_its_watchers_out(at, tell, work, ben, billing, alma, ticket):
    his = at(ben, ticket)
    say(his, ticket.number)
    with work():
        assign_team(rows.session.get_one(Ticket, ticket.id), rows.session.get_one(Team, billing.id), by=alma)
    tell()

    assert not his.is_connected()


def test_the_poll_says_who_is_there(pages, desk, ada, ticket):
    hers, _his = pages
    say(hers, ticket.number)

    found = desk.get("/desk/news", query_string={"after": "0.0", "rooms": "desk"}).json["present"]

    assert [(one["agent"]["name"], one["doing"]) for one in found] == [("Ada", "views")]
