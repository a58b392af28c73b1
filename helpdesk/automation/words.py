"""The closed words in which a run is kept, and the sentences people read instead."""

from typing import Any

from helpdesk.kernel.i18n import lazy as _

DONE, SAME = "done", "same"

# Results of one action. `done` has the action's own words.
RESULTS: dict[str, Any] = {
    SAME: _("nothing to change"),
    "quiet": _("kept quiet: a machine had better not write to this customer now"),
    "said": _("kept quiet: it has answered in this ticket before"),
    "nobody": _("there was nobody to tell"),
    "agent_gone": _("that agent does not work here any more"),
    "team_gone": _("that team is gone"),
    "too_long": _("the text is too long for this channel"),
    "refused": _("it was refused"),
    "unknown": _("this version of the program does not know that action"),
    "broke": _("something broke on our side"),
    "spent": _("stopped: too many actions followed from one event"),
}
FAILURES = frozenset({"agent_gone", "team_gone", "too_long", "refused", "unknown", "broke"})

# Why a whole run did nothing.
WHY: dict[str, Any] = {
    "condition": _("its condition can no longer be used"),
    "depth": _("rules set each other off too many times in a row"),
}
