"""Saved views: kept by whoever may, seen by whom they are for, and always the same tickets that a rule would match."""

import pytest
from sqlalchemy import func, select

from helpdesk.accounts.teams import delete_team, join
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.merging import merge
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.saved_views import SavedView
from tests.factories import a_ticket
from tests.telling import heard

JSON = {"Accept": "application/json"}
URGENT = {"field": "priority", "op": "is", "value": "urgent"}
UNKNOWN = {"field": "weather", "op": "is", "value": "fair"}


def kept(browser, **more):
    answer = browser.post("/desk/views", json={"name": "Urgent", "filter": {"all": [URGENT]}, **more})
    assert answer.status_code == 201, answer.json
    return answer.json["view"]


def sidebar(browser):
    page = browser.get("/desk/tickets", headers=JSON).json
    return [view["label"] for view in page["views"] if view["group"] == "saved"]


def numbers(browser, query):
    answer = browser.get(f"/desk/tickets?{query}", headers=JSON)
    assert answer.status_code == 200, answer.json
    return [row["number"] for row in answer.json["tickets"]]


@pytest.fixture
def urgent(work, ticket, ben, dora, inbox):
    with work():
        made = a_ticket("It burns", by=dora, inbox=inbox)
        set_priority(made, "urgent", by=ben)
    return made


def test_a_view_holds_what_its_condition_says_and_counts_it(desk, ticket, urgent):
    view = kept(desk, icon="flag", sort="newest")

    assert sidebar(desk) == ["Urgent"]
    assert numbers(desk, f"view={view['key']}") == [urgent.number]
    [listed] = desk.get("/desk/views", headers=JSON).json["views"]
    assert (listed["count"], listed["sort"], listed["filter"]) == (1, "newest", {"all": [URGENT]})


def test_it_shows_nobody_a_ticket_that_they_may_not_see(lead, stranger, urgent):
    view = kept(lead, scope="all")

    assert sidebar(stranger) == ["Urgent"]
    assert numbers(stranger, f"view={view['key']}") == []
    assert stranger.get("/desk/views", headers=JSON).json["views"][0]["count"] == 0


def test_me_is_whoever_looks(lead, desk, work, ticket, ben):
    mine = {"field": "assignee", "op": "is", "value": "me"}
    view = kept(lead, scope="all", filter=mine)
    assert desk.put(f"/desk/tickets/{ticket.number}/assignee", json={"agent_id": ben.id}).status_code == 200

    assert numbers(desk, f"view={view['key']}") == [ticket.number]
    assert numbers(lead, f"view={view['key']}") == []


def test_it_brings_its_order_unless_another_is_asked_for(desk, ticket, urgent, work, dora, inbox):
    view = kept(desk, sort="priority", filter={"all": []})

    assert numbers(desk, f"view={view['key']}") == [urgent.number, ticket.number]
    assert numbers(desk, f"view={view['key']}&sort=waiting") == [ticket.number, urgent.number]
    assert numbers(desk, f"view={view['key']}&priority=normal") == [ticket.number]


def test_own_views_are_nobody_elses_business(desk, lead, stranger):
    view = kept(desk)

    for browser in (lead, stranger):
        assert sidebar(browser) == []
        assert browser.put(f"/desk/views/{view['id']}", json={"name": "x", "filter": {"all": []}}).status_code == 404
        assert browser.delete(f"/desk/views/{view['id']}").status_code == 404
        answer = browser.get(f"/desk/tickets?view={view['key']}", headers=JSON)
        assert (answer.status_code, answer.json["error"]["field"]) == (400, "view")


def test_only_leads_share(desk, lead, stranger, support, billing):
    body = {"name": "x", "filter": {"all": []}}
    assert desk.post("/desk/views", json=body | {"scope": "all"}).status_code == 403
    assert desk.post("/desk/views", json=body | {"scope": "team", "team_id": support.id}).status_code == 403

    view = kept(lead, scope="team", team_id=support.id)

    assert (sidebar(desk), sidebar(stranger)) == (["Urgent"], [])
    assert desk.put(f"/desk/views/{view['id']}", json=body).status_code == 403
    assert desk.delete(f"/desk/views/{view['id']}").status_code == 403
    assert desk.put("/desk/views/order", json={"ids": [view["id"]]}).status_code == 403
    answer = lead.post("/desk/views", json=body | {"scope": "team", "team_id": billing.id})
    assert (answer.status_code, answer.json["error"]["field"]) == (400, "team_id")


def test_a_view_is_changed_ordered_and_deleted(desk):
    first, second = kept(desk, name="First"), kept(desk, name="Second")

    assert desk.put("/desk/views/order", json={"ids": [second["id"], first["id"]]}).status_code == 204
    changed = {"name": "Premier", "filter": URGENT, "sort": "due", "icon": "star"}
    assert desk.put(f"/desk/views/{first['id']}", json=changed).json["view"]["label"] == "Premier"
    assert sidebar(desk) == ["Second", "Premier"]

    assert desk.delete(f"/desk/views/{second['id']}").status_code == 204
    assert sidebar(desk) == ["Premier"]


