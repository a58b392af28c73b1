"""An agent's own page."""

import pytest

from tests.factories import PASSWORD

NEW = "violet thunder over hills"


@pytest.fixture
def bens(client, ben):
    client.post("/login", data={"email": ben.email, "password": PASSWORD})
    return client


def test_an_agent_changes_what_customers_see(bens):
    form = {"name": "Ben Adeyemi", "signature": "Best,\nBen", "tz": "Europe/Lisbon", "locale": "en"}
    page = bens.post("/desk/profile", data=form, follow_redirects=True).text
    assert "Your profile is saved." in page
    assert "Ben Adeyemi" in page
    assert 'data-tz="Europe/Lisbon"' in page


def test_single_keys_are_switched_off_and_on(bens):
    form = {"name": "Ben", "signature": "", "tz": "", "locale": ""}
    keys = lambda: bens.get("/desk/tickets", headers={"Accept": "application/json"}).json["me"]["single_keys"]  # noqa: E731
    assert keys() is True
    bens.post("/desk/profile", data=form)
    assert keys() is False
    bens.post("/desk/profile", data=form | {"single_keys": "1"})
    assert keys() is True


def test_an_agent_chooses_how_the_screen_looks(bens):
    assert 'data-theme="system" data-density="comfortable"' in bens.get("/desk/tickets").text

    bens.post("/desk/profile", data={"name": "Ben", "theme": "dark", "density": "compact"})
    for path in ("/desk/tickets", "/desk/profile"):
        assert 'data-theme="dark" data-density="compact"' in bens.get(path).text

    bens.post("/desk/profile", data={"name": "Ben"})
    assert 'data-theme="dark" data-density="compact"' in bens.get("/desk/profile").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("theme", "neon"),
        ("density", "tiny"),
        ("name", ""),
        ("name", "x" * 130),
        ("tz", "../../etc/passwd"),
        ("locale", "xx"),
        ("name", "a\x00b"),
    ],
)
def test_nonsense_is_said_beside_its_field(bens, field, value):
    form = {"name": "Ben", "signature": "kept text", "tz": "", "locale": ""} | {field: value}
    answer = bens.post("/desk/profile", data=form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "kept text" in answer.text


def test_an_unknown_field_is_refused(bens):
    assert bens.post("/desk/profile", data={"name": "Ben", "role": "admin"}).status_code == 422
    assert bens.post("/desk/profile", json={"name": "Ben", "role_id": 1}).status_code == 400


def test_a_new_password_ends_every_other_session_but_not_this_one(bens, app, ben):
    elsewhere = app.test_client()
    elsewhere.post("/login", data={"email": ben.email, "password": PASSWORD})
    assert elsewhere.get("/desk/profile").status_code == 200
    answer = bens.post("/desk/profile/password", data={"old": PASSWORD, "new": NEW})
    assert answer.status_code == 303
    assert bens.get("/desk/profile").status_code == 200
    assert elsewhere.get("/desk/profile").status_code == 302
    assert elsewhere.post("/login", data={"email": ben.email, "password": PASSWORD}).status_code == 422
    assert elsewhere.post("/login", data={"email": ben.email, "password": NEW}).status_code == 303


@pytest.mark.parametrize(("old", "new"), [("wrong", NEW), ("", NEW), (PASSWORD, "short"), (PASSWORD, "")])
def test_a_password_changes_only_with_the_present_one_and_to_a_good_one(bens, app, ben, old, new):
    assert bens.post("/desk/profile/password", data={"old": old, "new": new}).status_code == 422
    assert app.test_client().post("/login", data={"email": ben.email, "password": PASSWORD}).status_code == 303


def test_guessing_the_present_password_is_limited_too(bens, ben, clock):
    for _ in range(10):
        bens.post("/desk/profile/password", data={"old": "wrong wrong", "new": NEW})
    answer = bens.post("/desk/profile/password", data={"old": PASSWORD, "new": NEW})
    assert answer.status_code == 422
    assert "Too many failed tries" in answer.text
