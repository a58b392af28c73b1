"""Who works here: every change leaves a fact behind, and the roles' guard holds."""

import pytest
from sqlalchemy import select

from helpdesk.accounts import invitations, membership, profiles, sessions, teams
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.problems import NotFound
from tests.factories import PASSWORD


def happened(name):
    return rows.session.scalars(select(EventRow).where(EventRow.name == name)).all()


def test_a_made_agent_is_known_by_one_spelling_of_the_address(db, alma):
    made = membership.create_agent(email=" Eve@ACME.example", name="  Eve \t Adams ", by=alma)
    assert (made.email, made.name) == ("eve@acme.example", "Eve Adams")
    assert happened("agent.created")[-1].actor_id == alma.id


@pytest.mark.parametrize(
    "email", ["", "eve", "eve@", "@acme.example", "a@b@c", "a b@c.example", "x" * 250 + "@a.example"]
)
def test_an_address_must_be_one(db, alma, email):
    with pytest.raises(BadInput):
        membership.create_agent(email=email, name="Eve", by=alma)


def test_a_role_must_be_known(db, alma):
    with pytest.raises(BadInput):
        membership.create_agent(email="eve@acme.example", name="Eve", role="emperor", by=alma)


def test_set_up_is_over_once_anybody_works_here(db, ben):
    with pytest.raises(NotFound):
        membership.first_admin(email="eve@acme.example", name="Eve", password=PASSWORD)


def test_the_last_admin_can_neither_go_nor_step_down(db, alma, ben):
    for leave in (lambda: membership.deactivate(alma, by=alma), lambda: membership.change_role(alma, "lead", by=alma)):
        with pytest.raises(membership.LastAdmin):
            leave()
    membership.change_role(ben, "admin", by=alma)
    membership.deactivate(alma, by=ben)
    assert not alma.is_active
    with pytest.raises(membership.LastAdmin):
        membership.deactivate(ben, by=ben)


def test_a_change_of_role_is_written_down_with_old_and_new(db, alma, ben):
    membership.change_role(ben, "lead", by=alma)
    membership.change_role(ben, "lead", by=alma)
    assert [row.data for row in happened("agent.role_changed")] == [{"old": "agent", "new": "lead"}]


@pytest.mark.parametrize(
    "end",
    [
        lambda agent, by: membership.change_role(agent, "lead", by=by),
        lambda agent, by: membership.deactivate(agent, by=by),
        lambda agent, by: profiles.change_password(agent, "violet thunder over hills", by=by),
        lambda agent, by: invitations.accept(invitations.invite(agent, by=by), password="violet thunder over hills"),
    ],
    ids=["role", "deactivation", "password", "invitation"],
)
def test_sessions_end_when_who_one_is_changes(db, alma, ben, end):
    name = ben.get_id()
    assert sessions.agent_of(name) is ben
    end(ben, alma)
    assert sessions.agent_of(name) is None


@pytest.mark.parametrize(
    "name", [None, "", "1", "1.", ".0", "1.0.0", "-1.0", "1e3.0", "\uff11.0", "9" * 30 + ".0", 1, []]
)
def test_a_made_up_session_is_nobody(db, ben, name):
    assert sessions.agent_of(name) is None


def test_an_invitation_is_kept_only_as_a_hash(db, alma, ben):
    token = invitations.invite(ben, by=alma)
    assert token not in (ben.invitation_hash or "")
    assert all(token not in str(row.data) for row in happened("agent.invited"))


@pytest.mark.parametrize("token", [None, "", "x", 7, [], {}, True, "ü", "a" * 10_000])
def test_what_is_no_invitation_is_refused_the_same_way(db, ben, token):
    with pytest.raises(invitations.NoInvitation):
        invitations.accept(token, password="violet thunder over hills")


def test_joining_twice_and_leaving_twice_is_once(db, alma, ben, billing):
    teams.join(billing, ben, by=alma)
    teams.join(billing, ben, by=alma)
    teams.leave(billing, ben, by=alma)
    teams.leave(billing, ben, by=alma)
    assert [row.data for row in happened("team.joined")][-1] == {"agent_id": ben.id}
    assert len(happened("team.left")) == 1
    assert ben not in billing.agents
