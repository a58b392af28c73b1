"""Two tickets about one matter become one, and one of them leads to the other; taking it back restores both."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.contacts.identities import resolve
from helpdesk.kernel.db import db as rows
from helpdesk.search.models import SearchDocument
from helpdesk.tickets.followers import follow
from helpdesk.tickets.merging import Circle, MergedFurther, NotMerged, Strangers, foresee, merge, unmerge
from helpdesk.tickets.models import Follower, Message, Participant, Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.opening import join
from helpdesk.tickets.redirecting import Merged, survivor
from helpdesk.tickets.status import change_status, snooze
from helpdesk.tickets.status import resolve as finish
from helpdesk.tickets.tags import add_tag
from tests.factories import a_chat, a_contact, a_message, a_reply, a_ticket, address_of


@pytest.fixture
def kettle(db, clock, dora, inbox):
    return a_ticket("The kettle does not boil", by=dora, text="It stays cold.", inbox=inbox)


@pytest.fixture
def again(kettle, db, dora, inbox):
    """Dora asks a second time."""
    return a_ticket("Kettle again", by=dora, text="Still cold.", inbox=inbox)


@pytest.fixture
def cup(kettle, db, inbox):
    """Emil's own ticket."""
    return a_ticket("My cup", by=a_contact("Emil Egli", address="emil@customer.example"), inbox=inbox)


def said(ticket):
    query = select(Message.text).where(Message.ticket_id == ticket.id, Message.kind != "event")
    return list(rows.session.scalars(query.order_by(Message.id)))


def people(ticket):
    query = select(Participant).where(Participant.ticket_id == ticket.id).order_by(Participant.identity_id)
    return [(one.identity_id, one.role) for one in rows.session.scalars(query)]


def facts(ticket):
    rows.session.flush()
    rows.session.expire(ticket)
    names = ("status", "needs_reply", "waiting_since", "snippet", "last_message_at", "snoozed_until", "merged_into_id")
    return {name: getattr(ticket, name) for name in names}


def test_both_are_read_as_one_timeline_in_the_order_it_was_said(kettle, again, ben, clock):
    clock.tick(minutes=5)
    a_message(kettle, text="Are you there?")

    assert merge(again, into=kettle, by=ben) is kettle

    assert said(kettle) == ["It stays cold.", "Still cold.", "Are you there?"]
    assert said(again) == []
    assert (again.status, again.merged_into_id, survivor(again)) == ("closed", kettle.id, kettle)


def test_notes_tags_and_followers_come_along(kettle, again, ben, ada):
    add_note(again, by=ada, text="She is a dealer.")
    add_tag(again, "refund", by=ben)
    follow(again, ada, by=ada)

    merge(again, into=kettle, by=ben)

    assert said(kettle)[-1] == "She is a dealer."
    assert [tag.name for tag in kettle.tags] == ["refund"]
    assert rows.session.get(Follower, (kettle.id, ada.id)) is not None


def test_another_persons_ticket_adds_them_as_a_copy(kettle, cup, ben):
    before = people(kettle)

    merge(cup, into=kettle, by=ben)

    assert people(kettle) == [*before, (address_of(cup.contact).id, "cc")]
    assert a_reply(kettle, by=ben).headers["cc"] == ["emil@customer.example"]


def test_a_finished_survivor_opens_when_somebody_waits(kettle, again, ben):
    finish(kettle, by=ben)

    merge(again, into=kettle, by=ben)

    assert (kettle.status, kettle.needs_reply) == ("open", True)


def test_undo_restores_both_exactly(kettle, again, cup, ben, ada, clock):
    a_reply(kettle, by=ben, text="Have you plugged it in?")
    snooze(cup, until=clock.now + timedelta(days=1), by=ben)
    add_tag(cup, "cup", by=ben)
    follow(cup, ada, by=ada)
    before = [(said(one), people(one), facts(one), [tag.name for tag in one.tags]) for one in (kettle, again, cup)]

    merge(again, into=kettle, by=ben)
    merge(cup, into=kettle, by=ben)
    unmerge(again, by=ben)
    unmerge(cup, by=ben)

    # Somebody waited, so the survivor is open; it was before.
    assert [
        (said(one), people(one), facts(one), [tag.name for tag in one.tags]) for one in (kettle, again, cup)
    ] == before
    assert rows.session.get(Follower, (kettle.id, ada.id)) is None


