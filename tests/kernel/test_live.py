"""News for open pages: whole objects, the newest of each, and what a page missed while it was away."""

import pytest

from helpdesk.kernel import live, tail
from helpdesk.kernel.db import unit
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.live import Kick, News, news_of, replay, shows
from helpdesk.kernel.tail import Cursor
from tests.kernel.bells import Cracked, Rang, a_bell

pytestmark = pytest.mark.database
START = Cursor(0, 0)


@pytest.fixture
def context(app):
    with app.app_context():
        yield app


def ring(*numbers, kind=Rang):
    with unit():
        for number in numbers:
            record(kind(a_bell(number)), by=SYSTEM)


def missed(*rooms, after=START):
    with unit(write=False):
        return replay(after, rooms)


def bell_news(row, *, rooms=("desk:all",), key="", body=None):
    body = body or {"bell": row.subject_id, "event": row.id}
    return News(rooms, "bell", lambda: body, key)


def test_a_page_that_comes_back_gets_what_its_rooms_missed(context):
    shows(Rang)(lambda row: [bell_news(row, rooms=(f"desk:bell:{row.subject_id}",))])
    ring(1, 2, 1)
    news, cursor = missed("desk:bell:1", "desk:bell:9")
    assert [(one["kind"], one["bell"]) for one in news] == [("bell", 1)] * 2
    assert news[-1]["cursor"] == str(cursor)
    assert missed("desk:bell:1", after=cursor) == ([], cursor)
    ring(1)
    assert len(missed("desk:bell:1", after=cursor)[0]) == 1


def test_nobody_hears_of_a_room_he_is_not_in(context):
    shows(Rang)(lambda row: [bell_news(row, rooms=("desk:team:1", "desk:team:2"))])
    ring(1)
    assert missed("desk:team:3")[0] == []
    assert len(missed("desk:team:1", "desk:team:2")[0]) == 1


def test_too_much_means_look_again(context, monkeypatch):
    monkeypatch.setattr(live, "REPLAY_LIMIT", 5)
    shows(Rang)(lambda row: [bell_news(row)])
    ring(*range(5))
    assert len(missed("desk:all")[0]) == 5
    ring(5)
    news, cursor = missed("desk:all")
    assert news is None
    assert missed("desk:all", after=cursor) == ([], cursor)
    ring(6)
    assert [one["bell"] for one in missed("desk:all", after=cursor)[0]] == [6]


def test_of_several_news_of_one_thing_only_the_newest_is_told_in_its_place(context):
    shows(Rang)(lambda row: [bell_news(row, key=f"bell:{row.subject_id}")])
    ring(1, 2, 1)
    news, cursor = missed("desk:all")
    assert [one["bell"] for one in news] == [2, 1]
    assert news[-1]["cursor"] == str(cursor)


def test_a_thing_that_moved_is_told_in_both_rooms(context):
    shows(Rang)(lambda row: [bell_news(row, key="bell", rooms=(f"desk:team:{row.subject_id}",))])
    ring(1, 2)
    assert len(missed("desk:team:1", "desk:team:2")[0]) == 2


def test_an_object_is_made_only_for_somebody_who_listens(context):
    shows(Rang)(lambda _row: [News(("desk:team:1",), "bell", lambda: {"bell": 1 // 0}, "")])
    ring(1)
    assert missed("desk:all")[0] == []


def test_an_end_of_rights_is_no_news_to_read_later(context):
    shows(Rang)(lambda _row: [Kick(("desk:all",))])
    ring(1)
    assert missed("desk:all")[0] == []


@pytest.mark.parametrize("where", ["show", "body"])
def test_a_bug_in_one_piece_of_news_costs_only_that_piece(context, where, caplog):
    @shows(Cracked)
    def broken(row):
        if where == "show":
            raise RuntimeError
        return [News(("desk:all",), "bell", lambda: {"bell": 1 // 0}, "")]

    shows(Rang)(lambda row: [bell_news(row)])
    ring(1)
    ring(2, kind=Cracked)
    ring(3)
    assert [one["bell"] for one in missed("desk:all")[0]] == [1, 3]
    assert "news_failed" in caplog.text


def test_what_a_batch_speaks_of_is_prepared_once(context):
    seen = []
    live.prepares(lambda rows: seen.append(len(rows)))
    shows(Rang)(lambda row: [bell_news(row)])
    ring(1, 2, 3)
    missed("desk:all")
    assert seen == [3]
    with unit(write=False):
        news_of(tail.after(tail.end(), limit=5))
    assert seen == [3]
