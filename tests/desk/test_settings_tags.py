"""Settings, tags: made, renamed, merged and deleted; the tickets follow, and their history says so."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets import tag_keeping
from helpdesk.tickets.models import Tag, Ticket
from helpdesk.tickets.tags import add_tag
from tests.factories import a_ticket

TAGS = "/desk/settings/tags"


@pytest.fixture
def tagged(work, dora, inbox):
    """Three tickets: two with the tag refunds, the second with refund too; returns the ids of the tags by name."""
    with work() as session:
        first, second, _third = (a_ticket(by=session.merge(dora), inbox=session.merge(inbox)) for _number in range(3))
        for ticket, name in ((first, "refunds"), (second, "refunds"), (second, "refund")):
            add_tag(ticket, name, by=SYSTEM)
        return dict(session.execute(select(Tag.name, Tag.id)).all())


@pytest.fixture
def tags_of(work):
    """The names of each ticket's tags."""

    def look():
        with work() as session:
            tickets = session.scalars(select(Ticket).order_by(Ticket.id)).all()
            return [sorted(tag.name for tag in ticket.tags) for ticket in tickets]

    return look


def test_each_is_listed_with_how_many_tickets_have_it(lead, tagged):
    page = lead.get(TAGS).text
    assert "refunds" in page
    assert f"{TAGS}/{tagged['refund']}" in page


def test_a_merged_tag_goes_and_its_tickets_have_the_other_one(lead, tagged, tags_of, run_jobs, monkeypatch):
    monkeypatch.setattr(tag_keeping, "AT_ONCE", 1)
    lead.post(f"{TAGS}/{tagged['refunds']}/merge", data={"into": tagged["refund"]})
    run_jobs()
    assert tags_of() == [["refund"], ["refund"], []]
    assert ">refunds<" not in lead.get(TAGS).text


def test_a_deleted_tag_is_taken_off_every_ticket(lead, tagged, tags_of, run_jobs):
    lead.post(f"{TAGS}/{tagged['refunds']}/deletion")
    run_jobs()
    assert tags_of() == [[], ["refund"], []]


def test_a_tag_is_renamed_everywhere_at_once(lead, tagged, tags_of):
    lead.post(f"{TAGS}/{tagged['refunds']}", data={"name": "Money  Back"})
    assert tags_of() == [["money back"], ["money back", "refund"], []]


@pytest.mark.parametrize("name", ["REFUND", " ", "x" * 61])
def test_a_name_that_cannot_be_is_refused(lead, tagged, tags_of, name):
    assert lead.post(f"{TAGS}/{tagged['refunds']}", data={"name": name}).status_code == 422
    assert tags_of()[0] == ["refunds"]


def test_one_is_made_beforehand_and_not_twice(lead, work):
    assert lead.post(TAGS, data={"name": "VIP"}).status_code == 303
    assert lead.post(TAGS, data={"name": "vip"}).status_code == 422


@pytest.mark.parametrize("into", ["", "own"])
def test_it_is_merged_into_another_one_only(lead, tagged, into):
    chosen = tagged["refunds"] if into == "own" else ""
    page = lead.post(f"{TAGS}/{tagged['refunds']}/merge", data={"into": chosen})
    assert (page.status_code, "Choose another tag." in page.text) == (422, True)


def test_a_tag_that_is_not_there_is_nothing(lead):
    assert lead.get(f"{TAGS}/4711").status_code == 404
    assert lead.post(f"{TAGS}/4711", data={"name": "x"}).status_code == 404
