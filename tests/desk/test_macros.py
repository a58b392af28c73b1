"""Macros at the desk: found by typing, applied to the open ticket, and nobody else's."""

import pytest

from helpdesk.automation.macros.checking import MacroDraft
from helpdesk.automation.macros.writing import create_macro
from helpdesk.kernel.events import SYSTEM
from tests.factories import a_field

RESOLVED = {"do": "set_status", "params": {"status": "resolved"}}
PENDING = {"do": "set_status", "params": {"status": "pending"}}


@pytest.fixture
def a_macro(work):
    """Write a macro; returns its id."""

    def write(name="Refund", **more):
        with work():
            return create_macro(MacroDraft(name=name, **({"text": "Hi {{contact.name}}"} | more)), by=SYSTEM).id

    return write


def test_typing_finds_macros_with_what_they_will_do(desk, a_macro):
    identity = a_macro(actions=[PENDING, {"do": "add_tag", "params": {"tag": "refund"}}])
    a_macro("Welcome")
    answer = desk.get("/desk/macros?q=ref")
    assert answer.json == {
        "macros": [
            {
                "id": identity, "name": "Refund", "text": "Hi {{contact.name}}", "scope": "everyone", "uses": 0,
                "does": ["sets Pending", "tags refund"],
            }
        ]
    }  # fmt: skip
    assert [one["name"] for one in desk.get("/desk/macros").json["macros"]] == ["Refund", "Welcome"]


def test_a_search_too_long_is_named(desk):
    answer = desk.get(f"/desk/macros?q={'x' * 101}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["error"]["field"]) == (400, "q")


def test_applying_answers_with_the_words_and_the_ticket_as_it_is_then(desk, a_macro, ticket, url):
    identity = a_macro(actions=[PENDING])
    answer = desk.post(f"{url}/macros/{identity}", json={})
    assert answer.status_code == 200
    assert (answer.json["text"], answer.json["html"], answer.json["undone"]) == ("Hi Dora Diaz", None, [])
    assert (answer.json["ticket"]["number"], answer.json["ticket"]["status"]) == (ticket.number, "pending")
    sentences = [one["sentence"] for one in desk.get(url, headers={"Accept": "application/json"}).json["messages"]]
    assert "Ben applied the macro Refund" in sentences


def test_one_that_cannot_resolve_leads_to_the_fields_that_are_lacking(desk, a_macro, work, url):
    with work():
        field = a_field("Reason", required=True).id
    answer = desk.post(f"{url}/macros/{a_macro(actions=[RESOLVED])}", json={})
    assert answer.json["fields"] == [{"id": field, "label": "Reason"}]
    assert (answer.json["text"], answer.json["ticket"]["status"]) == ("Hi Dora Diaz", "open")
    desk.put(f"{url}/fields/{field}", json={"value": "Late"})
    answer = desk.post(f"{url}/macros/{a_macro('Done', actions=[RESOLVED])}", json={})
    assert (answer.json["fields"], answer.json["ticket"]["status"]) == ([], "resolved")


def test_colleagues_who_have_it_open_see_it_at_once(desk, a_macro, at, tell, ben, ada, ticket, url):
    line = at(ada, ticket)
    desk.post(f"{url}/macros/{a_macro(actions=[PENDING])}", json={})
    tell()
    news = [packet["args"][0] for packet in line.get_received() if packet["name"] == "news"]
    assert "Ben applied the macro Refund" in [one["message"]["sentence"] for one in news if one.get("message")]


@pytest.mark.parametrize("macro", ["personal", "team", "unknown"])
def test_a_foreign_macro_and_an_unknown_one_are_the_same_nothing(desk, a_macro, url, cy, billing, macro):
    identity = {"personal": lambda: a_macro(agent=cy), "team": lambda: a_macro(team=billing)}.get(macro, lambda: 4711)()
    assert desk.post(f"{url}/macros/{identity}", json={}).status_code == 404


def test_nobody_applies_a_macro_to_a_ticket_they_do_not_see(stranger, a_macro, url):
    assert stranger.post(f"{url}/macros/{a_macro()}", json={}).status_code == 404
