"""Words on tickets: written once, in one spelling."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.models import Tag
from helpdesk.tickets.tags import add_tag, remove_tag
from tests.factories import a_ticket


@pytest.fixture
def ticket(db, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def names(ticket):
    return [tag.name for tag in ticket.tags]


def count(name):
    return len(rows.session.scalars(select(EventRow).where(EventRow.name == name)).all())


@pytest.mark.parametrize("typed", ["refund", "Refund", "  REFUND ", "re\nfund".replace("\n", "")])
def test_a_tag_has_one_spelling(ticket, db, ben, typed):
    add_tag(ticket, "refund", by=ben)
    add_tag(ticket, typed, by=ben)

    assert names(ticket) == ["refund"]
    assert count("ticket.tag_added") == 1
    assert rows.session.scalars(select(Tag.name)).all() == ["refund"]


def test_blanks_between_words_become_one(ticket, ben):
    add_tag(ticket, " late \t delivery\n", by=ben)

    assert names(ticket) == ["late delivery"]


@pytest.mark.parametrize("typed", ["refund", "Refund", " REFUND "])
def test_it_comes_off_in_any_spelling(ticket, db, ben, typed):
    add_tag(ticket, "refund", by=ben)

    for _twice in range(2):
        remove_tag(ticket, typed, by=ben)

    assert names(ticket) == []
    assert count("ticket.tag_removed") == 1


@pytest.mark.parametrize("typed", ["", "  ", "a" * 61, "a\x07b", "a\u202eb"])
def test_what_is_no_word_is_refused(ticket, db, ben, typed):
    with pytest.raises(BadInput):
        add_tag(ticket, typed, by=ben)

    assert rows.session.scalars(select(Tag.name)).all() == []


def test_fifty_tags_are_enough(ticket, ben):
    for number in range(50):
        add_tag(ticket, f"tag {number}", by=ben)

    with pytest.raises(BadInput):
        add_tag(ticket, "one more", by=ben)

    add_tag(ticket, "tag 7", by=ben)
    assert len(names(ticket)) == 50
