"""Settings, general: each declared setting is a field."""

import pytest

from helpdesk.kernel import settings
from helpdesk.kernel.events import SYSTEM


@pytest.fixture
def admin(client, login, alma):
    return login(client, alma)


def form_of(page):
    """What a browser would send for the fields it sees; enough for texts and numbers."""
    fields = {}
    for part in page.split("<input")[1:]:
        tag = part.split(">")[0]
        if 'class="input' in tag and 'type="file"' not in tag:
            fields[tag.split('name="')[1].split('"')[0]] = tag.split('value="')[1].split('"')[0]
    return fields


def test_the_workspace_gets_a_name_that_every_page_shows(admin):
    form = form_of(admin.get("/desk/settings/general").text) | {"workspace.name": "Acme <Care>"}
    saved = admin.post("/desk/settings/general", data=form, follow_redirects=True).text
    assert "The settings are saved." in saved
    assert "Acme &lt;Care&gt;" in admin.get("/desk/profile").text


@pytest.mark.parametrize("name", ["", "x" * 61, "two\nlines"])
def test_a_name_that_cannot_be_is_said_beside_it(admin, name):
    form = form_of(admin.get("/desk/settings/general").text) | {"workspace.name": name}
    answer = admin.post("/desk/settings/general", data=form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_only_admins_change_settings(client, login, ada):
    assert login(client, ada).get("/desk/settings/general").status_code == 403


def test_the_breaker_is_seen_and_ended_with_one_click(client, login, alma, work):
    with work():
        settings.put("machines.paused", value=True, by=SYSTEM)
    desk = login(client, alma)
    assert "Automatic messages are paused" in desk.get("/desk/deliveries").text
    desk.post("/desk/settings/general", data={"workspace.name": "Acme"})
    assert "Automatic messages are paused" in desk.get("/desk/envelopes").text

    assert desk.post("/desk/settings/general/machines").status_code == 303

    assert "Automatic messages are paused" not in desk.get("/desk/deliveries").text
    with work():
        assert settings.get("machines.resumed_at") > 0


def test_who_may_not_end_it_is_not_shown_it(client, login, ada, work):
    with work():
        settings.put("machines.paused", value=True, by=SYSTEM)
    assert "Automatic messages are paused" not in login(client, ada).get("/desk/deliveries").text


def test_the_workspace_says_it_too_to_whom_it_concerns_and_ends_it(client, app, login, alma, ada, work):
    with work():
        settings.put("machines.paused", value=True, by=SYSTEM)
    desk, asking = login(client, alma), {"headers": {"Accept": "application/json"}}
    assert desk.get("/desk/tickets", **asking).get_json()["machines_paused"] is True
    assert login(app.test_client(), ada).get("/desk/tickets", **asking).get_json()["machines_paused"] is False

    assert desk.post("/desk/settings/general/machines", json={}).get_json() == {"machines_paused": False}

    assert desk.get("/desk/tickets", **asking).get_json()["machines_paused"] is False
