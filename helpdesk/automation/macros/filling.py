"""Fills in a macro's variables for a ticket and the agent who answers.

What is unknown stays visible as {{…}}, and `[[fill in]]` stays for the agent. A value is never looked at again, and in
HTML it is escaped and the whole cleaned once more, so that no name becomes markup or a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from helpdesk.accounts.models import Agent
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.placeholders import filled
from helpdesk.kernel.i18n import gettext
from helpdesk.kernel.i18n import lazy as _
from helpdesk.kernel.safehtml import clean
from helpdesk.tickets.models import Ticket

MAX_VALUE = 200
VARIABLES: Mapping[str, Any] = {
    "contact.name": _("the customer's name"),
    "contact.first_name": _("the customer's first name"),
    "agent.name": _("your name"),
    "agent.first_name": _("your first name"),
    "ticket.number": _("the ticket's number"),
    "ticket.subject": _("the ticket's subject"),
    "inbox.name": _("the inbox's name"),
}
ALSO = {"customer.name": "contact.name"}  # As rules say it.
KNOWN = frozenset({*VARIABLES, *ALSO})


@dataclass(frozen=True)
class Filled:
    """A macro's text for one ticket; `html` is None when it has no looks."""

    text: str
    html: str | None


def fill(macro: Macro, ticket: Ticket, agent: Agent) -> Filled:
    """Return the text and its HTML with everything filled in that is known."""
    known = values(ticket, agent)
    if macro.html is None:
        return Filled(filled(macro.text or "", known), None)
    escaped = {name: str(escape(value)) for name, value in known.items()}
    return Filled(filled(macro.text or "", known), clean(filled(macro.html, escaped)).html)


def values(ticket: Ticket, agent: Agent) -> dict[str, str]:
    """Return what the variables stand for, each one line."""
    contact = _line(ticket.contact.name) or gettext("there")
    known = {
        "contact.name": contact,
        "contact.first_name": contact.split(" ", 1)[0],
        "agent.name": _line(agent.name),
        "agent.first_name": _line(agent.name).split(" ", 1)[0],
        "ticket.number": f"#{ticket.number}",
        "ticket.subject": _line(ticket.subject),
        "inbox.name": _line(ticket.inbox.name),
    }
    return known | {also: known[name] for also, name in ALSO.items()}


def _line(value: str) -> str:
    return " ".join(value.split())[:MAX_VALUE]
