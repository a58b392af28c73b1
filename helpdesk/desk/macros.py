"""Macros in the composer: finding one, and applying it to the open ticket."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from helpdesk.automation.macros.applying import apply_macro
from helpdesk.automation.macros.models import Macro
from helpdesk.automation.macros.reading import usable_macro, usable_macros
from helpdesk.automation.sentences import promised
from helpdesk.desk.conversation import answer
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.visibility import ticket_numbered

bp = Blueprint("macros", __name__, url_prefix="/desk")
MOST = 30
MAX_WORDS = 100
MAX_SHOWN = 300


@bp.get("/macros")
@permitted("tickets.work")
def index() -> ResponseReturnValue:
    """Return the macros I may use that fit `q`, the most used first, with what each is going to do."""
    words = request.args.get("q", "")
    if len(words) > MAX_WORDS:
        raise BadInput(_("This is too long (at most %(most)s characters).", most=MAX_WORDS), "q")
    found = usable_macros(me(), words, most=MOST)
    promises = promised([macro.actions for macro in found])
    return jsonify(macros=[_listed(*pair) for pair in zip(found, promises, strict=True)])


@bp.post("/tickets/<int:number>/macros/<int:macro_id>")
@permitted("tickets.work")
def use(number: int, macro_id: int) -> ResponseReturnValue:
    """Apply a macro: answer with the text to go on with, the ticket as it is then, and what could not be done.

    `fields` lack something without which the macro could not resolve.
    """
    body()
    ticket = ticket_numbered(me(), number)
    applied = apply_macro(usable_macro(me(), macro_id), ticket, by=me())
    db.session.flush()  # The answer reads with plain queries.
    fields = [{"id": field.id, "label": field.label} for field in applied.lacking]
    words = {"text": applied.words.text, "html": applied.words.html, "undone": applied.undone, "fields": fields}
    return jsonify(words | answer(ticket, me()))


def _listed(macro: Macro, does: list[str]) -> dict[str, Any]:
    text = " ".join((macro.text or "").split())
    return {
        "id": macro.id,
        "name": macro.name,
        "text": text[:MAX_SHOWN],
        "does": does,
        "scope": macro.scope,
        "uses": macro.uses,
    }
