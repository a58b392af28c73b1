"""Units of work: all or nothing, once, and what is left for afterwards."""
# ruff: noqa: PT012 -- What a unit does before it fails is part of what is tested.

import os
import subprocess
import sys

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from helpdesk.accounts.models import Team
from helpdesk.kernel import web
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import (
    UnitOpen,
    abandon,
    after_commit,
    aside,
    attempt,
    contested,
    core,
    db,
    finish_reading,
    lock,
    table_of,
    unit,
)
from helpdesk.kernel.jobs import Job, enqueue, job
from helpdesk.kernel.sqlite_mode import mode
from tests.servers import PROJECT

FULL = 2  # Of SQLite's `PRAGMA synchronous`: each commit waits for the disk.

pytestmark = pytest.mark.database
BELL = insert(table_of(Team)).values(created_at=now())


class Refused(Exception):
    pass


def add(name):
    db.session.add(Team(name=name))
    db.session.flush()


def elsewhere(statement, *, write=False):
    """Do it as somebody else would: on another connection, committed at once."""
    with mode(write=write), db.engine.begin() as connection:
        result = connection.execute(statement)
        return result.scalars().all() if result.returns_rows else []


def test_what_was_changed_is_kept(work, teams):
    with work():
        add("Bells")
    assert teams() == {"Bells"}


def test_a_plain_statement_belongs_to_the_savepoint_it_is_run_in(work, teams):
    with work():
        core().execute(BELL, {"name": "Bells"})
        with pytest.raises(Refused), attempt():
            core().execute(BELL, {"name": "Gongs"})
            raise Refused
        core().execute(BELL, {"name": "Chimes"})
    assert teams() == {"Bells", "Chimes"}


def test_a_plain_statement_goes_on_after_reading_was_ended(app):
    with app.app_context(), unit(write=False):
        assert core().execute(select(1)).scalar_one() == 1
        finish_reading()
        assert core().execute(select(1)).scalar_one() == 1


@pytest.mark.one_database  # PostgreSQL waits for its disk unless somebody configures it not to.
def test_what_was_committed_outlives_a_power_cut(app):
    with app.app_context(), unit(write=False):
        assert db.session.scalar(text("PRAGMA synchronous")) == FULL


def test_an_exception_undoes_everything(work, teams):
    with pytest.raises(Refused), work():
        add("Bells")
        raise Refused
    assert teams() == set()


def test_a_refusal_undoes_everything(work, teams):
    with work():
        add("Bells")
        abandon()
    assert teams() == set()


def test_a_unit_in_a_unit_is_a_mistake(work):
    with work(), pytest.raises(UnitOpen), unit():
        pass


def test_afterwards_means_when_everybody_can_see_it(work):
    seen = []
    with work():
        add("Bells")
        after_commit(lambda: seen.extend(elsewhere(select(Team.name))))
        assert seen == []
    assert seen == ["Bells"]


def test_what_was_left_for_afterwards_is_dropped_with_an_exception(work):
    done = []
    with pytest.raises(Refused), work():
        after_commit(lambda: done.append("told"))
        raise Refused
    assert done == []


def test_what_was_left_for_afterwards_is_dropped_with_a_refusal(work):
    done = []
    with work():
        after_commit(lambda: done.append("told"))
        abandon()
    assert done == []


def test_a_conflict_found_at_the_end_undoes_everything_and_tells_nobody(work, teams):
    done = []
    with work():
        add("Bells")
    with pytest.raises(IntegrityError), work():
        add("Whistles")
        after_commit(lambda: done.append("told"))
        db.session.add(Team(name="Bells"))
    assert teams() == {"Bells"}
    assert done == []


