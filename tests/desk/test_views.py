"""The sidebar: which views there are for whom, and how many tickets each holds."""

from sqlalchemy import insert

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.db import table_of
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import resolve, set_pending
from tests.factories import a_ticket


def views(browser):
    page = browser.get("/desk/tickets", headers={"Accept": "application/json"}).json
    return {view["label"]: view["count"] for view in page["views"]}


def test_each_view_counts_what_the_agent_may_see(desk, lead, work, dora, inbox, ben, ada, billing, support):
    with work():
        tickets = [a_ticket(by=dora, inbox=inbox) for _ in range(5)]
        assign_agent(tickets[0], ben, by=ada)
        set_pending(tickets[1], by=ada)
        resolve(tickets[2], by=ada)
        a_ticket(by=dora, inbox=inbox, team=billing)

    assert views(desk) == {
        "Assigned to me": 1, "Unassigned": 2, "Mentions": 0, "Drafts": 0, "My teams": 3, "All open": 3,
        "Waiting longest": 3,
        "Pending": 1, "Snoozed": 0, "Resolved": None, "Closed": None, "Support": 3,
    }  # fmt: skip
    everything = views(lead)
    assert (everything["All open"], everything["Unassigned"], everything["Assigned to me"]) == (4, 3, 0)
    assert (everything["Support"], everything["Billing"]) == (3, 1)


def test_teams_come_after_the_main_views(lead, ticket, billing):
    page = lead.get("/desk/tickets", headers={"Accept": "application/json"}).json

    assert [view["group"] for view in page["views"]] == ["main"] * 11 + ["teams"] * 2
    assert [view["label"] for view in page["views"]][-2:] == ["Billing", "Support"]


def test_many_are_counted_only_so_far(desk, work, ticket):
    with work():
        known = rows.session.get_one(Ticket, ticket.id)
        columns = {one.name: getattr(known, one.name) for one in Ticket.__table__.columns if one.name != "id"}
        rows.session.execute(insert(table_of(Ticket)), [columns | {"number": 10_000 + n} for n in range(1_000)])

    assert views(desk)["All open"] == "1000+"
