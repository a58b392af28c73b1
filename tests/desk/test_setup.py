"""The first minute: one admin, one inbox, once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpdesk.kernel.tokens import signature

FORM = {
    "name": "Maya Chen",
    "email": "maya@acme.example",
    "password": "a quiet green river",
    "team": "Support",
    "address": "support@acme.example",
}


def test_before_anybody_works_here_every_page_leads_to_the_set_up(client):
    for path in ("/", "/desk/", "/desk/settings/agents"):
        answer = client.get(path, follow_redirects=True)
        assert answer.request.path == "/setup"
        assert "Set up your helpdesk" in answer.text


def test_the_first_admin_gets_in_and_sees_how_to_connect_mail(client):
    answer = client.post("/setup", data=FORM, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path.startswith("/desk/settings/inboxes/")
    assert "support@acme.example" in answer.text
    assert "/hooks/email/" in answer.text
    assert "replies are recorded, not sent" in answer.text
    assert "Maya Chen" in client.get("/desk/settings/teams").text


def test_set_up_exists_once(client, alma):
    assert client.get("/setup").status_code == 404
    assert client.post("/setup", data=FORM).status_code == 404
    pages = [re.sub('nonce="[^"]+"', "", client.get(path).text) for path in ("/setup", "/no-such-page")]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "This is needed."),
        ("email", "nobody", "This is not an email address."),
        ("password", "short", "Choose at least 10 characters."),
        ("password", "aaaaaaaaaaaaaaaa", "This repeats the same few characters."),
        ("address", "nowhere", "address"),
        ("team", "x" * 90, "A team needs a name"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nothing_is_made(client, field, value, words):
    answer = client.post("/setup", data=FORM | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert ('value="Maya Chen"' in answer.text) == (field != "name")
    assert FORM["password"] not in answer.text
    assert client.get("/setup").status_code == 200


def test_on_a_public_address_a_stranger_needs_the_printed_key(app, database, make_app, capsys):
    public = make_app(BASE_URL="https://help.acme.example")
    public.config["WTF_CSRF_ENABLED"] = False
    stranger = public.test_client()
    assert stranger.post("/setup", data=FORM, base_url="https://help.acme.example").status_code == 422
    assert (
        stranger.post("/setup", data=FORM | {"key": "guess"}, base_url="https://help.acme.example").status_code == 422
    )
    with public.app_context():
        for prepare in public.extensions["helpdesk_prepare"]:
            prepare()
        key = signature("set-up")
    assert key in capsys.readouterr().err
    answer = stranger.post("/setup", data=FORM | {"key": key}, base_url="https://help.acme.example")
    assert answer.status_code == 303
    assert "__Host-helpdesk=" in answer.headers["Set-Cookie"]
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.database
def test_of_two_first_admins_at_the_same_moment_one_wins(app):
    def set_up(number):
        form = FORM | {"email": f"maya{number}@acme.example", "address": f"support{number}@acme.example"}
        return app.test_client().post("/setup", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(set_up, range(2))) == [303, 404]
