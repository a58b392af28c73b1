"""A tag is called otherwise: tickets, open desks, the search, rules, macros and views follow it."""

import pytest
from sqlalchemy import select

from helpdesk.automation.checking import Draft
from helpdesk.automation.macros.checking import MacroDraft
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.macros.writing import create_macro
from helpdesk.automation.models import Rule
from helpdesk.automation.writing import create_rule
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.tickets.models import Tag, Ticket
from helpdesk.tickets.saved_views import SavedView, Wish, create_view
from helpdesk.tickets.tags import add_tag
from tests.telling import heard

TAGS = "/desk/settings/tags"
JSON = {"Accept": "application/json"}
STEP = {"do": "add_tag", "params": {"tag": "Refunds"}}
OTHER = {"do": "set_status", "params": {"status": "pending"}}
NAMED = {"any": [{"field": "tags", "op": "contains", "value": "refunds"}, {"not": {"field": "tags", "op": "empty"}}]}
AMONG = {"all": [{"field": "tags", "op": "in", "value": ["refunds", "vip"]}]}


@pytest.fixture
def tagged(work, ticket, ada):
    """A ticket with the tag refunds, and a rule, a macro and a view that name it; returns the tag's id."""
    with work() as session:
        add_tag(session.get_one(Ticket, ticket.id), "refunds", by=SYSTEM)
        create_rule(Draft(name="Rule", trigger="ticket.opened", filter=NAMED, actions=[STEP]), by=SYSTEM)
        create_macro(MacroDraft(name="Macro", actions=[OTHER, STEP]), by=SYSTEM)
        create_view(Wish(name="View", filter=AMONG), by=session.merge(ada))
    with work() as session:
        return session.scalars(select(Tag.id)).one()


@pytest.fixture
def naming(work):
    """How rule, macro and view name the tag."""

    def look():
        with work() as session:
            rule, macro, view = (session.scalars(select(kind)).one() for kind in (Rule, Macro, SavedView))
            steps = [rule.actions[0]["params"]["tag"], macro.actions[1]["params"]["tag"]]
            return [*steps, rule.filter["any"][0]["value"], view.filter["all"][0]["value"]]

    return look


def test_what_names_it_follows_at_once(lead, tagged, naming, work):
    lead.post(f"{TAGS}/{tagged}", data={"name": "Money back"})
    assert naming() == ["money back", "money back", "money back", ["money back", "vip"]]
    with work() as session:
        told = session.scalars(select(EventRow).where(EventRow.name == "tag.renamed")).one()
        assert told.data == {}


def test_a_merged_one_is_named_no_more(lead, tagged, naming, work):
    lead.post(TAGS, data={"name": "VIP"})
    with work() as session:
        vip = session.scalars(select(Tag.id).where(Tag.name == "vip")).one()
    lead.post(f"{TAGS}/{tagged}/merge", data={"into": vip})
    assert naming() == ["vip", "vip", "vip", ["vip"]]


def test_its_tickets_are_found_by_the_new_name(lead, tagged, run_jobs):
    lead.post(f"{TAGS}/{tagged}", data={"name": "Money back"})
    run_jobs()
    found = {q: len(lead.get(f"/desk/tickets?q={q}", headers=JSON).json["tickets"]) for q in ("refunds", "money")}
    assert found == {"refunds": 0, "money": 1}


def test_every_open_desk_hears_of_it(lead, tagged, at, tell, ben, ada):
    desks = [at(ben), at(ada)]
    lead.post(f"{TAGS}/{tagged}", data={"name": "Money back"})
    tell()
    assert [[news["kind"] for news in heard(desk)] for desk in desks] == [["tags"], ["tags"]]
