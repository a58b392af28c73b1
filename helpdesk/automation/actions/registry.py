"""Which actions there are: the files beside this one, found once."""

from functools import cache
from typing import Any

from helpdesk.automation import actions
from helpdesk.automation.actions.base import Action
from helpdesk.kernel.plugins import discover


@cache
def all_actions() -> dict[str, Action[Any]]:
    """Return every action by its key. Raises `PluginError` when two cannot be used together."""
    return discover(actions, Action)


def action_named(key: str) -> Action[Any] | None:
    """Return the action with this key, if there is one."""
    return all_actions().get(key)


def actions_by_hand() -> dict[str, Action[Any]]:
    """Return the actions that may stand in a macro, by key."""
    return {key: action for key, action in all_actions().items() if action.will is not None}
