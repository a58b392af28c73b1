"""Notes from the desk."""

import pytest


def test_a_note_is_shown_as_one_and_reaches_no_customer(desk, url):
    answer = desk.post(f"{url}/notes", json={"text": "She is a dealer.", "client_key": "k"})

    assert answer.status_code == 201
    note = answer.json["message"]
    assert (note["kind"], note["agents_only"], note["delivery"], note["to"]) == ("note", True, None, [])
    assert note["warning"] is None
    assert answer.json["ticket"]["snippet"] == "It stays cold."


def test_two_clicks_are_one_note(desk, url):
    first, second = (desk.post(f"{url}/notes", json={"text": "Once.", "client_key": "k"}).json for _ in range(2))

    assert first["message"]["id"] == second["message"]["id"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "text"), ({"text": ""}, "text"), ({"text": 1}, "text"), ({"text": "x", "to": ["a@b"]}, "to")],
)
def test_what_is_wrong_is_named(desk, url, sent, field):
    answer = desk.post(f"{url}/notes", json=sent)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, field)


def test_a_foreign_ticket_takes_no_note(stranger, url):
    assert stranger.post(f"{url}/notes", json={"text": "x"}).status_code == 404


def test_a_note_keeps_its_form_without_what_could_harm(desk, url):
    html = "<p><strong>Careful</strong><script>alert(1)</script></p>"
    note = desk.post(f"{url}/notes", json={"text": "Careful", "html": html}).json["message"]

    assert (note["html"], note["text"]) == ("<p><strong>Careful</strong></p>", "Careful")


def test_the_words_of_a_note_may_come_as_html_alone(desk, url):
    note = desk.post(f"{url}/notes", json={"html": "<p>One<br>two</p>"}).json["message"]

    assert note["text"] == "One\ntwo"
