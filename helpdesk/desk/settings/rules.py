"""Settings: rules. A list in their order, an editor, what a condition matches now, and what each rule did lately."""

from typing import Any

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from helpdesk.automation.actions.registry import action_named, all_actions
from helpdesk.automation.models import Rule
from helpdesk.automation.reading import living_rules, newest_runs, rule_with_id
from helpdesk.automation.sentences import told
from helpdesk.automation.triggers import TRIGGERS
from helpdesk.automation.writing import change_rule, create_rule, delete_rule, move_rule, switch_rule
from helpdesk.desk.door import me, permitted
from helpdesk.desk.settings.rule_conditions import offered
from helpdesk.desk.settings.rule_sheet import Sheet, errors_of, sheet_of, sheet_sent
from helpdesk.desk.settings.rule_trial import Trial, trial_of
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import wants_json
from helpdesk.kernel.web import see_other
from helpdesk.tickets.visibility import visible

bp = Blueprint("rules", __name__, url_prefix="/desk/settings/rules")
PAGE = "desk/settings/rules/show.html"


@bp.get("")
@permitted("settings.rules")
def index() -> ResponseReturnValue:
    """List the rules in their order."""
    return render_template("desk/settings/rules/index.html", rules=[_listed(rule) for rule in living_rules()])


@bp.get("/new")
@permitted("settings.rules")
def new() -> ResponseReturnValue:
    """Ask what the rule shall be."""
    return _page(None, Sheet())


@bp.post("")
@permitted("settings.rules")
def create() -> ResponseReturnValue:
    """Write a rule, or show the form with the row that was added or removed."""
    return _sent(None)


@bp.get("/<int:rule_id>")
@permitted("settings.rules")
def show(rule_id: int) -> ResponseReturnValue:
    """Show a rule and what it did lately."""
    rule = rule_with_id(rule_id)
    return _page(rule, sheet_of(rule))


@bp.post("/<int:rule_id>")
@permitted("settings.rules")
def update(rule_id: int) -> ResponseReturnValue:
    """Change a rule, or show the form with the row that was added or removed."""
    return _sent(rule_with_id(rule_id))


@bp.post("/<int:rule_id>/enabled")
@permitted("settings.rules")
def enable(rule_id: int) -> ResponseReturnValue:
    """Let the rule work, or rest."""
    rule, on = rule_with_id(rule_id), body("on").switch("on")
    switch_rule(rule, on=on, by=me())
    flash(_("%(name)s works now.", name=rule.name) if on else _("%(name)s rests now.", name=rule.name), "good")
    return see_other(".index")


@bp.post("/<int:rule_id>/position")
@permitted("settings.rules")
def move(rule_id: int) -> ResponseReturnValue:
    """Let the rule come earlier or later."""
    rule = rule_with_id(rule_id)
    move_rule(rule, earlier=body("to").choice("to", ("earlier", "later")) == "earlier", by=me())
    return see_other(".index")


@bp.post("/<int:rule_id>/deletion")
@permitted("settings.rules")
def delete(rule_id: int) -> ResponseReturnValue:
    """Do away with the rule."""
    rule = rule_with_id(rule_id)
    delete_rule(rule, by=me())
    flash(_("The rule %(name)s is gone.", name=rule.name), "good")
    return see_other(".index")


def _sent(rule: Rule | None) -> ResponseReturnValue:
    sheet, act = sheet_sent(rule)
    try:
        if act == "try":
            return _page(rule, sheet, trial=trial_of(sheet.condition(), me()))
        if act != "save":
            return _page(rule, sheet)
        if rule is None:
            rule = create_rule(sheet.draft(), by=me())
        else:
            change_rule(rule, sheet.draft(), by=me())
    except BadInput as error:
        if wants_json():
            raise
        return _page(rule, sheet, errors=errors_of(error)), 422
    flash(_("The rule %(name)s is kept.", name=rule.name), "good")
    return see_other(".show", rule_id=rule.id)


def _page(rule: Rule | None, sheet: Sheet, *, trial: Trial | None = None, errors: dict[str, str] | None = None) -> str:
    runs = newest_runs(rule, visible(me())) if rule else []
    return render_template(
        PAGE,
        rule=rule,
        sheet=sheet,
        trial=trial,
        errors=errors or {},
        triggers=[(name, trigger.label) for name, trigger in TRIGGERS.items()],
        known_fields=offered(),
        known_actions=[(key, action.label) for key, action in all_actions().items()],
        runs=[(run, told(run.detail.get("did", ()), run.detail.get("why"))) for run in runs],
    )


def _listed(rule: Rule) -> dict[str, Any]:
    actions = [action_named(step["do"]) for step in rule.actions]
    return {
        "rule": rule,
        "when": TRIGGERS[rule.trigger].label if rule.trigger in TRIGGERS else rule.trigger,
        "does": ", ".join(str(action.label) for action in actions if action),
    }
