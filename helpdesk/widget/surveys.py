"""How it went, said in the chat: `POST` a number and perhaps words, again until the question's end.

A question of somebody else answers 404 like one that does not exist.
"""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.limits import limiter
from helpdesk.kernel.problems import NotFound
from helpdesk.mailroom.chatting import messages_of
from helpdesk.satisfaction.answering import LONGEST_COMMENT, answer
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Message
from helpdesk.widget.door import inbox_of, known_visitor, public
from helpdesk.widget.serialise import message_json

bp = Blueprint("widget_surveys", __name__, url_prefix="/widget/<token>")


@bp.post("/surveys/<int:identity>")
@limiter.limit("30/minute")
@public
def rate(token: str, identity: int) -> ResponseReturnValue:
    """Keep the visitor's answer and return the message that asks, with it."""
    visitor = known_visitor(inbox_of(token))
    survey = db.session.get(Survey, identity)
    readable = messages_of(visitor)
    if survey is None or db.session.scalar(readable.where(Message.id == survey.message_id)) is None:
        raise NotFound
    sent = body("score", "comment")
    score = sent.maybe_id("score")
    if score is None:
        raise BadInput(_("This is needed."), "score")
    comment = sent.text("comment", most=LONGEST_COMMENT, required=False)
    answer(survey, score, comment=comment, by=visitor.identity.contact)
    return jsonify(message=message_json(survey.message, survey))
