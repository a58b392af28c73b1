"""Online or away, on every page; an open page makes its agent available, and a closed one not for long."""

import pytest

from helpdesk.accounts.models import Agent
from helpdesk.accounts.presence import is_here
from helpdesk.kernel.db import db as rows
from tests.factories import PASSWORD
from tests.telling import heard


@pytest.fixture
def ben_is(work, ben):
    """Whether Ben is online by choice, and whether he is here."""

    def look():
        with work():
            agent = rows.session.get_one(Agent, ben.id)
            return agent.availability, is_here(agent)

    return look


def test_the_switch_in_the_sidebar_leads_back_to_its_page(desk, ben_is):
    page = desk.get("/desk/profile").text
    assert "Online: go away" in page
    assert "You are online" in page

    answer = desk.post("/desk/availability", data={"availability": "away", "next": "/desk/profile"})

    assert (answer.status_code, answer.location) == (303, "/desk/profile")
    assert ben_is()[0] == "away"
    assert "Away: go online" in desk.get("/desk/contacts").text


def test_the_workspace_switches_without_leaving(desk, ben_is):
    first = desk.get("/desk/tickets", headers={"Accept": "application/json"}).json["me"]["availability"]
    answer = desk.post("/desk/availability", json={"availability": "away"})

    assert (first, answer.json) == ("online", {"availability": "away"})
    assert ben_is()[0] == "away"


@pytest.mark.parametrize("word", ["", "busy", None, 1, ["away"], "AWAY", "x" * 600])
def test_another_word_changes_nothing(desk, ben_is, word):
    assert desk.post("/desk/availability", json={"availability": word}).status_code == 400
    form = {"availability": word} if isinstance(word, str) else {}
    assert desk.post("/desk/availability", data=form).status_code == 422
    assert ben_is()[0] == "online"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_way_back_leads_nowhere_else(desk, elsewhere):
    answer = desk.post("/desk/availability", data={"availability": "away", "next": elsewhere})
    assert answer.location == "/"


def test_own_other_pages_follow_and_nobody_elses(connect, tell, desk, ben, ada):
    tell.begin()
    lines = [connect(ben), connect(ada)]
    for line in lines:
        line.emit("join", {"rooms": ["desk"]}, callback=True)

    desk.post("/desk/availability", json={"availability": "away"})
    tell()

    news = [[(one["kind"], one["me"]) for one in heard(line) if one["kind"] == "me"] for line in lines]
    assert news == [[("me", {"availability": "away"})], []]


def test_an_open_page_makes_its_agent_available_until_it_is_closed(connect, clock, ben, ben_is):
    assert ben_is() == ("online", False)
    line = connect(ben)
    assert ben_is() == ("online", True)
    for _ in range(5):
        clock.tick(minutes=1)
        assert line.emit("ping_page", callback=True) == {"ok": True}
    assert ben_is() == ("online", True)

    clock.tick(minutes=4)

    assert ben_is() == ("online", False)


def test_where_sockets_are_blocked_the_page_says_so_by_itself(desk, ben_is):
    assert desk.post("/desk/presence", json={}).status_code == 204
    assert ben_is() == ("online", True)


def test_who_logs_in_is_here_and_who_logs_out_is_not(client, ben, ben_is):
    client.post("/login", data={"email": ben.email, "password": PASSWORD})
    assert ben_is() == ("online", True)
    client.post("/logout")
    assert ben_is() == ("online", False)
