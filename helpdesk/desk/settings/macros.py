"""Settings: macros. Everybody writes their own; who may share writes those of teams and of everyone too."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.automation.actions.registry import actions_by_hand
from helpdesk.automation.checking import Wrong
from helpdesk.automation.macros.filling import KNOWN, VARIABLES
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.macros.reading import SHARE, changeable_macro, changeable_macros
from helpdesk.automation.macros.writing import archive_macro, change_macro, create_macro, restore_macro
from helpdesk.automation.placeholders import unknown
from helpdesk.automation.sentences import promised
from helpdesk.desk.door import me, permitted
from helpdesk.desk.settings.macro_sheet import EVERYONE, MacroSheet, choices, sheet_of, sheet_sent
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import wants_json
from helpdesk.kernel.web import see_other

bp = Blueprint("macro_settings", __name__, url_prefix="/desk/settings/macros")
PAGE = "desk/settings/macros/show.html"
PLACES = ("name", "text", "whom", "actions", "form")


@bp.get("")
@permitted("tickets.work")
def index() -> ResponseReturnValue:
    """List the macros I may change: those in use, or those put away."""
    archived = request.args.get("archived") == "1"
    found = changeable_macros(me(), archived=archived)
    promises = promised([macro.actions for macro in found])
    return render_template(
        "desk/settings/macros/index.html",
        macros=list(zip(found, promises, strict=True)),
        archived=archived,
        shares=me().may(SHARE),
    )


@bp.get("/new")
@permitted("tickets.work")
def new() -> ResponseReturnValue:
    """Ask what the macro shall be."""
    return _page(None, MacroSheet(whom=EVERYONE) if me().may(SHARE) else MacroSheet())


@bp.post("")
@permitted("tickets.work")
def create() -> ResponseReturnValue:
    """Write a macro, or show the form with the action that was added or removed."""
    return _sent(None)


@bp.get("/<int:macro_id>")
@permitted("tickets.work")
def show(macro_id: int) -> ResponseReturnValue:
    """Show a macro."""
    macro = changeable_macro(me(), macro_id)
    return _page(macro, sheet_of(macro))


@bp.post("/<int:macro_id>")
@permitted("tickets.work")
def update(macro_id: int) -> ResponseReturnValue:
    """Change a macro, or show the form with the action that was added or removed."""
    return _sent(changeable_macro(me(), macro_id))


@bp.post("/<int:macro_id>/archived")
@permitted("tickets.work")
def archive(macro_id: int) -> ResponseReturnValue:
    """Put a macro away, or bring it back."""
    macro, away = changeable_macro(me(), macro_id), body("on").switch("on")
    try:
        if away:
            archive_macro(macro, by=me())
        else:
            restore_macro(macro, by=me())
    except BadInput as error:
        if wants_json():
            raise
        return _page(macro, sheet_of(macro), errors={"form": error.words}), 422
    words = _("The macro %(name)s is put away.") if away else _("The macro %(name)s can be used again.")
    flash(words % {"name": macro.name}, "good")
    return see_other(".index")


def _sent(macro: Macro | None) -> ResponseReturnValue:
    sheet, act = sheet_sent(macro)
    if act != "save":
        return _page(macro, sheet)
    try:
        draft = sheet.draft(me())
        if macro is None:
            macro = create_macro(draft, by=me())
        else:
            change_macro(macro, draft, by=me())
    except BadInput as error:
        if wants_json():
            raise
        return _page(macro, sheet, errors=_beside(error)), 422
    flash(_("The macro %(name)s is kept.", name=macro.name), "good")
    if wrong := unknown(macro.text or "", KNOWN):
        flash(_("%(wrong)s is not known and will stay as it is.", wrong=wrong[0][:60]), "info")
    return see_other(".index")


def _beside(error: BadInput) -> dict[str, str]:
    if isinstance(error, Wrong) and error.step is not None:
        return {f"a{error.step}-{error.field}": error.words}
    return {error.field if error.field in PLACES else "form": error.words}


def _page(macro: Macro | None, sheet: MacroSheet, *, errors: dict[str, str] | None = None) -> str:
    shown: dict[str, Any] = {"macro": macro, "sheet": sheet, "errors": errors or {}, "variables": VARIABLES}
    known = [(key, action.label) for key, action in actions_by_hand().items()]
    return render_template(PAGE, known_actions=known, people=choices(me(), sheet.whom), **shown)
