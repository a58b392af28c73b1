"""Ring 1. Who works here: agents, their teams and roles, and how they log in."""

from flask import Flask

from helpdesk.accounts import events, roles, throttle
from helpdesk.kernel.db import unit

__all__ = ["events", "init_app", "roles", "throttle"]


def init_app(app: Flask) -> None:
    """Bring the built-in roles up to date whenever the program starts, so that a new permission reaches them."""
    app.extensions.setdefault("helpdesk_prepare", []).append(_prepare)


def _prepare() -> None:
    with unit():
        roles.builtin_roles()
