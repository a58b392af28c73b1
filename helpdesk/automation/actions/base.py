"""What a rule can do: an action is one file beside this one, found by itself, that makes an instance of `Action`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from helpdesk.automation.words import DONE, SAME
from helpdesk.kernel.events import Acts, Event, EventRow
from helpdesk.kernel.forms import S
from helpdesk.tickets.models import Ticket


class Undone(Exception):
    """The action cannot be done; `word` is one of FAILURES in automation/words.py."""

    def __init__(self, word: str) -> None:
        """Keep the word."""
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, kw_only=True)
class Action(Generic[S]):
    """One thing a rule can do to a ticket.

    `run(ticket, params, by, event)` calls the verb that everybody calls and returns a word: `done`, `same` or another
    of RESULTS. It may raise `Undone`, `BadInput` or `Problem`; then nothing of it happened and the next action goes on.
    `label` is what an admin chooses, `done` completes "Rule X …". `will` completes "It …" for who is about to do it by
    hand, `%(what)s` being its only parameter; without a `will` it is for rules alone, not for macros. `causes` is the
    event it records, and `after(params)` says what holds then, by field of the condition language: with both, a rule
    that sets itself off can be seen.
    """

    key: str
    label: Any
    done: Any
    will: Any = None
    Params: type[S]
    run: Callable[[Ticket, S, Acts, EventRow], str]
    causes: type[Event] | None = None
    after: Callable[[S], Mapping[str, object]] = lambda _params: {}


def changed(before: object, after: object) -> str:
    """Return the word for a change that may have been none."""
    return SAME if before == after else DONE
