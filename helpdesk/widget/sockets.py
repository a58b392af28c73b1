"""Sockets of the widget: they listen and say that somebody types; every message comes in by HTTP.

The token of the visitor is the proof, at connecting and again at each join; no cookie counts. Errors are fixed words.
"""

from typing import Any

from flask import request

from helpdesk.contacts.models import Visitor
from helpdesk.contacts.visitors import hash_of, met, room_of
from helpdesk.kernel import live, tail
from helpdesk.kernel.db import unit
from helpdesk.kernel.pace import Pace
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.tail import BadCursor, read_cursor
from helpdesk.kernel.tokens import BadToken
from helpdesk.mailroom.typing_signs import visitor_types
from helpdesk.widget.door import inbox_of

PER_SECOND = 5
STRIKES = 3
SOCKETS_PER_VISITOR = 20
NAMESPACE = live.apart("widget")
Answer = dict[str, Any]

_pace: dict[str, Pace] = {}
_strikes: dict[str, int] = {}
_tokens: dict[str, tuple[str, str]] = {}


class Refused(Exception):
    """A frame that gets a fixed word instead of an answer."""


@live.on("connect", namespace=NAMESPACE)
def connect(auth: object = None) -> bool:
    """Let the page of a visitor in whom we know."""
    given = auth if isinstance(auth, dict) else {}
    inbox, token = given.get("inbox"), given.get("token")
    if not isinstance(inbox, str) or not isinstance(token, str):
        return False
    try:
        with unit(write=False):
            room = room_of(_known(inbox, token).token_hash)
    except Refused:
        return False
    if len(live.members(room)) >= SOCKETS_PER_VISITOR:
        return False
    _tokens[_sid()], _pace[_sid()] = (inbox, token), Pace(PER_SECOND)
    return True


@live.on("disconnect", namespace=NAMESPACE)
def disconnect(_reason: object = None) -> None:
    """Forget the connection."""
    for kept in (_pace, _strikes, _tokens):
        kept.pop(_sid(), None)


@live.on("join", namespace=NAMESPACE)
def join(*sent: object) -> Answer:
    """Listen to one's own conversation, and get what was missed since the cursor."""
    try:
        _slow_down()
        if len(sent) != 1 or not isinstance(sent[0], dict):
            raise Refused("bad_frame")
        after = sent[0].get("after")
        cursor = read_cursor(after) if after is not None else None
        with unit(write=False):
            room = room_of(_visitor().token_hash)
            live.enter(_sid(), room)  # Before the replay: what commits meanwhile is told twice rather than never.
            if cursor is None:
                return {"ok": True, "news": [], "cursor": str(tail.end()), "reload": False}
            missed, end = live.replay(cursor, [room])
            return {"ok": True, "news": missed, "cursor": str(end), "reload": missed is None}
    except BadCursor:
        return _strike("bad_cursor")
    except Refused as refused:
        return _strike(str(refused))


@live.on("typing", namespace=NAMESPACE)
def typing(*_sent: object) -> Answer:
    """Show at the desk that the visitor types."""
    try:
        _slow_down()
        with unit(write=False):
            visitor_types(_visitor())
    except Refused as refused:
        return _strike(str(refused))
    return {"ok": True}


@live.on("*", namespace=NAMESPACE)
def anything_else(_event: str, *_sent: object) -> Answer:
    """Nothing else is understood."""
    return _strike("bad_event")


def _visitor() -> Visitor:
    inbox, token = _tokens.get(_sid(), ("", ""))
    return _known(inbox, token)


def _known(inbox: str, token: str) -> Visitor:
    """Return the visitor with this token of this inbox, in the caller's unit. Raises `Refused`."""
    try:
        visitor = met(hash_of(token, inbox_of(inbox).id))
    except (BadToken, NotFound):
        raise Refused("unknown_visitor") from None
    if visitor is None:
        raise Refused("unknown_visitor")
    return visitor


def _slow_down() -> None:
    if not _pace.setdefault(_sid(), Pace(PER_SECOND)).allows():
        raise Refused("too_fast")


def _strike(words: str) -> Answer:
    _strikes[_sid()] = _strikes.get(_sid(), 0) + 1
    if _strikes[_sid()] >= STRIKES:
        live.disconnect(_sid(), NAMESPACE)
    return {"ok": False, "error": words}


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined] # Flask-SocketIO adds it.
