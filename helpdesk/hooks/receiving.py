"""POST /hooks/<channel>/<inbox token> and …/events: verify, keep, 2xx. Nothing is thought about before the answer.

What a provider is told decides what it does next: 2xx only for what is committed, 503 so that it tries again, 403 for
whoever has not the secret. What a mail contains is never a reason to refuse it: providers drop what they are refused.
"""

import logging
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.channels.base import Endpoint, Incoming, NotAuthentic, Part, WrongShape
from helpdesk.channels.places import Hooked, hooked
from helpdesk.hooks.posts import MAX_BYTES, NotAForm, parts_of, spooled
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.db import unit
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import answer_problem
from helpdesk.kernel.web import own_units, up_to
from helpdesk.mailroom.intake import accept

log = logging.getLogger("helpdesk.hooks")
bp = Blueprint("hooks", __name__, url_prefix="/hooks")


@bp.post("/<channel>/<token>")
@up_to(MAX_BYTES)
@own_units
def messages(channel: str, token: str) -> Response:
    """Keep a message."""
    return _received(channel, token, "messages")


@bp.post("/<channel>/<token>/events")
@up_to(MAX_BYTES)
@own_units
def events(channel: str, token: str) -> Response:
    """Keep a provider's news about messages of ours."""
    return _received(channel, token, "events")


@bp.errorhandler(SQLAlchemyError)
def not_kept(error: SQLAlchemyError) -> Response:
    """Whatever is wrong with the database, the provider must come back."""
    log.error("hook_not_kept", extra={"why": type(error).__name__})  # Its text would quote the mail.
    return answer_problem(
        503, "unavailable", _("The helpdesk cannot store anything right now. Please try again in a moment.")
    )


def _received(channel: str, token: str, endpoint: Endpoint) -> Response:
    inbox = hooked(channel, token)
    if inbox is None:
        log.warning("hook_refused", extra={"channel": channel[:20], "why": "token"})
        return Response(status=403)
    with ExitStack() as files:
        try:
            return _kept(inbox, _incoming(endpoint, files), files)
        except NotAuthentic:
            log.warning("hook_refused", extra={"inbox": inbox.place.id, "endpoint": endpoint, "why": "signature"})
            return Response(status=403)
        except WrongShape as error:
            log.warning("hook_malformed", extra={"inbox": inbox.place.id, "endpoint": endpoint, "why": str(error)})
            return answer_problem(400, "bad_input", _("The request cannot be understood."))


def _kept(inbox: Hooked, incoming: Incoming, files: ExitStack) -> Response:
    """Verify over the raw bytes, only then take them apart, pack and keep them; the transaction begins at the end."""
    inbox.channel.verify(incoming, inbox.place)
    incoming = replace(incoming, parts=_parts(incoming, files))
    kept = inbox.channel.keep(incoming, inbox.place)
    files.callback(kept.data.close)
    with unit():
        accepted = accept(inbox.place.id, kept)
    log.info("hook_kept", extra={"envelope": accepted.envelope_id, "duplicate": accepted.duplicate})
    reply = inbox.channel.acknowledge(incoming)
    return Response(reply.body, status=200, content_type=f"{reply.media_type}; charset=utf-8")


def _incoming(endpoint: Endpoint, files: ExitStack) -> Incoming:
    headers: dict[str, Any] = {name.lower(): value for name, value in request.headers.items()}
    url = f"{configured('BASE_URL')}{request.full_path.rstrip('?')}"
    return Incoming(endpoint, url, headers, spooled(request.stream, files))


def _parts(incoming: Incoming, files: ExitStack) -> list[Part]:
    """Take the form apart; one that is broken is kept whole and nobody pretends to understand it."""
    try:
        return parts_of(incoming.body, incoming.headers.get("content-type", ""), files)
    except NotAForm:
        log.warning("hook_broken_form", extra={"bytes": request.content_length})
        return []