def test_undo_leaves_what_is_newer(kettle, cup, ben, clock):
    merge(cup, into=kettle, by=ben)
    clock.tick(minutes=1)
    late = a_message(kettle, text="And my order?")
    late.contact_id = cup.contact_id
    rows.session.flush()

    unmerge(cup, by=ben)

    assert said(kettle) == ["It stays cold.", "And my order?"]
    assert kettle.snippet == "And my order?"
    assert address_of(cup.contact).id in dict(people(kettle))


def test_a_snooze_that_ended_meanwhile_is_over(kettle, again, ben, clock):
    snooze(again, until=clock.now + timedelta(hours=1), by=ben)
    merge(again, into=kettle, by=ben)
    clock.tick(hours=2)

    unmerge(again, by=ben)

    assert (again.status, again.snoozed_until) == ("open", None)


def test_a_ticket_never_becomes_part_of_itself(kettle, again, cup, ben):
    with pytest.raises(Circle):
        merge(kettle, into=kettle, by=ben)
    merge(again, into=kettle, by=ben)
    with pytest.raises(Circle):
        merge(kettle, into=again, by=ben)
    with pytest.raises(Merged) as refused:
        merge(again, into=cup, by=ben)
    assert refused.value.number == kettle.number


def test_a_merged_ticket_stays_closed(kettle, again, ben):
    merge(again, into=kettle, by=ben)

    with pytest.raises(Merged):
        change_status(again, "open", by=ben)

    assert again.status == "closed"


def test_a_circle_in_the_data_is_survived(kettle, again):
    kettle.merged_into_id, again.merged_into_id = again.id, kettle.id

    assert survivor(kettle) in {kettle, again}


def test_merging_into_a_merged_one_means_its_survivor(kettle, again, cup, ben):
    merge(again, into=kettle, by=ben)

    assert merge(cup, into=again, by=ben) is kettle


def test_undo_goes_from_the_last_to_the_first(kettle, again, cup, ben):
    merge(again, into=kettle, by=ben)
    merge(kettle, into=cup, by=ben)

    with pytest.raises(MergedFurther):
        unmerge(again, by=ben)
    unmerge(kettle, by=ben)
    unmerge(again, by=ben)
    with pytest.raises(NotMerged):
        unmerge(again, by=ben)

    assert [said(one) for one in (kettle, again, cup)] == [["It stays cold."], ["Still cold."], ["It stays cold."]]


def test_who_chats_never_reads_another_persons_words(kettle, cup, db, dora, ben):
    chat = a_ticket("Chat", by=dora, inbox=a_chat())

    with pytest.raises(Strangers):
        merge(cup, into=chat, by=ben)
    with pytest.raises(Strangers):
        merge(chat, into=cup, by=ben)


def test_an_address_of_another_kind_does_not_join(kettle, again, ben):
    phone = resolve("phone", "+41791234567", source="test")
    join(again, [(phone, "to")])

    merge(again, into=kettle, by=ben)

    assert phone.id not in dict(people(kettle))


def test_what_will_happen_is_known_before(kettle, again, cup):
    ours, foreign = foresee(again, into=kettle), foresee(cup, into=kettle)

    assert (ours.messages, ours.joining, ours.same_person) == (1, [], True)
    assert (foreign.messages, foreign.joining, foreign.same_person) == (1, ["emil@customer.example"], False)


def test_the_search_finds_the_words_where_they_are(work, dora, inbox, ben):
    with work():
        one, other = a_ticket(by=dora, inbox=inbox), a_ticket(by=dora, inbox=inbox, text="Xylophone")
        message = rows.session.scalars(select(Message).where(Message.text == "Xylophone")).one()
    with work():
        merge(rows.session.get_one(Ticket, other.id), into=rows.session.get_one(Ticket, one.id), by=ben)
    with work():
        assert rows.session.get_one(SearchDocument, message.id * 2).ticket_id == one.id
    with work():
        unmerge(rows.session.get_one(Ticket, other.id), by=ben)
    with work():
        assert rows.session.get_one(SearchDocument, message.id * 2).ticket_id == other.id
