"""Verbs on rules: create, change, move, switch on and off, delete. Each change is an event, so it is audited."""

from sqlalchemy import func, select

from helpdesk.automation.checking import Draft, checked
from helpdesk.automation.events import RuleChanged, RuleCreated, RuleDeleted, RuleDisabled, RuleEnabled, RuleMoved
from helpdesk.automation.models import Rule
from helpdesk.automation.reading import living_rules
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _

MOST_RULES = 200


def create_rule(draft: Draft, *, by: Acts, enabled: bool = True) -> Rule:
    """Write a rule; it comes last. Raises `BadInput` (Wrong, FilterError)."""
    columns = checked(draft)
    alive = select(func.count(), func.coalesce(func.max(Rule.position), 0)).where(Rule.deleted_at.is_(None))
    count, last = db.session.execute(alive).one()
    if count >= MOST_RULES:
        raise BadInput(_("There can be %(most)s rules at most.", most=MOST_RULES), "name")
    rule = Rule(**columns, position=last + 1, enabled=enabled)
    db.session.add(rule)
    db.session.flush()
    record(RuleCreated(rule), by=by)
    return rule


def change_rule(rule: Rule, draft: Draft, *, by: Acts) -> None:
    """Let a rule say something else; the same again changes nothing. Raises `BadInput` (Wrong, FilterError)."""
    columns = checked(draft)
    lock(rule)
    if all(getattr(rule, name) == value for name, value in columns.items()):
        return
    for name, value in columns.items():
        setattr(rule, name, value)
    record(RuleChanged(rule), by=by)


def switch_rule(rule: Rule, *, on: bool, by: Acts) -> None:
    """Let a rule work, or rest."""
    lock(rule)
    if rule.enabled == on:
        return
    rule.enabled = on
    record(RuleEnabled(rule) if on else RuleDisabled(rule), by=by)


def move_rule(rule: Rule, *, earlier: bool, by: Acts) -> None:
    """Let a rule change places with the one before or after it; at the end of the row nothing changes."""
    row = living_rules()
    lock(*row)
    row.sort(key=lambda one: (one.position, one.id))
    at = next(place for place, one in enumerate(row) if one.id == rule.id)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(row):
        return
    row[at], row[to] = row[to], row[at]
    for place, one in enumerate(row, start=1):
        one.position = place
    record(RuleMoved(rule, rule.position), by=by)


def delete_rule(rule: Rule, *, by: Acts) -> None:
    """Do away with a rule. Its row stays, so that the history of tickets keeps its name."""
    lock(rule)
    if rule.deleted_at is not None:
        return
    rule.deleted_at, rule.enabled = now(), False
    record(RuleDeleted(rule), by=by)
