"""The people we serve."""

import pytest

from helpdesk.contacts.identities import resolve
from tests.factories import a_contact, a_field, a_ticket

JSON = {"Accept": "application/json"}


def test_the_list_finds_by_name_and_address(desk, work, dora):
    with work():
        a_contact("Finn Falk", address="finn@elsewhere.example")

    everybody = desk.get("/desk/contacts").text
    assert "Dora Diaz" in everybody
    assert "Finn Falk" in everybody
    for words in ("falk", "ELSEWHERE"):
        found = desk.get(f"/desk/contacts?q={words}").text
        assert "Finn Falk" in found
        assert "Dora Diaz" not in found


def test_the_palette_gets_a_few_people_as_data(desk, work, dora):
    found = desk.get("/desk/contacts", query_string={"q": "DOR"}, headers={"Accept": "application/json"}).json

    assert found == {"contacts": [{"id": dora.id, "name": "Dora Diaz", "address": "dora@customer.example"}]}


def test_a_visitor_is_listed_in_words_and_only_once_they_wrote(desk, work, inbox):
    with work():
        for name in ("Wrote", "Silent"):
            visitor = resolve("chat", f"visitor-{name.lower()}", name=name, source="chat").contact
            if name == "Wrote":
                a_ticket(by=visitor, inbox=inbox)
        known = resolve("chat", "user:leonie@shop.example", name="Leonie", source="chat").contact

    listed = desk.get("/desk/contacts").text
    assert "Silent" not in listed
    assert "Visitor, not logged in" in listed
    assert "visitor-wrote" not in listed
    assert "leonie, logged in at shop.example" in listed
    assert "leonie, logged in at shop.example" in desk.get(f"/desk/contacts/{known.id}").text


@pytest.mark.parametrize("words", ["%25", "_", "%5C", "%25%25"])
def test_signs_are_looked_for_as_they_are(desk, work, dora, words):
    assert "Dora Diaz" not in desk.get(f"/desk/contacts?q={words}").text


def test_the_list_goes_on(desk, work):
    with work():
        for number in range(60):
            a_contact(f"Person-{number:02}")

    first = desk.get("/desk/contacts").text
    last = next(part.split('"')[0] for part in first.split("after=")[1:])
    second = desk.get(f"/desk/contacts?after={last}").text

    for number in range(60):
        name = f"Person-{number:02}"
        assert (name in first) != (name in second), name


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=%EF%BC%91", "after=" + "9" * 40, "q=%00", "q=" + "x" * 999]
)
def test_an_odd_query_is_no_accident(desk, dora, query):
    assert desk.get(f"/desk/contacts?{query}").status_code == 200


def test_a_persons_page_shows_the_tickets_one_may_see(desk, lead, work, dora, ticket, billing):
    with work():
        a_ticket("A secret of Billing", by=dora, team=billing)

    mine, adas = (browser.get(f"/desk/contacts/{dora.id}").text for browser in (desk, lead))

    assert "The kettle does not boil" in mine
    assert "dora@customer.example" in mine
    assert "A secret" not in mine
    assert "A secret" in adas


def test_a_name_is_corrected(desk, dora):
    answer = desk.post(f"/desk/contacts/{dora.id}", data={"name": " Dora  D. <b>Diaz</b> "})

    assert answer.status_code == 303
    assert "Dora D. &lt;b&gt;Diaz&lt;/b&gt;" in desk.get(answer.location).text


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_name_that_is_none_comes_back_with_its_form(desk, dora, name):
    assert desk.post(f"/desk/contacts/{dora.id}", data={"name": name}).status_code == 422
    assert "Dora Diaz" in desk.get(f"/desk/contacts/{dora.id}").text


def test_a_person_is_blocked_and_welcomed_again(desk, dora, ticket, url):
    for _twice in range(2):
        panel = desk.put(f"/desk/contacts/{dora.id}/blocked").json["contact_panel"]
        assert (panel["name"], panel["blocked"]) == ("Dora Diaz", True)
    assert desk.get(url, headers=JSON).json["ticket"]["contact_panel"]["blocked"] is True

    assert desk.delete(f"/desk/contacts/{dora.id}/blocked").json["contact_panel"]["blocked"] is False


def test_a_form_does_the_same_and_leads_back(desk, dora):
    for action in ("blocked", "welcome"):
        answer = desk.post(f"/desk/contacts/{dora.id}/{action}")
        assert (answer.status_code, answer.location) == (303, f"/desk/contacts/{dora.id}")


@pytest.mark.parametrize("number", ["0", "-1", "1e3", "0x1", "\uff11", "9" * 16, "9" * 40])
def test_an_odd_number_is_nobody(desk, dora, number):
    assert desk.get(f"/desk/contacts/{number}").status_code == 404
    assert desk.put(f"/desk/contacts/{number}/blocked").status_code == 404


def test_what_is_known_of_a_contact_is_kept_and_seen_with_their_tickets(desk, work, dora, url):
    with work():
        plan = a_field("Plan", of="contact", type="choice", options=["Free", "Team"])
        seats, vip = a_field("Seats", of="contact", type="number"), a_field("VIP", of="contact", type="checkbox")
        ids = plan.id, seats.id, vip.id
    known = {"company": "  Diaz  Lda ", "tz": "Europe/Lisbon", "locale": "pt", "notes": "Calls on Fridays.\nLikes tea."}
    written = dict(zip([f"field-{one}" for one in ids], ["Team", "12", "on"], strict=True))

    assert desk.post(f"/desk/contacts/{dora.id}", data=known | written | {"name": "Dora Diaz"}).status_code == 303

    about = desk.get(url, headers={"Accept": "application/json"}).json["ticket"]["about"]
    assert "Dora Diaz" in desk.get("/desk/contacts?q=diaz lda").text
    assert [field["value"] for field in about["fields"]] == ["Team", 12, True]
    assert (about["company"], about["tz"]) == ("Diaz Lda", "Europe/Lisbon")
    page = desk.get(f"/desk/contacts/{dora.id}").text
    assert "Calls on Fridays." in page
    assert '<option value="Team"\n                selected>' in page


@pytest.mark.parametrize(
    ("sent", "culprit"),
    [
        ({"tz": "Mars/Olympus"}, "tz"),
        ({"locale": "tlh"}, "locale"),
        ({"company": "x" * 300}, "company"),
        ({"notes": "x" * 20_000}, "notes"),
    ],
)
def test_nothing_typed_is_lost_when_something_does_not_fit(desk, dora, sent, culprit):
    answer = desk.post(f"/desk/contacts/{dora.id}", data={"name": "Dora D.", "company": "Diaz"} | sent)

    assert answer.status_code == 422
    assert f'id="{culprit}-about"' in answer.text
    assert 'value="Dora D."' in answer.text
