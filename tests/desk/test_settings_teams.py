"""Settings, teams: made, named, filled and dissolved."""

import pytest

from tests.factories import PASSWORD


@pytest.fixture
def lead(client, ada):
    client.post("/login", data={"email": ada.email, "password": PASSWORD})
    return client


def test_a_lead_makes_a_team_and_says_who_belongs_to_it(lead, ben, cy):
    made = lead.post("/desk/settings/teams", data={"name": "  Night   shift "}, follow_redirects=True)
    assert "Night shift" in made.text
    form = {"name": "Night shift", "agents[]": [ben.id, cy.id]}
    saved = lead.post(made.request.path, data=form, follow_redirects=True)
    assert "2 members" in saved.text
    lead.post(made.request.path, data={"name": "Night watch", "agents[]": [cy.id]})
    page = lead.get("/desk/settings/teams").text
    assert "Night watch" in page
    assert "1 member<" in page


@pytest.mark.parametrize("name", ["", "   ", "SUPPORT", "x" * 81, "a\x07b"])
def test_a_name_must_be_free_and_sensible(lead, name):
    answer = lead.post("/desk/settings/teams", data={"name": name})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_dissolved_team_is_gone_and_its_members_stay(lead, support, ben):
    lead.post(f"/desk/settings/teams/{support.id}/deletion")
    assert lead.get(f"/desk/settings/teams/{support.id}").status_code == 404
    assert lead.get("/desk/profile").status_code == 200


@pytest.mark.parametrize("chosen", ["x", "-1", "1" * 30, "\uff11"])
def test_members_are_chosen_by_id(lead, support, chosen):
    answer = lead.post(f"/desk/settings/teams/{support.id}", data={"name": "Support", "agents[]": [chosen]})
    assert answer.status_code == 422


def test_the_page_asks_the_database_little(lead, ben, cy, billing, count_queries):
    with count_queries() as seen:
        lead.get("/desk/settings/teams")
    assert len(seen) <= 10


def test_a_team_gives_its_tickets_out_as_its_lead_says(lead, support, ben):
    path = f"/desk/settings/teams/{support.id}"
    page = lead.get(path).text
    assert "Tickets wait in the team&#39;s queue until somebody takes them." in page
    assert "0 of 20 open tickets" in page

    form = {"name": "Support", "assignment": "least_busy", "agents[]": [ben.id]}
    saved = lead.post(path, data=form, follow_redirects=True)

    assert "Least busy" in saved.text
    assert 'value="least_busy"\n                 checked' in lead.get(path).text


@pytest.mark.parametrize("word", ["", "random", "MANUAL"])
def test_another_way_to_give_out_tickets_is_refused(lead, support, word):
    form = {"name": "Support", "assignment": word}
    answer = lead.post(f"/desk/settings/teams/{support.id}", data=form)
    assert answer.status_code == 422
    assert "By hand" in lead.get("/desk/settings/teams").text


def test_the_list_says_who_is_available_and_how_busy(lead, app, login, support, ben):
    assert "Nobody" not in lead.get("/desk/settings/teams").text  # Ada is: she has just logged in.
    login(app.test_client(), ben).post("/desk/presence", json={})
    page = " ".join(lead.get("/desk/settings/teams").text.split())
    assert 'Ben <span class="muted">· 0 of 20 open tickets</span>' in page
    lead.post("/desk/availability", data={"availability": "away"})
    assert 'Ada <span class="muted">' not in " ".join(lead.get("/desk/settings/teams").text.split())
