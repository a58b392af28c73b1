"""Applies a macro to a ticket: its text for the composer, its actions by the verbs everybody calls."""

from dataclasses import dataclass

from sqlalchemy import update

from helpdesk.accounts.models import Agent
from helpdesk.automation.doing import do
from helpdesk.automation.macros.events import MacroApplied
from helpdesk.automation.macros.filling import Filled, fill
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.sentences import told
from helpdesk.automation.words import FAILURES
from helpdesk.custom_fields.models import CustomField
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import caused_by, record
from helpdesk.tickets.custom_fields import missing
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import DONE


@dataclass(frozen=True)
class Applied:
    """What came of it: the text to go on with, in words which actions could not be done, and what to fill in first."""

    words: Filled
    undone: list[str]
    lacking: list[CustomField]


def apply_macro(macro: Macro, ticket: Ticket, *, by: Agent) -> Applied:
    """Apply a macro as this agent. An action that cannot be done is left out and told; the others happen."""
    lock(ticket)
    words = fill(macro, ticket, by)
    row = record(MacroApplied(ticket, macro.id), by=by)
    with caused_by(row):
        did = [(step, do(step, ticket, by, row)) for step in macro.actions]
    # Last, and as a plain UPDATE: its row is everybody's, and is held only until the commit.
    db.session.execute(
        update(Macro)
        .where(Macro.id == macro.id)
        .values(uses=Macro.uses + 1)
        .execution_options(synchronize_session=False)
    )
    unfinished = any(word == "refused" and step["params"].get("status") in DONE for step, word in did)
    undone = [told([(step["do"], word)]) for step, word in did if word in FAILURES]
    return Applied(words, undone, missing(ticket) if unfinished else [])
