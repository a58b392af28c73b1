"""Says in words what a run did, for the ticket's history and the rule's page; and what a macro is going to do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from helpdesk.automation.actions.registry import action_named, all_actions
from helpdesk.automation.words import DONE, RESULTS, WHY
from helpdesk.kernel import forms
from helpdesk.kernel.i18n import gettext as _


def told(did: Iterable[Sequence[str]], why: str | None = None) -> str:
    """Return what a run did, as one line: "added a tag, moved it to a team"; `why` when it did nothing at all."""
    if why is not None:
        return str(WHY.get(why, why))
    return ", ".join(_one(action, word) for action, word in did)


def _one(key: str, word: str) -> str:
    action = action_named(key)
    if action is None:
        return str(RESULTS["unknown"])
    if word == DONE:
        return str(action.done)
    return _("%(action)s: %(result)s", action=str(action.label).lower(), result=str(RESULTS.get(word, word)))


def promised(many: Sequence[Sequence[Mapping[str, Any]]]) -> list[list[str]]:
    """Return what the steps of each macro are going to do: "sets Pending", "tags refund".

    Choices that only the database knows are looked up once for all of them.
    """
    words = cache(_words)
    return [[_promise(step, words) for step in steps] for steps in many]


def _promise(step: Mapping[str, Any], words: Callable[[str], dict[str, str]]) -> str:
    action = action_named(step["do"])
    if action is None or action.will is None:
        return str(RESULTS["unknown"])
    (value,) = step["params"].values()
    named = words(action.key)
    what = named.get(str(value), _("somebody or something that is gone")) if named else value
    return str(action.will) % {"what": what}


def _words(key: str) -> dict[str, str]:
    (field,) = forms.draw(all_actions()[key].Params)
    return dict(field.choices)
