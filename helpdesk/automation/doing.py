"""Does one step of a rule or a macro, or nothing of it; what came of it is a word, never an exception."""

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from helpdesk.automation.actions.base import Undone
from helpdesk.automation.actions.registry import action_named
from helpdesk.kernel import forms
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import attempt, db
from helpdesk.kernel.events import Acts, EventRow
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.models import Ticket

log = logging.getLogger(__name__)
PASSING = (OperationalError, InterfaceError, PoolTimeout, StaleDataError)  # Worth trying the whole unit again.


def do(step: Mapping[str, Any], ticket: Ticket, by: Acts, row: EventRow) -> str:
    """Do what a step `{"do": key, "params": {…}}` says because of the event `row`; return a word of RESULTS."""
    action = action_named(step["do"])
    if action is None:
        return "unknown"
    try:
        with attempt():
            word = action.run(ticket, forms.join(action.Params, step["params"], {}), by, row)
            db.session.flush()
            return word
    except Undone as undone:
        return undone.word
    except (BadInput, Problem):
        return "refused"
    except PASSING:
        raise
    except Exception:  # A mistake of ours in one action must not hold up the ticket's other work.
        actor = by.as_actor()
        log.exception("action_broke", extra={"by": f"{actor.kind}:{actor.id}", "action": action.key, "event": row.id})
        return "broke"
