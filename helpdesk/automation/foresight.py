"""Sees, where it can be seen, that a rule would set itself off: what its own action leaves behind fits it again."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from helpdesk.automation.actions.base import Action
from helpdesk.automation.triggers import Trigger

Maybe = bool | None
SET_OFF_BY_CHANGE = {"status", "priority"}


def sets_itself_off(
    trigger: Trigger, now: str | None, condition: Mapping[str, Any], steps: Sequence[tuple[Action[Any], Any]]
) -> bool:
    """Tell whether one of the actions causes the trigger and the rest of the rule may then hold again.

    `steps` are actions with their parameters, `now` the word a change must lead to, if the rule asks for one. A rule
    whose condition no longer holds after its action is fine: that is how "until it is so" is written.
    """
    for action, params in steps:
        if action.causes is not trigger.event:
            continue
        left = action.after(params)
        word = next((value for field, value in left.items() if field in SET_OFF_BY_CHANGE), None)
        if now is not None and word is not None and now != word:
            continue
        if _holds(condition, left) is not False:
            return True
    return False


def _holds(data: Mapping[str, Any], known: Mapping[str, object]) -> Maybe:
    """Test a condition against the few fields we know; None where that does not decide it."""
    match data:
        case {"all": parts}:
            return _joined([_holds(part, known) for part in parts], decides=False)
        case {"any": parts}:
            return _joined([_holds(part, known) for part in parts], decides=True)
        case {"not": part}:
            inner = _holds(part, known)
            return None if inner is None else not inner
        case {"field": "tags", "op": operator} if "tags" in known:
            return _tagged(str(operator), data.get("value"), known["tags"])
        case {"field": str(field), "op": str(operator)} if field in known and operator in TESTS:
            return TESTS[operator](known[field], data.get("value"))
    return None


def _joined(parts: Sequence[Maybe], *, decides: bool) -> Maybe:
    if decides in parts:
        return decides
    return None if None in parts else not decides


def _tagged(operator: str, value: object, tag: object) -> Maybe:
    """One tag is known to be there; of others nothing is known."""
    match operator:
        case "empty":
            return False
        case "not_empty":
            return True
        case "in" if isinstance(value, list) and tag in value:
            return True
        case "contains" if value == tag:
            return True
    return None


TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda known, value: known is not None and known == value,
    "is_not": lambda known, value: known != value,
    "in": lambda known, value: known is not None and known in value,
    "empty": lambda known, _value: known is None,
    "not_empty": lambda known, _value: known is not None,
}
