"""Alembic under Flask-Migrate: where the scripts are, and the upgrade that the supervisor runs at start."""

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from helpdesk.kernel.db import db
from helpdesk.kernel.imports import Lazy

if TYPE_CHECKING:
    import flask_migrate
else:  # A web process never migrates.
    flask_migrate = Lazy("flask_migrate")

FOLDER = Path(__file__).resolve().parent.parent.parent / "migrations"


def init_app(app: Flask) -> None:
    """Add the `flask db` commands, but not where pages are served."""
    if os.environ.get("HELPDESK_ROLE") != "web":
        flask_migrate.Migrate(app, db, directory=str(FOLDER), render_as_batch=True)


def upgrade() -> None:
    """Bring the schema to the newest revision; call it inside an app context."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade(directory=str(FOLDER))
