"""Ring 2. Rules: when something happens to a ticket and a condition holds, actions follow by the verbs everybody calls.

triggers → engine (order, chains, runs) → actions/ (one file each). writing and checking are how a rule comes to be.
macros/ are the same actions, run by hand.
"""

from flask import Flask

from helpdesk.automation import engine, tag_following
from helpdesk.automation.actions.registry import all_actions
from helpdesk.automation.events import RuleRan
from helpdesk.automation.macros.events import MacroApplied
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.models import Rule
from helpdesk.automation.sentences import told
from helpdesk.kernel.events import projects
from helpdesk.tickets import timeline
from helpdesk.tickets.parts import also_named

__all__ = ["engine", "init_app", "tag_following"]

also_named("rule", Rule.id, Rule.name)
also_named("macro", Macro.id, Macro.name, where=Macro.uses > 0)  # History names no other.
timeline.ICONS |= {RuleRan.name: "workflow", MacroApplied.name: "zap"}
projects(RuleRan, MacroApplied)(timeline.point)


def init_app(app: Flask) -> None:
    """Find the actions, and let the history say what rules did."""
    all_actions()
    app.jinja_env.globals["rule_told"] = told
