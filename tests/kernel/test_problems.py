"""What goes wrong, and what the other side is told: one status and fixed words, never an exception's own."""

import pytest
from flask import abort, request
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from helpdesk.accounts.models import Team
from helpdesk.kernel.blobs import StorageUnavailable
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotAllowed, NotFound, Problem

pytestmark = pytest.mark.database
JSON = {"Accept": "application/json"}
NOBODY_LISTENS = "postgresql://127.0.0.1:9/nothing"
SECRET = "password=hunter2"


class AlreadyMerged(Problem):
    words = "This ticket was merged already."

    def extra(self):
        return {"into": 12}


def raising(error):
    def fail():
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (RuntimeError(SECRET), 500, "bug"),
        (RecursionError(SECRET), 500, "bug"),
        (KeyError(SECRET), 500, "bug"),
        (StaleDataError(SECRET), 409, "conflict"),
        (StorageUnavailable(SECRET), 503, "unavailable"),
        (BadInput("This is too long.", "name"), 400, "bad_input"),
        (NotAllowed(), 403, "forbidden"),
        (NotFound(), 404, "not_found"),
        (AlreadyMerged(), 409, "conflict"),
        (RequestEntityTooLarge(SECRET), 413, "request_entity_too_large"),
        (TooManyRequests(SECRET), 429, "too_many_requests"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_each_trouble_has_its_answer(doors, error, status, code):
    client = doors(raising(error))
    page, data = client.post("/fail"), client.post("/fail", headers=JSON)
    assert data.status_code == status
    assert data.json["error"]["code"] == code
    assert data.json["error"]["message"]
    assert page.status_code == (422 if status == 400 else status)
    assert page.content_type.startswith("text/html")
    assert SECRET not in page.text + data.text
    assert ("Retry-After" in data.headers) == (status in {429, 503})


def test_bad_input_names_the_field(doors):
    error = doors(raising(BadInput("This is too long.", "name"))).post("/fail", headers=JSON).json["error"]
    assert (error["field"], error["message"]) == ("name", "This is too long.")


def test_a_problem_says_what_helps(doors):
    answer = doors(raising(AlreadyMerged())).post("/fail", headers=JSON).json
    assert answer["into"] == 12
    assert answer["error"]["message"] == "This ticket was merged already."


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 414, 415, 417, 422, 431, 500, 501])
def test_every_status_has_fixed_words(doors, status):
    def fail():
        abort(status, SECRET)

    client = doors(fail)
    for headers in ({}, JSON):
        answer = client.post("/fail", headers=headers)
        assert answer.status_code == status
        assert SECRET not in answer.text


def test_a_machine_gets_json_whatever_it_accepts(app, client):
    assert client.get("/hooks/no/such/hook/at/all").is_json
    assert client.get("/api/v1/nothing").is_json
    assert not client.get("/nothing", headers={"Accept": "text/html"}).is_json


def test_a_wrong_method_says_which_are_right(client):
    answer = client.delete("/healthz", headers=JSON)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_two_at_once_is_a_conflict_and_no_bug(doors, teams):
    def add():
        db.session.add(Team(name="Bells"))
        return "yes"

    client = doors(add)
    assert client.post("/add").status_code == 200
    answer = client.post("/add", headers=JSON)
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "conflict"
    assert "teams" not in answer.text
    assert teams() == {"Bells"}


def test_a_database_that_takes_no_writes_is_a_moment_of_patience(read_only, doors, teams):
    def add():
        db.session.add(Team(name="Bells"))
        return "yes"

    with read_only():
        answer = doors(add).post("/add", headers=JSON)
        assert answer.status_code == 503
        assert answer.json["error"]["code"] == "unavailable"
        assert int(answer.headers["Retry-After"]) > 0
    assert teams() == set()
    assert doors(add).post("/add").status_code == 200


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "json"])
def test_a_database_that_is_away_is_a_moment_of_patience(doors, headers):
    def look():
        return str(db.session.get(Team, 1))

    answer = doors(look, DATABASE_URL=NOBODY_LISTENS).get("/look", headers=headers)
    assert answer.status_code == 503
    assert "127.0.0.1" not in answer.text
    assert "Retry-After" in answer.headers


def test_a_number_no_database_can_keep_is_nobodys_bug(doors):
    def look():
        return str(db.session.get(Team, int(request.args["id"])))

    answer = doors(look).get(f"/look?id={'9' * 30}", headers=JSON)
    assert answer.status_code == 400
