"""Taking a change of many tickets back: each gets its former value, unless something else happened to it since."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.models import Agent, Team
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound, Problem
from helpdesk.tickets.bulk import Action, BulkChange, Change, held, last_events, said, tried, values
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.visibility import visible

UNDO_FOR = timedelta(minutes=10)
MOVES = frozenset({Action.ASSIGNEE, Action.TEAM})  # After these one may not see the ticket oneself any more.


class TooLate(Problem):
    """An undo is a second thought, not a way to travel in time."""

    status, code, words = 409, "too_late", "This is too long ago to be undone."


def bulk_of(agent: Agent, identity: int) -> BulkChange:
    """Return what this agent did; raises `NotFound` alike for unknown and for other people's."""
    found = db.session.scalar(select(BulkChange).where(BulkChange.id == identity, BulkChange.agent_id == agent.id))
    if found is None:
        raise NotFound
    return found


def undo_many(bulk: BulkChange, *, by: Agent) -> list[dict[str, Any]]:
    """Give the tickets their former values back, within ten minutes; a second time changes nothing. Raises `TooLate`.

    Returns {number, result, words} of each ticket that had been changed: changed, refused or not_found.
    """
    lock(bulk)
    if bulk.undone is not None:
        return bulk.undone
    if now() > bulk.created_at + UNDO_FOR:
        raise TooLate
    action = Action(bulk.action)
    seen = [] if action in MOVES else [visible(by)]
    found = {ticket.id: ticket for ticket in held(Ticket.id.in_([entry["id"] for entry in bulk.journal]), *seen)}
    told = last_events(list(found), action)
    outcome = []
    for entry in bulk.journal:
        ticket = found.get(entry["id"])
        if ticket is None:
            outcome.append(said(entry["number"], "not_found", _("There is no such ticket.")))
        elif (
            told.get(ticket.id) != entry["event"] or values(ticket, action, entry["was"].get("name")) != entry["became"]
        ):
            outcome.append(said(entry["number"], "refused", _("Something else happened to it since.")))
        else:
            refusal = tried(ticket, _back(action, entry["was"]), by)
            outcome.append(said(entry["number"], "refused" if refusal else "changed", refusal))
    bulk.undone, bulk.undone_at = outcome, now()
    db.session.flush()
    return outcome


def _back(action: Action, was: dict[str, Any]) -> Change:
    match action:
        case Action.STATUS:
            until, since = (datetime.fromisoformat(was[name]) if was[name] else None for name in ("until", "since"))
            woke = until is not None and until <= now()
            return Change(action, Status.OPEN if woke else was["status"], until, since)
        case Action.PRIORITY:
            return Change(action, was["priority"])
        case Action.ASSIGNEE:
            return Change(action, db.session.get(Agent, was["agent_id"]) if was["agent_id"] else None)
        case Action.TEAM:
            return Change(action, db.session.get(Team, was["team_id"]) if was["team_id"] else None)
        case Action.TAG | Action.UNTAG:
            return Change(Action.TAG if was["on"] else Action.UNTAG, was["name"])
