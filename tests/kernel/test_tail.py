"""The tail of events: every reader sees every event once, in one order, whoever commits first."""

import pytest
from sqlalchemy.orm import Session

from helpdesk.kernel import tail
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM, EventRow, record
from helpdesk.kernel.tail import BadCursor, Cursor, read_cursor
from tests.kernel.bells import Rang, a_bell

pytestmark = pytest.mark.database


def ring(*numbers):
    for number in numbers:
        record(Rang(a_bell(number)), by=SYSTEM)


def read(cursor, limit=100):
    """What a reader gets who comes back with the cursor as a string, and his next cursor."""
    with unit(write=False):
        rows = tail.after(read_cursor(str(cursor)), limit=limit)
        return [row.subject_id for row in rows], tail.cursor_of(rows[-1]) if rows else cursor


def end():
    with unit(write=False):
        return tail.end()


def test_a_reader_gets_what_came_after_his_cursor(app, work):
    with work():
        ring(1, 2)
    with app.app_context():
        place = end()
        assert read(place) == ([], place)
        with unit():
            ring(3, 4)
        with unit():
            ring(5)
        seen, place = read(place)
        assert seen == [3, 4, 5]
        assert read(place)[0] == []


def test_a_reader_may_take_it_in_bites(app, work):
    with app.app_context():
        place, seen = end(), []
        with unit():
            ring(*range(10))
        for _ in range(5):
            bite, place = read(place, limit=3)
            seen += bite
    assert seen == list(range(10))


def test_the_beginning_is_a_cursor_too(app, work):
    with work():
        ring(1, 2)
    with app.app_context():
        assert read(Cursor(0, 0))[0] == [1, 2]


def test_a_cursor_survives_the_way_to_a_page_and_back(app, work):
    with app.app_context():
        for cursor in (end(), Cursor(0, 0), Cursor(2**64 - 1, 2**63 - 1)):
            assert read_cursor(str(cursor)) == cursor
            read(cursor)


@pytest.mark.parametrize(
    "value",
    ["", ".", "1", "1.", ".1", "1.2.3", "-1.2", "1.-2", "a.b", "1e3.1", " 1.2", "1.2 ", "\uff11.2", "\u00b2.1", "0x1.1",
     f"{2**64}.1", f"1.{2**63}", "1." + "9" * 500, "1.2'--", None, 1.2, 12, True, [], {}, b"1.2"],
)  # fmt: skip
def test_whatever_else_a_client_sends_is_no_cursor(value):
    with pytest.raises(BadCursor):
        read_cursor(value)


@pytest.fixture
def two_writers(on_postgres):
    """Two transactions at once, each of which has written an event: the first id commits last."""
    with on_postgres.app_context(), Session(db.engine) as slow, Session(db.engine) as quick:
        for session, number in ((slow, 1), (quick, 2)):
            row = EventRow(name="bell.rang", subject_kind="bell", subject_id=number, actor_kind="system", data={})
            session.add(row)
            session.flush()
        yield slow, quick


def test_nobody_misses_the_event_that_commits_late(two_writers):
    slow, quick = two_writers
    start = Cursor(0, 0)
    quick.commit()
    seen, place = read(start)  # Comes, and goes again between the two commits.
    slow.commit()
    later, _ = read(place)
    assert seen + later == [1, 2]


def test_nobody_who_comes_between_the_commits_misses_what_is_still_to_come(two_writers):
    slow, quick = two_writers
    quick.commit()
    place = end()
    slow.commit()
    assert 1 in read(place)[0]


def test_all_readers_see_one_order_whenever_they_look(two_writers):
    slow, quick = two_writers
    with unit():
        ring(3)
    watched, place = read(Cursor(0, 0))
    for session in (quick, slow):
        session.commit()
        more, place = read(place)
        watched += more
    assert watched == read(Cursor(0, 0))[0]
    assert sorted(watched) == [1, 2, 3]


def test_a_writer_that_gives_up_holds_nobody_for_ever(two_writers):
    slow, quick = two_writers
    quick.commit()
    slow.rollback()
    assert read(Cursor(0, 0))[0] == [2]