def test_a_teams_views_go_with_the_team(lead, work, ada, support):
    kept(lead, scope="team", team_id=support.id)
    with work():
        delete_team(rows.session.merge(support), by=ada)

    assert sidebar(lead) == []
    with work():
        assert rows.session.scalar(select(func.count()).select_from(SavedView)) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"icon": "../x"}, "icon"), ({"sort": "random"}, "sort"),
        ({"scope": "world"}, "scope"), ({"team_id": "x"}, "team_id"), ({"filter": None}, "filter"),
        ({"filter": []}, "filter"), ({"filter": UNKNOWN}, "filter"),
        ({"filter": {"all": [URGENT, {"any": [URGENT, UNKNOWN]}]}}, "filter.1.1"),
        ({"filter": {"all": [{"not": {"field": "priority", "op": "is", "value": "NOW"}}]}}, "filter.0"),
        ({"filter": {"any": [{"field": "created_at", "op": "last", "value": "7 days"}]}}, "filter.0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(desk, changes, field):
    answer = desk.post("/desk/views", json={"name": "x", "filter": {"all": []}, "scope": "agent"} | changes)

    assert (answer.status_code, answer.json["error"].get("field")) == (400, field)
    assert sidebar(desk) == []


def test_a_filter_in_the_address_stands_in_the_place_of_the_view(desk, ticket, urgent):
    desk.put(f"/desk/tickets/{urgent.number}/status", json={"status": "resolved"})

    assert numbers(desk, 'view=all&f=["all",["priority","is","urgent"]]') == [urgent.number]
    assert numbers(desk, 'f=["any",["status","is","open"],["not",["priority","is","normal"]]]') == [
        ticket.number, urgent.number,
    ]  # fmt: skip
    assert numbers(desk, 'f=["all",["created_at","last","1d"]]&q=burns') == [urgent.number]


@pytest.mark.parametrize("f", ["x", "[", "{}", "7", '["all"', '["all",["weather","is","fair"]]', "[" * 500, "[" * 4000])
def test_a_filter_in_the_address_that_makes_no_sense_is_refused(desk, f):
    answer = desk.get("/desk/tickets", query_string={"f": f}, headers=JSON)

    assert (answer.status_code, answer.json["error"]["field"].partition(".")[0]) == (400, "f")


def test_what_was_merged_is_neither_listed_nor_counted(desk, ticket, urgent, work, ben):
    with work():
        merge(rows.session.get_one(Ticket, urgent.id), into=rows.session.get_one(Ticket, ticket.id), by=ben)
    view = kept(desk)

    assert numbers(desk, f"view={view['key']}") == []
    assert desk.get("/desk/views", headers=JSON).json["views"][0]["count"] == 0
    assert desk.get('/desk/views/preview?f=["all",["priority","is","urgent"]]').json["count"] == 0
    found = desk.get("/desk/tickets?q=priority:urgent", headers=JSON).json
    assert (found["tickets"], found["search"]["count"]) == ([], 0)


def test_the_builder_sees_what_would_fit(desk, ticket, urgent):
    preview = desk.get('/desk/views/preview?f=["all",["priority","is","urgent"]]').json
    assert (preview["count"], [row["number"] for row in preview["tickets"]]) == (1, [urgent.number])

    wrong = desk.get('/desk/views/preview?f=["all",["priority","is","urgent"],["subject","is",""]]', headers=JSON)
    assert (wrong.status_code, wrong.json["error"]["field"]) == (400, "f.1")


def test_the_desk_asks_whether_changed_tickets_belong(desk, ticket, urgent):
    view = kept(desk)

    asked = f"/desk/views/belonging?view={view['key']}&only={ticket.number},{urgent.number},4711"
    assert desk.get(asked).json == {"numbers": [urgent.number]}
    for only in ("", "x", ",".join(["1"] * 101), "1,-2"):
        assert desk.get(f"/desk/views/belonging?only={only}", headers=JSON).json["error"]["field"] == "only"


def test_open_desks_hear_of_it(at, lead, desk, ben, cy, support, tell):
    hears, deaf = at(ben), at(cy)
    kept(lead, scope="team", team_id=support.id)
    tell()

    assert [news["kind"] for news in heard(hears)] == ["views"]
    assert heard(deaf) == []


def test_a_new_member_sees_the_teams_views(lead, stranger, work, ada, cy, support):
    kept(lead, scope="team", team_id=support.id)
    with work():
        join(rows.session.merge(support), rows.session.merge(cy), by=ada)

    assert sidebar(stranger) == ["Urgent"]
