"""Helpdesk: email, SMS and web chat as tickets. Reading `create_app` is reading the architecture.

The parts stand in the order of the rings: kernel, domain, doors. A part may import those above it, never one below.
"""

from flask import Flask

from config import PROJECT, Config
from helpdesk import (
    accounts,
    automation,
    channels,
    cli,
    contacts,
    custom_fields,
    demo,
    desk,
    hooks,
    mailroom,
    notifications,
    portal,
    routing,
    satisfaction,
    search,
    sla,
    tickets,
    widget,
)
from helpdesk.kernel import assets, blobs, db, health, i18n, limits, live, logs, migrations, shrinking, tokens, web

PARTS = (
    # Ring 0, the toolbox.
    logs, i18n, db, migrations, tokens, blobs, web, assets, shrinking, limits, live, health,
    # Ring 1, the domain.
    accounts, custom_fields, contacts, channels, tickets, mailroom,
    # Ring 2, what happens by itself.
    search, sla, satisfaction, routing, notifications, automation,
    # Ring 3, the doors.
    desk, hooks, portal, widget, cli, demo,
)  # fmt: skip


def create_app(config: Config) -> Flask:
    """Build the application from a checked configuration; nothing is contacted yet but the database's dialect."""
    app = web.Helpdesk(__name__, template_folder=str(PROJECT / "templates"), static_folder=str(PROJECT / "static"))
    app.config.from_mapping(config.as_flask())
    for part in PARTS:
        part.init_app(app)
    return app
