"""The pages of the settings, in their order, and who may open which: tabs, sidebars and the palette show these."""

from typing import Any, NamedTuple

from flask import Flask

from helpdesk.accounts.permissions import Holds
from helpdesk.kernel.i18n import lazy as _

ROOT = "/desk/settings"


class Place(NamedTuple):
    """One page: the word it is current by, its path, what it is called, and the permission that opens it."""

    key: str
    path: str
    label: Any
    needs: str


PLACES = (
    Place("inboxes", f"{ROOT}/inboxes", _("Inboxes"), "settings.inboxes"),
    Place("teams", f"{ROOT}/teams", _("Teams"), "settings.teams"),
    Place("agents", f"{ROOT}/agents", _("Agents"), "settings.agents"),
    Place("rules", f"{ROOT}/rules", _("Rules"), "settings.rules"),
    Place("fields", f"{ROOT}/fields", _("Fields"), "settings.fields"),
    Place("macros", f"{ROOT}/macros", _("Macros"), "tickets.work"),  # Everybody has macros of their own.
    Place("tags", f"{ROOT}/tags", _("Tags"), "settings.tags"),
    Place("sla", f"{ROOT}/service-levels", _("Service levels"), "settings.sla"),
    Place("roles", f"{ROOT}/roles", _("Roles"), "settings.roles"),
    Place("audit", f"{ROOT}/audit", _("Audit log"), "settings.audit"),
    Place("general", f"{ROOT}/general", _("General"), "settings.general"),
)


def init_app(app: Flask) -> None:
    """Give every template `settings_places(agent)`."""
    app.jinja_env.globals["settings_places"] = settings_places


def settings_places(agent: Holds) -> list[Place]:
    """Return the pages this agent may open."""
    return [place for place in PLACES if agent.may(place.needs)]
