"""What a macro must be before it is kept: named, for somebody, and with a text or an action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpdesk.accounts.models import Agent, Team
from helpdesk.automation.actions.registry import actions_by_hand
from helpdesk.automation.checking import Wrong, checked_steps, fitting_name, stored
from helpdesk.automation.macros.models import Scope
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.safehtml import clean, to_text

MAX_TEXT = 20_000


@dataclass(frozen=True, kw_only=True)
class MacroDraft:
    """A macro as somebody wants it: for `agent` alone, for a `team`, or with neither for everyone.

    `html` takes the place of `text`, which is then what can be read of it.
    """

    name: str
    text: str = ""
    html: str = ""
    actions: Sequence[Mapping[str, Any]] = ()
    team: Team | None = None
    agent: Agent | None = None


def checked(draft: MacroDraft) -> dict[str, Any]:
    """Return the columns of a macro. Raises `Wrong`."""
    name = fitting_name(draft.name)
    text, html = _words(draft)
    steps = checked_steps(draft.actions, known=actions_by_hand())
    if not text and not steps:
        raise Wrong(_("Write a text or add an action: a macro has one or both."), "text")
    return {
        "name": name,
        "text": text or None,
        "html": html or None,
        "actions": stored(steps),
        "scope": str(_scope(draft)),
        "team_id": draft.team.id if draft.team else None,
        "agent_id": draft.agent.id if draft.agent else None,
    }


def _words(draft: MacroDraft) -> tuple[str, str]:
    html = clean(draft.html).html if draft.html.strip() else ""
    text = to_text(html) if html else "\n".join(line.rstrip() for line in draft.text.strip().splitlines())
    if max(len(text), len(html)) > MAX_TEXT:
        raise Wrong(_("This is too long (at most %(most)s characters).", most=MAX_TEXT), "text")
    return text, html if text else ""


def _scope(draft: MacroDraft) -> Scope:
    if draft.agent:
        return Scope.PERSONAL
    return Scope.TEAM if draft.team else Scope.EVERYONE
