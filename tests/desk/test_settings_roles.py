"""Settings, roles: made by admins who prove who they are, effective at once, and no ladder to climb by."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.custom_roles import create_role
from helpdesk.accounts.membership import change_role
from helpdesk.accounts.models import Agent, Role
from helpdesk.kernel.events import SYSTEM, EventRow
from tests.factories import PASSWORD

ROLES = "/desk/settings/roles"
NIGHT = {"name": "Night shift", "permissions[]": ["tickets.work", "tickets.see_all"]}
JSON = {"Accept": "application/json"}


@pytest.fixture
def admin(app, login, alma):
    """Alma's browser; she has just logged in by her password."""
    browser = app.test_client()
    sent = {"email": alma.email, "password": PASSWORD}
    assert browser.post("/login", data=sent).status_code == 303
    return browser


@pytest.fixture
def a_role(work, alma):
    """Make a role, perhaps held by an agent; returns its id."""

    def make(*words, name="Night shift", held_by=None):
        with work() as session:
            role = create_role(name, words, by=session.merge(alma))
            if held_by:
                change_role(session.get_one(Agent, held_by.id), name, by=SYSTEM)
            return role.id

    return make


@pytest.fixture
def stored(work):
    """The roles that are not built in: name and words."""

    def look():
        with work() as session:
            return [(one.name, one.permissions) for one in session.scalars(select(Role).where(~Role.builtin))]

    return look


def test_an_admin_makes_a_role_and_it_is_told_what_changed(admin, stored, work):
    page = admin.post(ROLES, data=NIGHT, follow_redirects=True)
    assert "The role Night shift is there." in page.text
    assert stored() == [("Night shift", ["tickets.see_all", "tickets.work"])]
    identity = role_id(work)
    admin.post(f"{ROLES}/{identity}", data={"name": "Night", "permissions[]": ["tickets.work", "work.read"]})
    assert stored() == [("Night", ["tickets.work", "work.read"])]
    with work() as session:
        rows = session.scalars(select(EventRow).where(EventRow.subject_kind == "role").order_by(EventRow.id)).all()
    assert [(row.name, row.data) for row in rows] == [
        ("role.created", {"permissions": ["tickets.see_all", "tickets.work"]}),
        ("role.renamed", {}),
        ("role.permissions_changed", {"added": ["work.read"], "removed": ["tickets.see_all"]}),
    ]


def role_id(work):
    with work() as session:
        return session.scalar(select(Role.id).where(~Role.builtin))


def test_who_logged_in_long_ago_is_asked_for_the_password_and_nothing_typed_is_lost(clock, admin, stored):
    clock.tick(seconds=601)
    page = admin.post(ROLES, data=NIGHT)
    assert (page.status_code, "Is it you?" in page.text, stored()) == (422, True, [])
    assert page.text.count('name="permissions[]"') == 2
    assert 'value="Night shift"' in page.text
    wrong = admin.post(ROLES, data=NIGHT | {"proof": "not my password"})
    assert ("This is not your password." in wrong.text, stored()) == (True, [])
    assert "not my password" not in wrong.text
    assert admin.post(ROLES, data=NIGHT | {"proof": PASSWORD}).status_code == 303
    assert [name for name, _words in stored()] == ["Night shift"]
    assert admin.post(ROLES, data=NIGHT | {"name": "Day shift"}).status_code == 303


def test_a_program_is_told_to_log_in_again(clock, admin, stored):
    clock.tick(seconds=601)
    answer = admin.post(ROLES, json=NIGHT, headers=JSON)
    assert (answer.status_code, answer.json["error"]["code"], stored()) == (428, "proof_needed", [])


def test_what_a_role_loses_is_refused_at_the_next_click_and_its_sockets_end(admin, app, ben, a_role, at, tell, work):
    identity = a_role("tickets.work", "reports.view", held_by=ben)
    browser = relogged(app, ben)
    with work() as session:
        ben = session.get_one(Agent, ben.id)
    line = at(ben)
    assert browser.get("/desk/satisfaction").status_code == 200
    admin.post(f"{ROLES}/{identity}", data={"name": "Night shift", "permissions[]": ["tickets.work"]})
    assert browser.get("/desk/satisfaction").status_code == 403
    tell()
    assert not line.is_connected()


def relogged(app, agent):
    browser = app.test_client()
    browser.post("/login", data={"email": agent.email, "password": PASSWORD})
    return browser


def test_a_role_somebody_has_stays(admin, a_role, ben, stored):
    identity = a_role("tickets.work", held_by=ben)
    page = admin.post(f"{ROLES}/{identity}/deletion")
    assert (page.status_code, "Somebody has this role." in page.text) == (422, True)
    assert len(stored()) == 1


def test_a_role_nobody_has_goes(admin, a_role, stored):
    identity = a_role("tickets.work")
    assert admin.post(f"{ROLES}/{identity}/deletion").status_code == 303
    assert stored() == []


def test_the_built_in_ones_cannot_be_changed(admin, work):
    with work() as session:
        identity = session.scalar(select(Role.id).where(Role.name == "admin"))
    assert "cannot be changed" in admin.get(f"{ROLES}/{identity}").text
    assert admin.post(f"{ROLES}/{identity}", data=NIGHT).status_code == 422
    assert admin.post(f"{ROLES}/{identity}/deletion").status_code == 422


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": " "}, "This is needed."),
        ({"name": "x" * 41}, "A role needs a name"),
        ({"name": "ADMIN"}, "There is a role with this name already."),
        ({"permissions[]": ["everything"]}, "This is not one of the choices."),
    ],
)
def test_a_mistake_is_named(admin, stored, sent, words):
    page = admin.post(ROLES, data=NIGHT | sent)
    assert (page.status_code, words in page.text, stored()) == (422, True, [])


def test_nobody_hands_out_or_governs_more_than_they_hold(app, ben, alma, a_role, stored, work):
    a_role("tickets.work", "settings.roles", "settings.agents", name="Office", held_by=ben)
    office = relogged(app, ben)
    assert office.post(ROLES, data=NIGHT | {"permissions[]": ["settings.inboxes"]}).status_code == 403
    assert office.post(f"/desk/settings/agents/{alma.id}/invitation").status_code == 403
    assert office.post(f"/desk/settings/agents/{alma.id}/deactivation").status_code == 403
    promoted = office.post(f"/desk/settings/agents/{ben.id}", data={"role": "admin"})
    assert promoted.status_code == 403
    assert [name for name, _words in stored()] == ["Office"]
    with work() as session:
        assert session.get_one(Agent, ben.id).role.name == "Office"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ([], "/desk/settings/macros"),
        (["settings.tags"], "/desk/settings/macros"),
        (["settings.sla", "settings.fields"], "/desk/settings/fields"),
    ],
)
def test_the_settings_lead_to_the_first_page_one_may_open(app, ben, a_role, words, path):
    a_role("tickets.work", *words, name="Some", held_by=ben)
    browser = relogged(app, ben)
    assert f'class="nl" href="{path}"' in " ".join(browser.get("/desk/profile").text.split())
    assert browser.get("/desk/tickets", headers=JSON).json["me"]["settings"][0]["href"] == path
    assert browser.get(path).status_code == 200
