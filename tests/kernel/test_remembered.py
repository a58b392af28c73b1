"""What is read often and changes seldom is remembered; a change is known from its commit on, wherever it was made."""
# ruff: noqa: PT012 -- What a unit does before it fails is part of what is tested.

import threading

import pytest
from sqlalchemy import func, select

from helpdesk.accounts.events import TeamCreated
from helpdesk.accounts.models import Team
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.remembered import Remembered

pytestmark = pytest.mark.database


@pytest.fixture
def names():
    """The names of all teams, remembered."""
    return Remembered("tests.names", lambda: frozenset(db.session.scalars(select(Team.name))), TeamCreated)


def cast(name):
    team = Team(name=name)
    db.session.add(team)
    db.session.flush()
    record(TeamCreated(team), by=SYSTEM)


def test_it_is_read_once_and_not_again_while_nothing_changes(work, names, count_queries):
    with work():
        cast("Bells")
    with work():
        assert names() == {"Bells"}
    with count_queries() as seen, work():
        assert names() == {"Bells"}
        assert names() == {"Bells"}
    assert [statement for statement in seen if "teams" in statement] == []
    assert len(seen) <= 1


def test_a_change_by_somebody_else_is_known_from_its_commit_on(app, work, names):
    with work():
        assert names() == frozenset()

    def elsewhere():
        with app.app_context(), unit():
            cast("Bells")

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join(10)

    with work():
        assert names() == {"Bells"}


def test_the_unit_that_changes_it_sees_the_change(work, names):
    with work():
        assert names() == frozenset()
        cast("Bells")
        assert names() == {"Bells"}
    with work():
        assert names() == {"Bells"}


def test_what_was_undone_is_not_remembered(work, names):
    with work():
        assert names() == frozenset()
    with pytest.raises(ZeroDivisionError), work():
        cast("Bells")
        assert names() == {"Bells"}
        raise ZeroDivisionError
    with work():
        cast("Gongs")
    with work():
        assert names() == {"Gongs"}


def test_what_was_changed_by_hand_is_seen_in_the_end(work, names, monkeypatch):
    with work():
        assert names() == frozenset()
    with work():
        db.session.add(Team(name="Bells"))
    with work():
        assert db.session.scalar(select(func.count()).select_from(Team)) == 1
        assert names() == frozenset()
    monkeypatch.setattr("helpdesk.kernel.remembered.STALE_SECONDS", -1)
    with work():
        assert names() == {"Bells"}
