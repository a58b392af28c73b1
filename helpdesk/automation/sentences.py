"""Says in words what a run did, for the ticket's history and the rule's page."""

from collections.abc import Iterable, Sequence

from helpdesk.automation.actions.registry import action_named
from helpdesk.automation.words import DONE, RESULTS, WHY
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
