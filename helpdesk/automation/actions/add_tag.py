"""Put a tag on the ticket."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.automation.actions.base import Action, changed
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import gettext, lazy
from helpdesk.tickets.events import TagAdded
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.tags import MAX_NAME, add_tag, spelled


def sensible(name: str) -> None:
    """Raise ValueError for what is no tag."""
    if not spelled(name) or len(spelled(name)) > MAX_NAME:
        raise ValueError(gettext("A tag is a word or two."))


@dataclass(frozen=True)
class Params:
    """Which tag."""

    tag: str = asks(lazy("Tag"), required=True, check=sensible)


def run(ticket: Ticket, params: Params, by: Acts, _event: EventRow) -> str:
    """Tag it; a tag that is there already changes nothing."""
    before = len(ticket.tags)
    add_tag(ticket, params.tag, by=by)
    return changed(before, len(ticket.tags))


def after(params: Params) -> Mapping[str, object]:
    """Say what holds then."""
    return {"tags": spelled(params.tag)}


ACTION = Action(
    key="add_tag",
    label=lazy("Add a tag"),
    done=lazy("added a tag"),
    will=lazy("tags %(what)s"),
    Params=Params,
    run=run,
    causes=TagAdded,
    after=after,
)
