"""Rules and macros that name a tag follow it, in the transaction in which it is renamed or becomes part of another."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from helpdesk.automation.macros.models import Macro
from helpdesk.automation.models import Rule
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, projects
from helpdesk.tickets.tag_events import TagMerged, TagRenamed
from helpdesk.tickets.tag_following import respelled
from helpdesk.tickets.tags import spelled

TAG = "tag"  # The answer of an action that names one.


@projects(TagRenamed, TagMerged)
def rules_and_macros_follow(event: TagRenamed | TagMerged, _row: EventRow) -> None:
    """Let conditions and actions speak of the tag as it is called now; also those that rest, as they may wake."""
    was, now = event.spellings()
    for rule in db.session.scalars(select(Rule)):
        rule.filter = respelled(rule.filter, was, now)
        rule.actions = _steps(rule.actions, was, now)
    for macro in db.session.scalars(select(Macro)):
        macro.actions = _steps(macro.actions, was, now)


def _steps(steps: Sequence[Any], was: str, now: str) -> list[Any]:
    return [
        {**step, "params": {**params, TAG: now}}
        if isinstance(params := step.get("params"), dict) and spelled(str(params.get(TAG, ""))) == was
        else step
        for step in steps
    ]