def test_trouble_afterwards_does_not_deny_what_was_committed(work, teams, caplog):
    done = []
    with work():
        add("Bells")
        after_commit(lambda: 1 // 0)
        after_commit(lambda: done.append("told"))
    assert teams() == {"Bells"}
    assert done == ["told"]
    assert "after_commit_failed" in caplog.text


def test_a_fact_aside_survives_an_exception(work, teams):
    with pytest.raises(Refused), work():
        add("Bells")
        aside(lambda: add("Failed tries"))
        raise Refused
    assert teams() == {"Failed tries"}


def test_a_fact_aside_survives_a_refused_request(doors, teams):
    def refuse():
        add("Bells")
        aside(lambda: add("Failed tries"))
        return "no", 403

    assert doors(refuse).post("/refuse").status_code == 403
    assert teams() == {"Failed tries"}


def test_a_request_commits_once_at_its_end(doors, teams):
    def ring():
        add("Bells")
        assert elsewhere(select(Team.name)) == []
        return "yes"

    assert doors(ring).post("/ring").status_code == 200
    assert teams() == {"Bells"}


def test_a_failing_request_leaves_no_trace(doors, teams):
    def crack():
        add("Bells")
        raise Refused

    assert doors(crack).post("/crack").status_code == 500
    assert teams() == set()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_never_writes(doors, database, teams, method):
    def peep():
        add("Bells")
        return "yes"

    client = doors(peep)
    answer = client.open("/peep", method=method)
    if database.url.startswith("sqlite"):  # PostgreSQL would let it; this law is kept by testing on SQLite.
        assert answer.status_code == 503
        assert teams() == set()
    assert "peep" not in web.WRITING_GETS


def test_a_read_may_end_before_something_slow_but_a_write_may_not(work):
    with work():
        add("Bells")
    with work():
        db.session.scalars(select(Team)).one()
        finish_reading()
        assert not db.session().in_transaction()
        db.session.add(Team(name="Whistles"))
        with pytest.raises(UnitOpen):
            finish_reading()


def test_a_unit_sees_what_others_changed_since_the_unit_before(app, work):
    with work():
        add("Bells")
    with app.app_context():  # A worker's thread stays in one context for ever.
        with unit():
            team = db.session.scalars(select(Team)).one()
        with app.app_context(), unit():
            db.session.execute(update(Team).values(name="Whistles"))
        with unit():
            assert db.session.get_one(Team, team.id).name == "Whistles"


def test_forty_writers_at_once_lose_nothing_under_gevent(app, database, work, tmp_path):
    @job("tests.count")
    def count():
        pass

    with work():
        enqueue(count, {})
    environ = {"PATH": os.environ["PATH"], "INSTANCE": str(tmp_path), "DATABASE_URL": database.url}
    crowd = [sys.executable, "-m", "tests.kernel.crowd", "40", "3"]
    done = subprocess.run(crowd, cwd=PROJECT, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    with work():
        assert db.session.scalar(select(Job.attempts)) == 120


def test_a_lock_reads_afresh(on_postgres):
    with on_postgres.app_context():
        with unit():
            add("Bells")
        with unit():
            team = db.session.scalars(select(Team)).one()
            elsewhere(update(Team).values(name="Whistles"), write=True)
            assert team.name == "Bells"
            lock(team)
            assert team.name == "Whistles"


def test_a_locked_row_is_nobody_elses_until_the_end(on_postgres):
    take = text("SELECT id FROM teams FOR UPDATE NOWAIT")
    with on_postgres.app_context():
        with unit():
            add("Bells")
        with unit():
            lock(db.session.scalars(select(Team)).one())
            with pytest.raises(OperationalError):
                elsewhere(take)
        assert len(elsewhere(take)) == 1


def test_a_lost_race_costs_only_the_insert(on_postgres):
    with on_postgres.app_context():
        with unit():
            add("Bells")
            with pytest.raises(IntegrityError), contested():
                db.session.add(Team(name="Bells"))
            add("Whistles")
        with unit(write=False):
            assert db.session.scalar(select(func.count()).select_from(Team)) == 2
