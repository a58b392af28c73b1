"""Why somebody is told, in one sentence."""

from typing import Any

from helpdesk.kernel.i18n import gettext as _
from helpdesk.notifications.models import Kind
from helpdesk.tickets.draft_reads import held_words


def words(kind: str, who: str | None, data: dict[str, Any]) -> str:
    """Return the sentence in the reader's language. `who` caused it, if it was somebody; `data` are the event's."""
    match kind:
        case Kind.ASSIGNED:
            return _("%(name)s assigned you this ticket", name=who) if who else _("You were given this ticket")
        case Kind.MESSAGE | Kind.FOLLOW:
            return _("%(name)s wrote", name=who or _("The customer"))
        case Kind.MENTION:
            return _("%(name)s mentioned you in a note", name=who or _("A colleague"))
        case Kind.SURVEY:
            name, score = who or _("The customer"), data.get("score", 1)
            return _("%(name)s rated our help %(score)s of 5", name=name, score=score)
        case _:
            return _of_itself(kind, data)


def _of_itself(kind: str, data: dict[str, Any]) -> str:
    """Say what nobody in particular did."""
    match kind:
        case Kind.HELD:
            return _("Your reply was not sent. %(why)s", why=held_words(str(data.get("reason", ""))))
        case Kind.UNDELIVERED:
            return _("Your reply did not arrive")
        case Kind.BREACH if data.get("metric") == "resolution":
            return _("It was not resolved in time")
        case Kind.BREACH:
            return _("The first reply is late")
        case Kind.TEAM:
            return _("A new ticket for your team")
        case _:
            return _("A rule asks you to look at this ticket")
