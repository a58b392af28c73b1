"""Alembic under Flask-Migrate: where the scripts are, and the upgrade that the supervisor runs at start."""

import logging
from pathlib import Path

import flask_migrate
from flask import Flask

from helpdesk.kernel.db import db

FOLDER = Path(__file__).resolve().parent.parent.parent / "migrations"


def init_app(app: Flask) -> None:
    """Add the `flask db` commands."""
    flask_migrate.Migrate(app, db, directory=str(FOLDER), render_as_batch=True)


def upgrade() -> None:
    """Bring the schema to the newest revision; call it inside an app context."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade(directory=str(FOLDER))
