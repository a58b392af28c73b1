"""Settings: what each part of the program lets an admin change, drawn from its own declaration."""

from typing import Any

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.kernel import settings
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import see_other

bp = Blueprint("general", __name__, url_prefix="/desk/settings/general")


@bp.get("")
@permitted("settings.general")
def show() -> ResponseReturnValue:
    """Show every setting with its value."""
    typed = {setting.key: value for setting, value in settings.list_all()}
    return render_template("desk/settings/general.html", typed=typed, errors={}, **_drawn())


@bp.post("")
@permitted("settings.general")
def update() -> ResponseReturnValue:
    """Keep what changed."""
    declared = settings.list_all()
    sent = body(*(setting.key for setting, _value in declared))
    try:
        for setting, _value in declared:
            answer = sent.text(setting.key, most=settings.MAX_TEXT, required=False)
            answer = answer or ("off" if setting.kind == "switch" else "")
            settings.put(setting.key, settings.from_text(setting.key, answer), by=me())
    except BadInput as error:
        return again("desk/settings/general.html", error, **_drawn())
    flash(_("The settings are saved."), "good")
    return see_other(".show")


def _drawn() -> dict[str, Any]:
    declared = [setting for setting, _value in settings.list_all()]
    return {"declared": declared, "choices": {one.key: [(word, word) for word in one.choices] for one in declared}}
