"""Answer the customer, once per ticket and rule, and never a machine (tickets/saying.py keeps quiet for us)."""

from dataclasses import dataclass

from sqlalchemy import select

from helpdesk.automation.actions.base import Action, Undone
from helpdesk.automation.placeholders import KNOWN, filled, unknown
from helpdesk.automation.words import DONE
from helpdesk.channels.places import channel_of
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import gettext, lazy
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.saying import proved, say

MAX_NAME = 60


def fillable(text: str) -> None:
    """Raise ValueError for a placeholder that means nothing."""
    if wrong := unknown(text):
        known = ", ".join("{{" + name + "}}" for name in KNOWN)
        raise ValueError(
            gettext("%(wrong)s cannot be filled in. There are %(known)s.", wrong=wrong[0][:60], known=known)
        )


@dataclass(frozen=True)
class Params:
    """What is said."""

    text: str = asks(
        lazy("Text"),
        kind="area",
        required=True,
        check=fillable,
        help=lazy("{{customer.name}}, {{ticket.number}} and {{agent.name}} are filled in. Each ticket hears it once."),
    )


def run(ticket: Ticket, params: Params, by: Acts, event: EventRow) -> str:
    """Say it, unless this rule spoke in this ticket before or a machine had better be quiet."""
    series = f"rule:{by.as_actor().id}:"
    before = select(Message.id).where(
        Message.ticket_id == ticket.id, Message.client_key.startswith(series, autoescape=True)
    )
    if db.session.scalar(before.limit(1)) is not None:
        return "said"
    text = filled(params.text, values(ticket))
    most = channel_of(ticket.inbox).features.max_length
    if most is not None and len(text) > most:
        raise Undone("too_long")
    said = say(ticket, text, by=by, robot="rule", key=f"{series}{event.id}")
    return "quiet" if said is None else DONE


def values(ticket: Ticket) -> dict[str, str]:
    """Return what the placeholders stand for. Who is not proved to be who they say is not called by name (R-AR 3)."""
    name = " ".join(ticket.contact.name.split())
    return {
        "customer.name": name[:MAX_NAME] if name and proved(ticket) else gettext("there"),
        "ticket.number": f"#{ticket.number}",
        "agent.name": ticket.assignee.name if ticket.assignee else gettext("our team"),
    }


ACTION = Action(key="send_reply", label=lazy("Send a reply"), done=lazy("sent a reply"), Params=Params, run=run)
