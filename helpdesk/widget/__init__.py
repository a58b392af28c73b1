"""Ring 3. The chat on customers' sites: a loader, a frame of our origin, and what its page asks for."""

from flask import Flask

from helpdesk.kernel.web import csrf
from helpdesk.widget import frame, live, messages, sockets, surveys, visits

__all__ = ["init_app", "live", "sockets"]

BLUEPRINTS = (frame.bp, messages.bp, surveys.bp, visits.bp)


def init_app(app: Flask) -> None:
    """Open the doors. A visitor is known by a header, never by a cookie, so no other site can speak for them."""
    for blueprint in BLUEPRINTS:
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
