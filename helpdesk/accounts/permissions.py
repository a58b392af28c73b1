"""What agents may do: a closed list of words, and the words each built-in role holds. What is not held is refused.

Without `tickets.see_all` an agent sees the tickets of their teams, unrouted ones, and those they have or follow.
"""

from collections.abc import Iterable
from typing import Protocol

from helpdesk.kernel.i18n import lazy as _
from helpdesk.kernel.problems import NotAllowed

WORDS = {
    "tickets.work": _("Answer, note and change the tickets they see"),
    "tickets.see_all": _("See every ticket, whatever its team"),
    "messages.redact": _("Blank any message for good; everybody may blank their own"),
    "views.share": _("Keep views for a team or for everyone"),
    "contacts.block": _("Block and unblock contacts"),
    "deliveries.read": _("See what was sent, and how it went"),
    "deliveries.retry": _("Send failed messages again"),
    "envelopes.read": _("See everything that arrived, as source too"),
    "envelopes.replay": _("Process again what arrived"),
    "work.read": _("See stuck work"),
    "work.retry": _("Retry or drop stuck work"),
    "reports.view": _("See how satisfied customers are, per agent and team"),
    "settings.general": _("Change the workspace's settings"),
    "settings.inboxes": _("Set up inboxes"),
    "settings.teams": _("Set up teams"),
    "settings.rules": _("Write rules that act by themselves"),
    "settings.macros": _("Write macros for teams and for everyone"),
    "settings.tags": _("Rename, merge and delete tags"),
    "settings.fields": _("Define custom fields of tickets and contacts"),
    "settings.agents": _("Invite agents and change their roles"),
    "settings.roles": _("Make roles and say what they may do"),
    "settings.audit": _("Read the audit log"),
    "settings.sla": _("Set working hours and what customers are promised"),
}

ADMIN, LEAD, AGENT = "admin", "lead", "agent"
ROLES = {
    ADMIN: frozenset(WORDS),
    LEAD: frozenset(word for word in WORDS if not word.startswith("settings."))
    | {"settings.teams", "settings.rules", "settings.macros", "settings.tags"},
    AGENT: frozenset({"tickets.work", "contacts.block", "deliveries.retry"}),  # Their own tickets' messages, that is.
}


class Holds(Protocol):
    """Whoever can be asked for a permission."""

    def may(self, permission: str) -> bool:
        """Tell whether this word is held."""


def known(permission: str) -> str:
    """Return the word itself. Raises ValueError when there is none such, so that a typing error stops the start."""
    if permission not in WORDS:
        raise ValueError(f"{permission} is no permission.")
    return permission


def require_all(agent: Holds, words: Iterable[str]) -> None:
    """Go on only if the agent holds every word: nobody governs what is above them. Raises `NotAllowed`."""
    if not all(agent.may(word) for word in words):
        raise NotAllowed


def require(agent: Holds, permission: str) -> None:
    """Go on only if the agent holds the permission. Raises `NotAllowed`."""
    if not agent.may(known(permission)):
        raise NotAllowed
