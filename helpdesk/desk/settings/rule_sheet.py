"""The form of a rule, as it was stored or as it was sent: rows come and go by buttons, so it works without scripts.

Fields: name, trigger, was, now, join, stop_after; `c0-field`, `c0-op`, `c0-value` for a test; `a0-do` and `a0-<param>`
for an action. The button `act` says what is wanted: save, try, refresh, add-condition, add-action, drop-c0, drop-a0.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from helpdesk.automation.actions.base import Action
from helpdesk.automation.actions.registry import action_named, all_actions
from helpdesk.automation.chains import MOST_ACTIONS
from helpdesk.automation.checking import Draft, Wrong
from helpdesk.automation.models import Rule
from helpdesk.automation.triggers import TRIGGERS
from helpdesk.desk.conditions import worded
from helpdesk.desk.settings.rule_conditions import Row, condition_of, new_row, rows_of
from helpdesk.kernel import forms
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.i18n import gettext as _

MOST_ROWS = 20
MOST_LETTERS = 2 * forms.MAX_AREA
DROP = re.compile(r"drop-([ca])([0-9]{1,2})")
PLAIN = ("name", "trigger", "was", "now", "join", "stop_after", "act", "new-field", "new-action")


@dataclass(frozen=True)
class Step:
    """One action as it stands in the form: its key and its answers as typed."""

    do: str
    answers: Mapping[str, str]

    @property
    def label(self) -> str:
        """Return what it does, in words."""
        action = action_named(self.do)
        return str(action.label) if action else self.do

    def fields(self) -> Sequence[forms.FormField]:
        """Return the questions to draw."""
        action = action_named(self.do)
        return forms.draw(action.Params, forms.join(action.Params, self.answers, {})) if action else []


@dataclass(frozen=True)
class Sheet:
    """Everything the form shows. `kept` is a condition that rows cannot say; it stays as it is."""

    name: str = ""
    trigger: str = "ticket.opened"
    was: str = ""
    now: str = ""
    join: str = "all"
    stop_after: bool = False
    rows: Sequence[Row] = ()
    steps: Sequence[Step] = ()
    kept: Mapping[str, Any] | None = None
    fresh: str = field(default="", compare=False)  # The row that was just added, where writing goes on.

    def words(self) -> Sequence[tuple[str, Any]]:
        """Return what a change can be from and to, if the trigger is a change that can be asked for."""
        return worded(TRIGGERS[self.trigger].words) if self.trigger in TRIGGERS else []

    def condition(self) -> Mapping[str, Any]:
        """Return the condition. Raises `BadInput` naming the row."""
        return self.kept if self.kept is not None else condition_of(self.join, self.rows)

    def draft(self) -> Draft:
        """Return the rule as it is wanted. Raises `BadInput` naming the row."""
        return Draft(
            name=self.name,
            trigger=self.trigger,
            was=self.was or None,
            now=self.now or None,
            filter=self.condition(),
            actions=[{"do": step.do, "params": dict(step.answers)} for step in self.steps],
            stop_after=self.stop_after,
        )


def sheet_of(rule: Rule) -> Sheet:
    """Return the form of a stored rule."""
    rows = rows_of(rule.filter)
    steps = steps_of(rule.actions)
    sheet = Sheet(
        rule.name, rule.trigger, rule.was or "", rule.now or "", stop_after=rule.stop_after, steps=steps,
        kept=None if rows else rule.filter,
    )  # fmt: skip
    return replace(sheet, join=rows[0], rows=rows[1]) if rows else sheet


def steps_of(actions: Sequence[Mapping[str, Any]]) -> list[Step]:
    """Return stored actions as they stand in a form."""
    return [Step(step["do"], {name: str(value) for name, value in step["params"].items()}) for step in actions]


def sheet_sent(rule: Rule | None) -> tuple[Sheet, str]:
    """Return the form as it was sent, and the word of the button. Raises `BadInput` for what is no form of ours."""
    sent = body(*_allowed())
    kept = rule.filter if rule and rows_of(rule.filter) is None else None
    sheet = Sheet(
        name=sent.text("name", required=False),
        trigger=sent.text("trigger", required=False),
        was=sent.text("was", required=False),
        now=sent.text("now", required=False),
        join=sent.text("join", required=False) or "all",
        stop_after=sent.switch("stop_after"),
        rows=[] if kept is not None else _rows(sent),
        steps=steps_sent(sent, all_actions()),
        kept=kept,
    )
    if sheet.join not in {"all", "any"}:
        raise BadInput(_("This is not one of the choices."), "join")
    return _reshaped(_settled(sheet), sent), sent.text("act", required=False) or "save"


def errors_of(error: BadInput) -> dict[str, str]:
    """Return the sentence by the field of the form it stands beside."""
    place = error.field or "form"
    if isinstance(error, Wrong) and error.step is not None:
        return {f"a{error.step}-{error.field}": error.words}
    known = {*PLAIN, "actions", "form"}
    return {place if place in known or re.fullmatch(r"c\d+", place) else "conditions": error.words}


def _settled(sheet: Sheet) -> Sheet:
    """Forget words of a change that the trigger, chosen anew, does not have."""
    words = {word for trigger in TRIGGERS.values() for word in trigger.words} - {word for word, _label in sheet.words()}
    return replace(sheet, was="" if sheet.was in words else sheet.was, now="" if sheet.now in words else sheet.now)


def _reshaped(sheet: Sheet, sent: Body) -> Sheet:
    """Add or remove the row that a button asks for."""
    act = sent.text("act", required=False)
    if act == "add-condition" and len(sheet.rows) < MOST_ROWS:
        added = new_row(sent.text("new-field"))
        return replace(sheet, rows=[*sheet.rows, added], fresh=f"c{len(sheet.rows)}")
    if act == "add-action" and len(sheet.steps) < MOST_ACTIONS:
        do = sent.choice("new-action", list(all_actions()))
        return replace(sheet, steps=[*sheet.steps, Step(do, {})], fresh=f"a{len(sheet.steps)}")
    if gone := DROP.fullmatch(act):
        at = int(gone[2])
        if gone[1] == "c":
            return replace(sheet, rows=[row for place, row in enumerate(sheet.rows) if place != at])
        return replace(sheet, steps=[step for place, step in enumerate(sheet.steps) if place != at])
    return sheet


def _rows(sent: Body) -> list[Row]:
    rows = []
    for number in range(MOST_ROWS):
        if f"c{number}-field" in sent.values:
            row = new_row(sent.text(f"c{number}-field"))
            op, value = (sent.text(f"c{number}-{part}", most=MOST_LETTERS, required=False) for part in ("op", "value"))
            rows.append(replace(row, op=op or row.op, value=value))
    return rows


def steps_sent(sent: Body, known: Mapping[str, Action[Any]]) -> list[Step]:
    """Return the actions of a form, each one of those that are `known`. Raises `BadInput`."""
    steps = []
    for number in range(MOST_ACTIONS):
        if f"a{number}-do" in sent.values:
            do = sent.choice(f"a{number}-do", list(known))
            names = forms.names(known[do].Params)
            answers = {name: sent.text(f"a{number}-{name}", most=MOST_LETTERS, required=False) for name in names}
            steps.append(Step(do, answers))
    return steps


@cache
def _allowed() -> tuple[str, ...]:
    """Return the name of every field such a form may hold."""
    tests = [f"c{number}-{part}" for number in range(MOST_ROWS) for part in ("field", "op", "value")]
    return (
        *PLAIN,
        *tests,
        *step_fields(),
    )


@cache
def step_fields() -> tuple[str, ...]:
    """Return the name of every field that an action may have in a form."""
    params = {name for action in all_actions().values() for name in forms.names(action.Params)}
    return tuple(f"a{number}-{part}" for number in range(MOST_ACTIONS) for part in ("do", *sorted(params)))
