"""Reads of rules and of what they did."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from helpdesk.automation.models import Rule, RuleRun
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotFound

NEWEST = 50


def living_rules() -> list[Rule]:
    """Return the rules there are, in their order."""
    alive = select(Rule).where(Rule.deleted_at.is_(None))
    return list(db.session.scalars(alive.order_by(Rule.position, Rule.id)))


def rules_for(trigger: str) -> Sequence[Rule]:
    """Return the enabled rules of a trigger, in their order."""
    waiting = select(Rule).where(Rule.trigger == trigger, Rule.enabled, Rule.deleted_at.is_(None))
    return db.session.scalars(waiting.order_by(Rule.position, Rule.id)).all()


def rule_with_id(identity: int) -> Rule:
    """Return a rule that is not deleted. Raises `NotFound`."""
    found = db.session.get(Rule, identity)
    if found is None or found.deleted_at is not None:
        raise NotFound
    return found


def newest_runs(rule: Rule, seen: ColumnElement[bool]) -> Sequence[RuleRun]:
    """Return the last runs of a rule with their tickets, of those that `seen` lets through."""
    runs = select(RuleRun).join(RuleRun.ticket).where(RuleRun.rule_id == rule.id, seen)
    ordered = runs.options(contains_eager(RuleRun.ticket)).order_by(RuleRun.id.desc()).limit(NEWEST)
    return db.session.scalars(ordered).all()
