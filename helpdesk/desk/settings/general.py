"""Settings: what each part of the program lets an admin change, drawn from its own declaration."""

from contextlib import closing
from typing import Any

from flask import Blueprint, flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.accounts.workspace import ACCENT, LOGO, MAX_LOGO_BYTES, NAME, USUAL_ACCENT, drop_logo, keep_logo
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.kernel import settings
from helpdesk.kernel.body import BadInput, Body, body
from helpdesk.kernel.colours import hex_of
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import wants_json
from helpdesk.kernel.web import see_other, up_to
from helpdesk.tickets.breaker import PAUSED, RESUMED, let_speak

LOOKS = (ACCENT.key, LOGO.key)
# What a button of its own changes: a form opened earlier must not turn it back.
ELSEWHERE = frozenset({*LOOKS, PAUSED.key, RESUMED.key})
ENVELOPE_BYTES = 64 * 1024
bp = Blueprint("general", __name__, url_prefix="/desk/settings/general")


@bp.get("")
@permitted("settings.general")
def show() -> ResponseReturnValue:
    """Show every setting with its value."""
    typed = {setting.key: value for setting, value in settings.list_all()}
    return render_template("desk/settings/general.html", typed=typed, errors={}, **_drawn())


@bp.post("")
@permitted("settings.general")
@up_to(MAX_LOGO_BYTES + ENVELOPE_BYTES)
def update() -> ResponseReturnValue:
    """Keep what changed."""
    declared = settings.list_all()
    sent = body(*(setting.key for setting, _value in declared), "drop_logo")
    try:
        _keep_looks(sent)
        for setting, _value in declared:
            # A box that is not ticked is not sent; anything else that is missing was not asked.
            if setting.key in ELSEWHERE or (setting.kind != "switch" and setting.key not in sent.values):
                continue
            answer = sent.text(setting.key, most=settings.MAX_TEXT, required=False)
            answer = answer or ("off" if setting.kind == "switch" else "")
            settings.put(setting.key, settings.from_text(setting.key, answer), by=me())
    except BadInput as error:
        return again("desk/settings/general.html", error, **_drawn())
    flash(_("The settings are saved."), "good")
    return see_other(".show")


@bp.post("/machines")
@permitted("settings.general")
def let_machines_speak() -> ResponseReturnValue:
    """End the silence that the breaker began."""
    let_speak(by=me())
    if wants_json():
        return jsonify(machines_paused=False)
    flash(_("Automatic messages leave again."), "good")
    return see_other(".show")


def _keep_looks(sent: Body) -> None:
    """Keep colour and logo; a form that has neither changes neither."""
    if ACCENT.key in sent.values:
        typed = sent.text(ACCENT.key, required=False)
        settings.put(ACCENT.key, (hex_of(typed) or typed) if typed else "", by=me())
    picture = request.files.get("logo")
    if picture is not None and picture.filename:
        with closing(picture):
            keep_logo(picture.stream.read(MAX_LOGO_BYTES + 1), by=me())
    elif sent.switch("drop_logo"):
        drop_logo(by=me())


def _drawn() -> dict[str, Any]:
    declared = [setting for setting, _value in settings.list_all() if setting.key not in {NAME.key, *ELSEWHERE}]
    return {
        "declared": declared,
        "usual": USUAL_ACCENT,
        "choices": {one.key: [(word, word) for word in one.choices] for one in declared},
    }
