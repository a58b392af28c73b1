"""What somebody has begun to write, or has leaving, goes with its ticket when that is merged."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.settings import put
from helpdesk.tickets.draft_reads import drafts_of
from helpdesk.tickets.drafts import Words, save
from helpdesk.tickets.leaving import send, undo
from helpdesk.tickets.merging import merge, unmerge
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.redirecting import Merged
from tests.factories import a_contact, a_ticket

KETTLE, AGAIN, CUP = 1, 2, 3


@pytest.fixture(autouse=True)
def tickets(work, clock, dora, inbox):
    """Two of Dora's and one of Emil's, by their ids."""
    with work() as session:
        put("sending.undo", 120, by=SYSTEM)
        own = [a_ticket(subject, by=session.merge(dora), inbox=session.merge(inbox)) for subject in ("Kettle", "Again")]
        other = a_ticket("Cup", by=a_contact("Emil"), inbox=session.merge(inbox))
        assert [one.id for one in (*own, other)] == [KETTLE, AGAIN, CUP]


@pytest.fixture
def act(work, ben):
    """Do something as Ben: `act(merge, AGAIN, into=KETTLE)`; numbers are tickets."""

    def do(verb, ticket, **how):
        with work() as session:
            if "into" in how:
                how["into"] = session.get_one(Ticket, how["into"])
            verb(session.get_one(Ticket, ticket), by=session.merge(ben), **how)

    return do


@pytest.fixture
def drafts(work, ben):
    """Ben's drafts as (ticket, kind, words, whether it leaves, why it was held), the oldest first."""

    def look():
        with work() as session:
            found = drafts_of(session.merge(ben))
        shown = [(one["number"], one["kind"], one["text"], bool(one["release_at"]), one["held"]) for one in found]
        return shown[::-1]

    return look


def sent(work, ticket):
    with work() as session:
        return list(
            session.scalars(select(Message.text).where(Message.ticket_id == ticket, Message.kind == "outbound"))
        )


def test_drafts_go_along_and_come_back(act, drafts):
    act(save, AGAIN, kind="reply", words=Words(text="Is it"))
    act(save, AGAIN, kind="note", words=Words(text="A dealer"))

    act(merge, AGAIN, into=KETTLE)
    assert drafts() == [(KETTLE, "reply", "Is it", False, None), (KETTLE, "note", "A dealer", False, None)]

    act(unmerge, AGAIN)
    assert drafts() == [(AGAIN, "reply", "Is it", False, None), (AGAIN, "note", "A dealer", False, None)]


def test_what_was_begun_on_both_becomes_one_draft(act, drafts):
    act(save, KETTLE, kind="reply", words=Words(text="Is it plugged in?"))
    act(save, AGAIN, kind="reply", words=Words(text="Here again?"))

    act(merge, AGAIN, into=KETTLE)

    assert drafts() == [(KETTLE, "reply", "Is it plugged in?\n\nHere again?", False, None)]


def test_a_reply_that_waits_leaves_from_the_survivor(act, drafts, work, run_jobs, clock):
    act(send, AGAIN, words=Words(text="Is it plugged in?"))
    act(save, KETTLE, kind="reply", words=Words(text="And"))

    act(merge, AGAIN, into=KETTLE)
    clock.tick(seconds=11)
    run_jobs()

    assert sent(work, KETTLE) == ["Is it plugged in?"]
    assert drafts() == [(KETTLE, "reply", "And", False, None)]


def test_it_can_still_be_taken_back_there(act, drafts):
    act(send, AGAIN, words=Words(text="Is it plugged in?"))
    act(merge, AGAIN, into=KETTLE)

    act(undo, KETTLE)

    assert drafts() == [(KETTLE, "reply", "Is it plugged in?", False, None)]


def test_words_for_one_person_do_not_leave_to_another(act, drafts, work, run_jobs, clock):
    act(send, CUP, words=Words(text="Dear Emil"), at=clock.now + timedelta(hours=1))
    act(save, KETTLE, kind="reply", words=Words(text="Dear Dora"))

    act(merge, CUP, into=KETTLE)
    clock.tick(hours=2)
    run_jobs()

    assert sent(work, KETTLE) == []
    assert drafts() == [(KETTLE, "reply", "Dear Emil\n\nDear Dora", False, "merged")]


def test_nothing_is_begun_on_a_merged_ticket(act):
    act(merge, AGAIN, into=KETTLE)

    for verb, how in ((save, {"kind": "note"}), (send, {}), (undo, {})):
        with pytest.raises(Merged):
            act(verb, AGAIN, **({} if verb is undo else {"words": Words(text="x")}), **how)
