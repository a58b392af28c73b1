"""The form of a macro, as it was stored or as it was sent; its actions come and go by buttons, as a rule's do.

Fields: name, text, html (the same with its looks; left out by a browser without scripts), whom (personal, everyone,
team:<id>); `a0-do` and `a0-<param>` for an action. The button `act` says what is wanted: save, add-action, drop-a0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from helpdesk.accounts.models import Agent
from helpdesk.accounts.queries import all_teams
from helpdesk.automation.actions.registry import actions_by_hand
from helpdesk.automation.chains import MOST_ACTIONS
from helpdesk.automation.macros.checking import MAX_TEXT, MacroDraft
from helpdesk.automation.macros.models import Macro, Scope
from helpdesk.automation.macros.reading import SHARE
from helpdesk.desk.settings.rule_sheet import Step, step_fields, steps_of, steps_sent
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.i18n import gettext as _

DROP = re.compile(r"drop-a([0-9]{1,2})")
PERSONAL, EVERYONE = str(Scope.PERSONAL), str(Scope.EVERYONE)


@dataclass(frozen=True)
class MacroSheet:
    """Everything the form shows."""

    name: str = ""
    text: str = ""
    whom: str = PERSONAL
    steps: Sequence[Step] = ()
    html: str = ""
    fresh: str = field(default="", compare=False)  # The action that was just added, where writing goes on.

    def draft(self, agent: Agent) -> MacroDraft:
        """Return the macro as this agent wants it. Raises `BadInput` for people they may not write it for."""
        if self.whom not in [key for key, _words in choices(agent, self.whom)]:
            raise BadInput(_("This is not one of the choices."), "whom")
        kind, _colon, identity = self.whom.partition(":")
        team = next((team for team in all_teams() if kind == "team" and str(team.id) == identity), None)
        if kind == "team" and team is None:
            raise BadInput(_("That team is gone: choose whom this is for."), "whom")
        return MacroDraft(
            name=self.name,
            text=self.text,
            html=self.html,
            actions=[{"do": step.do, "params": dict(step.answers)} for step in self.steps],
            team=team,
            agent=agent if self.whom == PERSONAL else None,
        )


def choices(agent: Agent, present: str = "") -> list[tuple[str, Any]]:
    """Return whom an agent may write a macro for; `team:` stands for a team that is gone, if it is the present one."""
    if not agent.may(SHARE):
        return [(PERSONAL, _("Only me"))]
    teams = [(f"team:{team.id}", _("Team %(name)s", name=team.name)) for team in all_teams()]
    gone = [("team:", _("A team that is gone"))] if present == "team:" else []
    return [(EVERYONE, _("Everyone")), *teams, *gone, (PERSONAL, _("Only me"))]


def whom_of(macro: Macro) -> str:
    """Return the choice a macro's scope is."""
    return f"team:{macro.team_id or ''}" if macro.scope == Scope.TEAM else macro.scope


def sheet_of(macro: Macro) -> MacroSheet:
    """Return the form of a stored macro."""
    return MacroSheet(macro.name, macro.text or "", whom_of(macro), steps_of(macro.actions), macro.html or "")


def _looks(macro: Macro | None, text: str, sent: Body) -> str:
    """Return the looks that were sent, or the present ones where a plain field left their words as they were."""
    if "html" in sent.values:
        return sent.text("html", most=2 * MAX_TEXT, required=False)
    return macro.html or "" if macro and text == macro.text else ""


def sheet_sent(macro: Macro | None) -> tuple[MacroSheet, str]:
    """Return the form as it was sent, and the word of the button. Raises `BadInput` for what is no form of ours."""
    known = actions_by_hand()
    sent = body("name", "text", "html", "whom", "act", "new-action", *step_fields())
    text = "\n".join(sent.text("text", most=2 * MAX_TEXT, required=False).splitlines())
    sheet = MacroSheet(
        name=sent.text("name", required=False),
        text=text,
        whom=sent.text("whom", required=False) or PERSONAL,
        steps=steps_sent(sent, known),
        html=_looks(macro, text, sent),
    )
    act = sent.text("act", required=False) or "save"
    if act == "add-action" and len(sheet.steps) < MOST_ACTIONS:
        added = Step(sent.choice("new-action", list(known)), {})
        return replace(sheet, steps=[*sheet.steps, added], fresh=f"a{len(sheet.steps)}"), act
    if gone := DROP.fullmatch(act):
        left = [step for place, step in enumerate(sheet.steps) if place != int(gone[1])]
        return replace(sheet, steps=left), act
    return sheet, act
