"""What a rule must be before it is kept: each word, field, choice and id in it is known, and it cannot chase itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.automation.actions.base import Action
from helpdesk.automation.actions.registry import all_actions
from helpdesk.automation.chains import MOST_ACTIONS
from helpdesk.automation.foresight import sets_itself_off
from helpdesk.automation.refs import missing, tests_in
from helpdesk.automation.triggers import TRIGGERS, Trigger
from helpdesk.kernel import forms
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.filters import ME, FilterError
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.fields import TICKETS

MAX_NAME = 80
Steps = Sequence[tuple[Action[Any], Any]]


class Wrong(BadInput):
    """The rule cannot be kept. `step` is the number of the action at fault, from 0; then `field` is its parameter."""

    def __init__(self, words: str, field: str, *, step: int | None = None) -> None:
        """Keep the place too."""
        super().__init__(words, field)
        self.step = step


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A rule as somebody wants it. `actions` are `{"do": key, "params": {name: text as typed}}`."""

    name: str
    trigger: str
    was: str | None = None
    now: str | None = None
    filter: Mapping[str, Any]
    actions: Sequence[Mapping[str, Any]]
    stop_after: bool = False


def checked(draft: Draft) -> dict[str, Any]:
    """Return the columns of a rule. Raises `Wrong`, or `FilterError` for a condition that cannot be used."""
    trigger = TRIGGERS.get(draft.trigger)
    if trigger is None:
        raise Wrong(_("This is not one of the choices."), "trigger")
    for field, word in (("was", draft.was), ("now", draft.now)):
        if word is not None and word not in trigger.words:
            raise Wrong(_("This change cannot be asked for here."), field)
    condition = TICKETS.parse(draft.filter).data
    if _speaks_of_me(condition):
        raise Wrong(_("A rule has no “me”: name an agent."), "filter")
    if gone := missing(condition):
        raise FilterError(_("That is gone, or never was."), gone)
    if not draft.actions:
        raise Wrong(_("A rule does something: add an action."), "actions")
    steps = checked_steps(draft.actions)
    _refuse_chasing(trigger, draft.now, condition, steps)
    return {
        "name": fitting_name(draft.name),
        "trigger": draft.trigger,
        "was": draft.was,
        "now": draft.now,
        "filter": dict(condition),
        "actions": stored(steps),
        "stop_after": draft.stop_after,
    }


def fitting_name(given: str) -> str:
    """Return the name with single spaces. Raises `Wrong`."""
    name = " ".join(given.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Wrong(_("A name of at most %(most)s characters is needed.", most=MAX_NAME), "name")
    return name


def checked_steps(wanted: Sequence[Mapping[str, Any]], *, known: Mapping[str, Action[Any]] | None = None) -> Steps:
    """Return actions with their parameters, of those that are `known` (all, if not said). Raises `Wrong`."""
    if len(wanted) > MOST_ACTIONS:
        raise Wrong(_("There can be at most %(most)s actions.", most=MOST_ACTIONS), "actions")
    return [_step(number, one, all_actions() if known is None else known) for number, one in enumerate(wanted)]


def stored(steps: Steps) -> list[dict[str, Any]]:
    """Return actions as a rule or a macro keeps them."""
    return [{"do": action.key, "params": forms.split(params)[0]} for action, params in steps]


def _step(number: int, wanted: Mapping[str, Any], known: Mapping[str, Action[Any]]) -> tuple[Action[Any], Any]:
    action = known.get(str(wanted.get("do")))
    if action is None or wanted.keys() - {"do", "params"}:
        raise Wrong(_("This is not one of the choices."), "do", step=number)
    given = wanted.get("params", {})
    if not isinstance(given, Mapping) or given.keys() - set(forms.names(action.Params)):
        raise Wrong(_("This action has no such setting."), "do", step=number)
    params = forms.read(action.Params, given)
    if isinstance(params, forms.Errors):
        field, words = next(iter(params.items()))
        raise Wrong(words, field, step=number)
    return action, params


def _refuse_chasing(trigger: Trigger, now: str | None, condition: Mapping[str, Any], steps: Steps) -> None:
    if sets_itself_off(trigger, now, condition, steps):
        raise Wrong(_("This rule would set itself off. Add a condition that no longer holds once it ran."), "actions")


def _speaks_of_me(condition: Mapping[str, Any]) -> bool:
    """Tell whether a well-formed condition asks for the reader, whom a rule does not have."""
    asked = [(TICKETS.field_named(test["field"]), test.get("value")) for test in tests_in(condition)]
    people = [value for field, value in asked if field and field.people]
    return any(value == ME or (isinstance(value, list) and ME in value) for value in people)
