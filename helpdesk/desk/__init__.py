"""Ring 3. The agents' screens and sockets, one file per noun; thin."""

from flask import Flask

from helpdesk.desk import door, invitations, login, pages, profile, setup

BLUEPRINTS = (
    login.bp,
    setup.bp,
    invitations.bp,
    profile.bp,
)


def init_app(app: Flask) -> None:
    """Set up log-in and page context, then open every door."""
    door.init_app(app)
    pages.init_app(app)
    setup.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
