"""Sockets: who may connect, which rooms they may join, and what becomes of those who try again and again."""

import pytest

from helpdesk.accounts.membership import change_role, deactivate
from helpdesk.accounts.models import Agent
from helpdesk.desk.sockets import SOCKETS_PER_AGENT
from helpdesk.kernel import live
from helpdesk.kernel.db import db as rows
from tests.desk.conftest import token


def join(line, *rooms, **more):
    return line.emit("join", {"rooms": list(rooms)} | more, callback=True)


def test_an_agents_own_page_connects_and_joins(connect, ben, ticket):
    line = connect(ben)

    answer = join(line, "desk", f"ticket:{ticket.number}")

    assert (answer["ok"], answer["news"], answer["reload"]) == (True, [], False)
    assert line.emit("ping_page", callback=True) == {"ok": True}


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://evil.example",
        "http://localhost.evil.example",
        "http://evil.example/localhost",
        "http://localhost:81",
    ],
)
def test_another_sites_page_is_refused(connect, ben, origin):
    line = connect(ben, headers={} if origin is None else {"Origin": origin})

    assert not line.is_connected()


@pytest.mark.parametrize(
    "auth", [None, {}, {"token": None}, {"token": ""}, {"token": "x.y.z"}, {"token": [1]}, "token", [1]]
)
def test_a_page_without_its_token_is_refused(connect, ben, auth):
    assert not connect(ben, auth=auth).is_connected()


def test_a_colleagues_token_is_refused(app, connect, login, ben, ada):
    borrowed = token(login(app.test_client(), ada))

    assert not connect(ben, auth={"token": borrowed}).is_connected()


def test_an_old_token_is_refused(app, connect, login, ben, clock):
    old = token(login(app.test_client(), ben))
    clock.tick(hours=25)

    assert not connect(ben, auth={"token": old}).is_connected()


def test_nobody_connects_without_a_session(app, connect, login, ben):
    assert not connect(None, auth={"token": token(login(app.test_client(), ben))}).is_connected()


def test_a_foreign_ticket_is_like_one_that_does_not_exist(connect, cy, ticket):
    line = connect(cy)

    assert join(line, f"ticket:{ticket.number}") == join(line, "ticket:4711") == {"ok": False, "error": "forbidden"}


@pytest.mark.parametrize(
    "room",
    ["desk:all", "desk:team:1", "desk:agent:1", "team:1", "*", "%", "ticket:", "ticket:*", "ticket:-1", "ticket:1e3",
     "ticket:\uff11", "ticket:" + "9" * 30, "ticket:1:2", "", "DESK"],
)  # fmt: skip
def test_a_room_that_is_none_is_refused(connect, ben, ticket, room):
    assert join(connect(ben), room) == {"ok": False, "error": "bad_room"}


def test_one_bad_room_spoils_the_join(connect, ben, cy, ticket):
    line = connect(cy)

    assert join(line, "desk", f"ticket:{ticket.number}")["ok"] is False
    assert live.members(f"desk:ticket:{ticket.number}") == []


@pytest.mark.parametrize(
    ("event", "sent"),
    [
        ("join", ()), ("join", (None,)), ("join", ("desk",)), ("join", ([],)), ("join", ({},)),
        ("join", ({"rooms": "desk"},)),
        ("join", ({"rooms": [1]},)), ("join", ({"rooms": [["desk"]]},)), ("join", ({"rooms": ["desk"] * 21},)),
        ("join", ({"rooms": ["desk"]}, {"rooms": ["desk"]})), ("leave", ()), ("leave", ({"rooms": None},)),
        ("join", ({"rooms": ["desk"], "after": 7},)), ("join", ({"rooms": ["desk"], "after": "x"},)),
        ("join", ({"rooms": ["desk"], "after": "1." + "9" * 40},)), ("base", ()), ("message", ("x",)), ("news", ({},)),
        ("tickets.delete", ({"id": 1},)),
    ],
)  # fmt: skip
def test_nonsense_gets_a_fixed_word(connect, ben, event, sent):
    answer = connect(ben).emit(event, *sent, callback=True)

    assert answer["ok"] is False
    assert answer["error"] in {"bad_frame", "bad_cursor", "bad_event"}


def test_the_third_offence_ends_the_connection(connect, ben):
    line = connect(ben)
    for _strike in range(2):
        assert join(line, "nonsense")["ok"] is False
        assert line.is_connected()

    join(line, "nonsense")

    assert not line.is_connected()


def test_who_talks_too_fast_is_cut_off(connect, ben):
    line = connect(ben)
    said = [line.emit("ping_page", callback=True) for _ in range(40) if line.is_connected()]

    assert {"ok": False, "error": "too_fast"} in said
    assert not line.is_connected()


def test_one_agent_has_at_most_twenty(connect, ben, ada):
    lines = [connect(ben) for _ in range(SOCKETS_PER_AGENT + 1)]

    assert [line.is_connected() for line in lines] == [True] * SOCKETS_PER_AGENT + [False]
    assert connect(ada).is_connected()
    lines[0].disconnect()
    assert connect(ben).is_connected()


def test_who_lost_the_session_joins_nothing(connect, work, ben, alma):
    line = connect(ben)
    with work():
        deactivate(rows.session.get_one(Agent, ben.id), by=alma)

    assert join(line, "desk") == {"ok": False, "error": "logged_out"}


def test_rights_are_asked_for_at_each_join(connect, work, ada, alma, cy, ticket):
    line = connect(cy)
    assert join(line, f"ticket:{ticket.number}")["ok"] is False
    with work():
        change_role(rows.session.get_one(Agent, cy.id), "lead", by=alma)

    assert join(connect(rows_fresh(work, cy.id)), f"ticket:{ticket.number}")["ok"] is True


def rows_fresh(work, identity):
    """The agent as they are now: a new role is a new session."""
    with work():
        agent = rows.session.get_one(Agent, identity)
        _ = agent.role
        return agent


def test_leaving_a_ticket_is_not_leaving_the_desk(connect, ben, ticket):
    line = connect(ben)
    join(line, "desk", f"ticket:{ticket.number}")

    assert line.emit("leave", {"rooms": ["desk", f"ticket:{ticket.number}"]}, callback=True) == {"ok": True}

    assert live.members(f"desk:ticket:{ticket.number}") == []
    assert len(live.members(f"desk:agent:{ben.id}")) == 1


@pytest.mark.parametrize("after", ["", "x", "1", "-1.1", "1.1.1", "1e3.1", "\uff11.1", "1." + "9" * 40])
def test_the_poll_refuses_a_place_that_does_not_exist(desk, after):
    answer = desk.get("/desk/news", query_string={"after": after}, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "after")


def test_a_place_beyond_everything_is_no_accident(desk, connect, ben):
    far = "9" * 20 + "." + "9" * 18

    assert desk.get("/desk/news", query_string={"after": far}).status_code == 422
    assert join(connect(ben), "desk", after=far) == {"ok": False, "error": "bad_cursor"}


def test_nothing_larger_than_64_kib_is_read(app):
    assert app.extensions["socketio"].server.eio.max_http_buffer_size == 64 * 1024
