"""Settings, agents: who is invited, what a role change asks for, and that an admin always remains."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from helpdesk.accounts.membership import change_role
from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from tests.factories import PASSWORD

LINK = re.compile(r"http://127\.0\.0\.1:5000(/invitation/[A-Za-z0-9_-]+)")


@pytest.fixture
def admin(client, alma):
    client.post("/login", data={"email": alma.email, "password": PASSWORD})
    return client


def invite(admin, **more):
    form = {"name": "Noor Haddad", "email": "Noor@acme.example", "role": "agent"} | more
    return admin.post("/desk/settings/agents", data=form, follow_redirects=True)


def test_an_invited_agent_chooses_a_password_and_is_in(admin, app, support):
    page = invite(admin, **{"teams[]": [support.id]})
    path = LINK.search(page.text)[1]
    newcomer = app.test_client()
    for _scanner in range(2):
        assert "Welcome, Noor Haddad" in newcomer.get(path).text
    assert newcomer.post(path, data={"password": "short"}).status_code == 422
    assert newcomer.post(path, data={"password": "lemon tree very pretty"}).status_code == 303
    assert "noor@acme.example" in newcomer.get("/desk/profile").text
    listed = admin.get("/desk/settings/agents").text
    assert "Noor Haddad" in listed
    assert "Support" in listed


def test_a_link_is_shown_once_and_works_once(admin, app):
    page = invite(admin)
    path = LINK.search(page.text)[1]
    assert not LINK.search(admin.get(page.request.path).text)
    stranger = app.test_client()
    stranger.post(path, data={"password": "lemon tree very pretty"})
    for again in (app.test_client().get(path), app.test_client().post(path, data={"password": "another long one"})):
        assert again.status_code == 404
        assert "not valid any more" in again.text


def test_a_new_link_kills_the_old_one_and_three_days_kill_any(admin, app, clock):
    first = invite(admin)
    old = LINK.search(first.text)[1]
    renewed = admin.post(f"{first.request.path}/invitation", follow_redirects=True)
    new = LINK.search(renewed.text)[1]
    stranger = app.test_client()
    assert stranger.get(old).status_code == 404
    assert stranger.get(new).status_code == 200
    clock.tick(days=3)
    assert stranger.get(new).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "ü", "null", "[]"])
def test_a_made_up_invitation_is_nothing(client, alma, token):
    assert client.get(f"/invitation/{token}").status_code == 404
    assert client.post(f"/invitation/{token}", data={"password": "lemon tree very pretty"}).status_code == 404


def test_an_address_has_one_account(admin, ben):
    page = invite(admin, email="BEN@acme.example")
    assert page.status_code == 422
    assert "There is an account with this address already." in page.text
    assert 'value="Noor Haddad"' in page.text


def test_a_power_is_not_handed_out_without_the_admins_own_password(admin, ben, clock, support, work):
    clock.tick(seconds=601)
    form = {"role": "admin", "teams[]": [support.id], "capacity": "7"}
    for asked in (form, form | {"proof": "not my password"}):
        page = admin.post(f"/desk/settings/agents/{ben.id}", data=asked)
        assert (page.status_code, "Is it you?" in page.text) == (422, True)
    assert 'name="capacity" value="7"' in page.text
    assert "Is it you?" in invite(admin, role="admin").text
    assert admin.post(f"/desk/settings/agents/{ben.id}", data={"role": "agent", "capacity": "7"}).status_code == 303
    with work() as session:
        assert session.get_one(Agent, ben.id).role.name == "agent"

    assert admin.post(f"/desk/settings/agents/{ben.id}", data=form | {"proof": PASSWORD}).status_code == 303

    with work() as session:
        assert session.get_one(Agent, ben.id).role.name == "admin"


def test_a_new_role_counts_at_once_and_ends_sessions(admin, app, ben):
    bens = app.test_client()
    bens.post("/login", data={"email": ben.email, "password": PASSWORD})
    assert bens.get("/desk/settings/teams").status_code == 403
    form = {"role": "lead"}
    assert admin.post(f"/desk/settings/agents/{ben.id}", data=form).status_code == 303
    assert bens.get("/desk/settings/teams").status_code == 302
    bens.post("/login", data={"email": ben.email, "password": PASSWORD})
    assert bens.get("/desk/settings/teams").status_code == 200
    assert bens.get("/desk/settings/agents").status_code == 403


def test_the_last_admin_stays(admin, alma):
    form = {"role": "agent"}
    demoted = admin.post(f"/desk/settings/agents/{alma.id}", data=form)
    assert demoted.status_code == 422
    assert "This is the last active admin." in demoted.text
    assert admin.post(f"/desk/settings/agents/{alma.id}/deactivation").status_code == 422
    assert admin.get("/desk/settings/agents").status_code == 200


def test_a_deactivated_agent_is_out_and_can_come_back(admin, app, ben):
    bens = app.test_client()
    bens.post("/login", data={"email": ben.email, "password": PASSWORD})
    admin.post(f"/desk/settings/agents/{ben.id}/deactivation")
    assert bens.get("/desk/profile").status_code == 302
    assert bens.post("/login", data={"email": ben.email, "password": PASSWORD}).status_code == 422
    assert "Deactivated" in admin.get("/desk/settings/agents").text
    admin.post(f"/desk/settings/agents/{ben.id}/activation")
    assert bens.post("/login", data={"email": ben.email, "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize("number", ["999999999", "0", "-1", "1e3", "0x1", "\uff11", "9" * 40])
def test_an_unknown_agent_is_nothing(admin, number):
    assert admin.get(f"/desk/settings/agents/{number}").status_code == 404


def test_the_page_asks_the_database_little(admin, ada, ben, cy, count_queries):
    with count_queries() as seen:
        admin.get("/desk/settings/agents")
    assert len(seen) <= 10


@pytest.mark.database
def test_two_admins_cannot_shut_each_other_out_at_the_same_moment(app, login, work, alma, ben):
    with work():
        change_role(rows.session.merge(ben), "admin", by=SYSTEM)
    with work():
        pair = [(rows.session.get(Agent, alma.id), ben.id), (rows.session.get(Agent, ben.id), alma.id)]
        clients = [(login(app.test_client(), admin), other) for admin, other in pair]

    def shut_out(one):
        admin, other = one
        return admin.post(f"/desk/settings/agents/{other}/deactivation").status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(shut_out, clients))
    assert answers in ([302, 303], [303, 422])
    with work():
        assert sum(agent.is_active for agent in rows.session.scalars(select(Agent))) == 1


@pytest.mark.parametrize(
    ("typed", "shown"), [("3", "0 of 3 open tickets"), ("0", "0 of 0 open"), ("", "0 open tickets")]
)
def test_an_admin_says_how_many_tickets_are_enough(admin, ben, app, login, typed, shown):
    path = f"/desk/settings/agents/{ben.id}"
    assert "0 of 20 open tickets" in admin.get(path).text
    admin.post(path, data={"role": "agent", "capacity": typed})
    assert shown in admin.get(path).text
    own = login(app.test_client(), ben).get("/desk/profile").text
    assert (f"With {typed} open tickets" if typed else "There is no limit") in own


@pytest.mark.parametrize("typed", ["-1", "1001", "9" * 30, "many", "1.5", "\uff11"])
def test_a_number_of_tickets_that_makes_no_sense_is_refused(admin, ben, typed):
    path = f"/desk/settings/agents/{ben.id}"
    answer = admin.post(path, data={"role": "agent", "capacity": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "0 of 20 open tickets" in admin.get(path).text
