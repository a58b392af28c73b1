"""The migrations and the models tell the same story, up and down, on whichever database the run uses."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, inspect

from helpdesk.kernel.db import db
from helpdesk.kernel.sqlite_mode import mode
from helpdesk.kernel.xid import Xid8
from tests.laws.schema import BOOKKEEPING, differences, schema_of
from tests.servers import PROJECT

MIGRATIONS = str(PROJECT / "migrations")


@pytest.fixture
def empty(database, make_app) -> Iterator[Flask]:
    """An app on a database without any table."""
    with database.scratch() as url:
        app = make_app(DATABASE_URL=url)
        yield app
        with app.app_context():
            db.engine.dispose()


@contextmanager
def engine_of(app: Flask) -> Iterator[Engine]:
    with app.app_context():
        yield db.engine


def differs(_context, _inspected, _metadata, _inspected_type, wanted) -> bool | None:
    """Leave xid8 out: SQLite knows no such type and calls it NUMERIC. None lets Alembic judge."""
    return False if isinstance(wanted, Xid8) else None


def ours(_object, name, kind, _reflected, _compare_to) -> bool:
    """Leave out the full-text index, as migrations/env.py does; the next law compares it."""
    return not (kind in {"table", "index"} and (name or "").startswith("search_index"))


def test_there_is_one_head():
    assert len(ScriptDirectory(MIGRATIONS).get_heads()) == 1


def test_alembic_would_generate_nothing(app):
    with engine_of(app) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": differs, "include_object": ours})
        assert compare_metadata(context, db.metadata) == []


def test_models_make_the_schema_that_migrations_make(app, empty):
    with engine_of(app) as engine:
        migrated = schema_of(engine)
    with engine_of(empty) as engine:
        with mode(write=True):
            db.metadata.create_all(engine)
        made = schema_of(engine)

    assert differences(migrated, made) == []


def test_migrations_go_up_down_and_up_again(app, empty):
    with engine_of(app) as engine:
        expected = schema_of(engine)
    with engine_of(empty) as engine:
        flask_migrate.upgrade(directory=MIGRATIONS)
        flask_migrate.downgrade(directory=MIGRATIONS, revision="base")
        assert set(inspect(engine).get_table_names()) <= BOOKKEEPING
        flask_migrate.upgrade(directory=MIGRATIONS)
        assert differences(schema_of(engine), expected) == []
