"""Coming in: who may, who may not, and what a stranger learns (nothing)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from helpdesk.accounts.membership import create_agent, deactivate
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from tests.factories import PASSWORD


def log_in(client, password=PASSWORD, email="ben@acme.example", **more):
    return client.post("/login", data={"email": email, "password": password, **more})


def test_an_agent_logs_in_and_goes_where_they_wanted_to_go(client, ben):
    asked = client.get("/desk/profile?tab=x")
    assert asked.status_code == 302
    assert asked.location == "/login?next=/desk/profile?tab%3Dx"
    answer = log_in(client, next="/desk/profile?tab=x")
    assert (answer.status_code, answer.location) == (303, "/desk/profile?tab=x")
    assert "Ben" in client.get(answer.location).text


def test_an_address_is_known_whatever_its_case(client, ben):
    assert log_in(client, email=" BEN@Acme.example ").status_code == 303


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.test/", "//evil.test", "/\\evil.test", "\\\\evil.test", "javascript:alert(1)", "/\t/evil.test", ""],
)
def test_nobody_is_sent_to_another_host(client, ben, wanted):
    assert log_in(client, next=wanted).location == "/"


def test_wrong_unknown_and_deactivated_get_the_same_answer(client, work, ben):
    with work():
        gone = create_agent(email="gone@acme.example", name="Gone", password=PASSWORD, by=SYSTEM)
        deactivate(gone, by=SYSTEM)
    pages = [
        log_in(client, password="wrong wrong wrong"),
        log_in(client, email="nobody@acme.example"),
        log_in(client, email="gone@acme.example"),
    ]
    assert {page.status_code for page in pages} == {422}
    words = "The email address or the password is wrong."
    assert all(words in page.text for page in pages)
    assert 'value="nobody@acme.example"' in pages[1].text


def test_a_program_is_told_401(client, ben):
    answer = client.post("/login", json={"email": "ben@acme.example", "password": "wrong wrong"})
    assert answer.status_code == 401
    assert client.get("/desk/profile", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("password", ["", "x" * 5000, "\0", "ü" * 600])
def test_any_password_gets_an_answer(client, ben, password):
    assert log_in(client, password=password).status_code == 422


@pytest.mark.parametrize("password", [None, 7, [], {}, True])
def test_a_password_must_be_text(client, ben, password):
    answer = client.post("/login", json={"email": "ben@acme.example", "password": password})
    assert answer.status_code == 400


def test_after_ten_failures_even_the_right_password_waits(client, ben, clock):
    for _ in range(10):
        assert log_in(client, password="wrong wrong wrong").status_code == 422
        clock.tick(seconds=1)
    refused = log_in(client)
    assert refused.status_code == 429
    assert 880 <= int(refused.headers["Retry-After"]) <= 900
    assert log_in(client, email="other@acme.example").status_code == 422
    clock.tick(minutes=15)
    assert log_in(client).status_code == 303


def test_fifty_failures_stop_an_address_for_every_account(client, ben, clock):
    for number in range(50):
        log_in(client, email=f"guess{number}@acme.example", password="wrong wrong wrong")
    assert log_in(client).status_code == 429


def test_a_success_forgives_earlier_failures(client, ben, clock):
    for _ in range(3):
        for _ in range(9):
            log_in(client, password="wrong wrong wrong")
        assert log_in(client).status_code == 303
        client.post("/logout")


def test_who_logs_out_is_out(client, ben):
    log_in(client)
    assert client.post("/logout").location == "/login"
    assert client.get("/desk/profile").status_code == 302
    assert client.get("/logout").status_code == 405


def test_the_front_door_leads_to_the_desk_or_the_log_in(client, ben):
    assert client.get("/").location == "/login"
    log_in(client)
    assert client.get("/").location == "/desk/"
    assert client.get("/login").location == "/"


def test_a_log_in_from_another_site_is_refused(make_app, work, ben):
    strict = make_app().test_client()
    assert log_in(strict).status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, ben):
    cookie = log_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_session_ends_when_the_agent_is_deactivated(client, work, ben):
    log_in(client)
    with work():
        deactivate(rows.session.merge(ben), by=SYSTEM)
    assert client.get("/desk/profile").status_code == 302


@pytest.mark.database
def test_parallel_guesses_do_not_outrun_the_limit(app, ben):
    def guess(number):
        return log_in(app.test_client(), password=f"wrong wrong {number}").status_code

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(guess, range(40)))
    assert set(answers) == {422, 429}
    assert answers.count(422) <= 20


def test_without_a_database_the_page_says_to_come_back(make_app, tmp_path, login, ben):
    away = make_app(DATABASE_URL=f"sqlite:///{tmp_path}/no-such-folder/helpdesk.db").test_client()
    for client in (away, login(away, ben)):
        answer = client.get("/desk/profile")
        assert answer.status_code == 503
        assert "Back in a moment" in answer.text
        assert answer.headers["Retry-After"]
