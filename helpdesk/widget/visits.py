"""Who the visitor is: vouched for by their site, reachable under an address they claim, forgotten on request."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from helpdesk.channels.chat.settings import ChatSettings
from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import place_of
from helpdesk.contacts.identities import EMAIL, BadAddress, normalised
from helpdesk.contacts.visitors import NAMED, arrive, claim_address, forget
from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.clock import now
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.tokens import BadToken
from helpdesk.mailroom.chatting import introduce
from helpdesk.widget.door import Stranger, inbox_of, known_visitor, public, token_hash
from helpdesk.widget.serialise import newest

bp = Blueprint("widget_visits", __name__, url_prefix="/widget/<token>")
LONGEST_ID = 200


class NotVouched(Problem):
    """Nobody vouched for this: no secret, a wrong type, a wrong or old signature. The answers are the same."""

    status, code, words = 401, "not_vouched", "This visitor could not be identified."


@bp.post("/identify")
@public
def identify(token: str) -> ResponseReturnValue:
    """Take the word of the site's server for who this is, signed with the inbox's secret."""
    inbox = inbox_of(token)
    mine = token_hash(inbox)
    sent = body("user_id", "email", "exp", "signature").values
    user_id, email = _vouched(inbox, sent)
    try:
        visitor = arrive(mine, inbox_id=inbox.id, ip=request.remote_addr or "", limited=False)
    except BadToken:
        raise Stranger from None
    introduce(visitor, value=f"{NAMED}{user_id}@{inbox.address}", email=email)
    return jsonify(messages=newest(visitor), email=visitor.email)


@bp.post("/email")
@public
def email(token: str) -> ResponseReturnValue:
    """Keep where the visitor wants to hear from us, as a claim."""
    visitor = known_visitor(inbox_of(token))
    try:
        address = normalised(EMAIL, body("email").text("email", most=320))
    except BadAddress:
        raise BadInput(_("This is not an email address."), "email") from None
    if is_own(address, own_addresses()):
        raise BadInput(_("This is our own address. Leave yours."), "email")
    claim_address(visitor, address)
    return jsonify(email=visitor.email)


@bp.delete("/visitor")
@public
def leave(token: str) -> ResponseReturnValue:
    """Forget this browser: its token is worth nothing from now on. The conversation stays with the agents."""
    forget(known_visitor(inbox_of(token)))
    return "", 204


def signature_of(secret: str, user_id: str, email: str | None, exp: int) -> str:
    """Return the signature a site's server makes: hex HMAC-SHA256 over the JSON array, UTF-8, without spaces."""
    signed = json.dumps([user_id, email, exp], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def _vouched(inbox: Inbox, sent: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return the user id and the address that are proved. Raises `NotVouched`, whatever is wrong."""
    settings: ChatSettings = place_of(inbox).settings
    user_id, address, exp, signature = (sent.get(name) for name in ("user_id", "email", "exp", "signature"))
    if not isinstance(user_id, str) or not isinstance(address, str | None) or not isinstance(signature, str):
        raise NotVouched
    if not isinstance(exp, int) or isinstance(exp, bool) or not settings.identify_secret:
        raise NotVouched
    known = signature_of(settings.identify_secret, user_id, address, exp)
    if not hmac.compare_digest(known.encode(), signature.lower().encode("utf-8", "replace")):
        raise NotVouched
    if exp <= now().timestamp() or not 0 < len(user_id.strip()) <= LONGEST_ID or not user_id.isprintable():
        raise NotVouched
    try:
        return user_id, normalised(EMAIL, address) if address else None
    except BadAddress:
        raise NotVouched from None
