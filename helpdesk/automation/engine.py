"""Runs rules on events: in their order, each once per event, none on what it caused itself, every run written down.

A condition is tested by `EXISTS(ticket AND <condition>)`, so a view and a rule never disagree. An action that cannot be
done is undone alone, and said so in the run; the others go on.
"""

from collections.abc import Sequence

from sqlalchemy import exists, select

from helpdesk.automation.chains import Chain, chain_of
from helpdesk.automation.doing import do
from helpdesk.automation.events import RuleRan
from helpdesk.automation.listening import awaited
from helpdesk.automation.models import Rule, RuleRun
from helpdesk.automation.reading import rules_for
from helpdesk.automation.triggers import TRIGGERS
from helpdesk.automation.words import FAILURES
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import MAX_DEPTH, Actor, Event, EventRow, projects, reacts, record
from helpdesk.kernel.filters import FilterError
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.models import Ticket

KINDS = tuple(trigger.event for trigger in TRIGGERS.values())
Did = list[list[str]]


@reacts(*KINDS, lane="think", order=10, when=awaited)
def run_rules(row: EventRow) -> None:
    """Run every rule that waits for this event and whose condition holds, in order."""
    if not TRIGGERS[row.name].counts(row):
        return
    rules = _waiting(row)
    ticket = db.session.get(Ticket, row.ticket_id) if rules else None
    if ticket is None:
        return
    lock(ticket)
    if ticket.merged_into_id is not None:  # It was merged since; nothing is done to it any more.
        return
    chain = chain_of(row)
    budget = chain.budget()
    for rule in rules:
        if rule.id in chain.rule_ids or not _changed_so(rule, row):
            continue
        try:
            if not _holds(rule, ticket):
                continue
        except FilterError:
            _keep(rule, ticket, row, chain, outcome="failed", why="condition")
            continue
        did, tried = _act(rule, ticket, row, budget)
        budget -= tried
        _keep(rule, ticket, row, chain, outcome=_outcome(did), did=did, tried=tried)
        if rule.stop_after:
            return


@projects(*KINDS)
def say_where_it_ends(_event: Event, row: EventRow) -> None:
    """Where a chain of causes is cut off, write down which rules would have gone on: nothing stops silently."""
    if row.depth < MAX_DEPTH or not awaited(row) or not TRIGGERS[row.name].counts(row):
        return
    ticket, chain = db.session.get_one(Ticket, row.ticket_id), chain_of(row)
    for rule in _waiting(row):
        if rule.id not in chain.rule_ids and _changed_so(rule, row) and _holds_surely(rule, ticket):
            _keep(rule, ticket, row, chain, outcome="stopped", why="depth")


def _waiting(row: EventRow) -> Sequence[Rule]:
    """Return the rules of this event; none the second time, for all that ran on it did so in one unit."""
    rules = rules_for(row.name)
    ran = rules and db.session.scalar(select(exists().where(RuleRun.event_id == row.id)))
    return [] if ran else rules


def _changed_so(rule: Rule, row: EventRow) -> bool:
    return all(wanted in (None, row.data.get(key)) for key, wanted in (("was", rule.was), ("now", rule.now)))


def _holds(rule: Rule, ticket: Ticket) -> bool:
    condition = TICKETS.parse(rule.filter).where()
    return bool(db.session.scalar(select(exists().where(Ticket.id == ticket.id, condition))))


def _holds_surely(rule: Rule, ticket: Ticket) -> bool:
    try:
        return _holds(rule, ticket)
    except FilterError:
        return False


def _act(rule: Rule, ticket: Ticket, row: EventRow, budget: int) -> tuple[Did, int]:
    """Do what the rule says, as far as the budget goes; return what came of each, and how many were tried."""
    did, by = [], Actor("rule", rule.id)
    for number, step in enumerate(rule.actions):
        did.append([step["do"], do(step, ticket, by, row) if number < budget else "spent"])
    return did, min(budget, len(did))


def _outcome(did: Did) -> str:
    words = {word for _action, word in did}
    if words & FAILURES:
        return "failed"
    return "stopped" if "spent" in words else "ran"


def _keep(
    rule: Rule,
    ticket: Ticket,
    row: EventRow,
    chain: Chain,
    *,
    outcome: str,
    did: Did | None = None,
    tried: int = 0,
    why: str | None = None,
) -> None:
    """Write the run down, for the rule's page and for the ticket's history."""
    run = RuleRun(rule_id=rule.id, event_id=row.id, root_event_id=chain.root_event_id, ticket_id=ticket.id)
    run.outcome, run.tried, run.detail = outcome, tried, {"why": why} if why else {"did": did or []}
    db.session.add(run)
    record(RuleRan(ticket, rule.id, outcome, did or [], why), by=Actor("rule", rule.id))
