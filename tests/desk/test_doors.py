"""Every door says whom it lets in, and keeps to it: each route, for each role and for a stranger."""

import re

import pytest
from flask import Flask

from helpdesk.accounts.permissions import ROLES, WORDS
from helpdesk.desk.door import ANY_AGENT, ANYBODY

NO_DESK = ("static", "health.", "hooks.", "demo.")
PUBLIC = {
    "invitation.accept",
    "invitation.show",
    "login.enter",
    "login.home",
    "login.show",
    "setup.finish",
    "setup.show",
}


def doors(app: Flask):
    """Every route of the desk with each method it answers, its ids filled in with one that nobody has."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(NO_DESK):
            continue
        path = re.sub(r"<int:[a-z_]+>", "999999", rule.rule)
        path = re.sub(r"<(?:path:)?[a-z_]+>", "nothing", path)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path


def needs(app: Flask, endpoint: str) -> str | None:
    return getattr(app.view_functions[endpoint], "needs", None)


def test_every_door_says_what_it_needs(app):
    for endpoint, _method, _path in doors(app):
        assert needs(app, endpoint) in {ANYBODY, ANY_AGENT, *WORDS}, endpoint
        assert (needs(app, endpoint) == ANYBODY) == (endpoint in PUBLIC), endpoint


def test_a_stranger_is_led_to_the_log_in_and_a_program_is_refused(app, alma):
    for endpoint, method, path in doors(app):
        if endpoint in PUBLIC:
            continue
        page = app.test_client().open(path, method=method)
        assert page.status_code == 302, (method, path)
        assert page.location.startswith("/login"), (method, path)
        answer = app.test_client().open(path, method=method, headers={"Accept": "application/json"})
        assert answer.status_code == 401, (method, path)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_own_doors_and_no_others(app, client, login, request, role):
    agent = request.getfixturevalue({"admin": "alma", "lead": "ada", "agent": "ben"}[role])
    for endpoint, method, path in doors(app):
        if endpoint in PUBLIC or endpoint == "login.leave":
            continue
        login(client, agent)
        status = client.open(path, method=method).status_code
        allowed = needs(app, endpoint) in {ANY_AGENT, *ROLES[role]}
        assert (status != 403) if allowed else (status == 403), (method, path, status)
        assert status < 500, (method, path, status)
