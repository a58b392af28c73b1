"""Sockets of the desk: they join rooms and say they are there; every change comes in by HTTP.

Connecting needs a session, this host's Origin and the page's own token; each join asks again what the agent may see.
Errors are fixed words; three of them end the connection (R-WS).
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, jsonify, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, select

from helpdesk.accounts.models import Agent, TeamMember
from helpdesk.accounts.presence import see, worth_noting
from helpdesk.accounts.sessions import agent_of
from helpdesk.desk import presence_signs
from helpdesk.desk.door import me, permitted
from helpdesk.kernel import live, tail
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.pace import Pace
from helpdesk.kernel.tail import BadCursor, Cursor, read_cursor
from helpdesk.kernel.tokens import BadToken, read_signed
from helpdesk.mailroom.typing_signs import agent_types
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.visibility import rooms_of, visible

bp = Blueprint("sockets", __name__, url_prefix="/desk")
MAX_ROOMS = 20
SOCKETS_PER_AGENT = 20
PER_SECOND = 20
STRIKES = 3
MAX_NUMBER = 10**15
Answer = dict[str, Any]

_pace: dict[str, Pace] = {}
_strikes: dict[str, int] = {}


class Refused(Exception):
    """A frame that gets a fixed word instead of an answer."""


@live.on("connect")
def connect(auth: object = None) -> bool:
    """Let an agent's own page in."""
    with unit(write=False):
        agent = agent_of(session.get("_user_id"))
    if agent is None or not _same_host() or not _page_of(agent, auth):
        return False
    if len(live.members(f"desk:agent:{agent.id}")) >= SOCKETS_PER_AGENT:
        return False
    _pace[_sid()] = Pace(PER_SECOND)
    live.enter(_sid(), f"desk:agent:{agent.id}")  # Counts, and ends with the agent's rights, whether it joins or not.
    _note(agent)
    return True


@live.on("disconnect")
def disconnect(_reason: object = None) -> None:
    """Forget what was counted of this connection."""
    _pace.pop(_sid(), None)
    _strikes.pop(_sid(), None)
    presence_signs.show(_sid(), None)


@live.on("join")
def join(*sent: object) -> Answer:
    """Enter rooms, and get what was missed there since the cursor."""
    try:
        wanted, after = _read(*sent)
        with unit(write=False):
            rooms = _allowed(_agent(), wanted)
            for room in rooms:  # Before the replay: what commits meanwhile is told twice rather than never.
                live.enter(_sid(), room)
            return _missed(after, rooms)
    except Refused as refused:
        return _strike(str(refused))


@live.on("leave")
def leave(*sent: object) -> Answer:
    """Leave rooms of tickets; nobody leaves their desk's own."""
    try:
        wanted, _after = _read(*sent)
    except Refused as refused:
        return _strike(str(refused))
    for room in wanted:
        if room.startswith("ticket:"):
            live.leave(_sid(), f"desk:{room}")
    return {"ok": True}


@live.on("typing")
def typing(*sent: object) -> Answer:
    """Let the customer know that the agent writes on a ticket they may see; the customer's page shows it or not."""
    try:
        number = _number(_frame(*sent).get("number"))
        with unit(write=False):
            agent = _agent()
            agent_types(_ticket_id(agent, number), agent.name)
    except Refused as refused:
        return _strike(str(refused))
    return {"ok": True}


@live.on("present")
def present(*sent: object) -> Answer:
    """Say which ticket is before the agent's eyes, and whether they write there; no number: none."""
    try:
        frame = _frame(*sent)
        number, writes = frame.get("number"), frame.get("writes", False)
        if not isinstance(writes, bool):
            raise Refused("bad_frame")
        sign = None
        if number is not None:
            with unit(write=False):
                sign = presence_signs.sign_of(_agent(), _number(number), writes=writes)
        presence_signs.show(_sid(), sign)
        if number is not None and sign is None:
            raise Refused("forbidden")
    except Refused as refused:
        return _strike(str(refused))
    return {"ok": True}


@live.on("ping_page")
def ping_page(*_sent: object) -> Answer:
    """Say that the connection carries; the agent counts as here for a while."""
    if not _paced():
        return _strike("too_fast")
    with unit(write=False):
        agent = agent_of(session.get("_user_id"))
    if agent is not None:
        _note(agent)
    return {"ok": True}


@live.on("*")
def anything_else(_event: str, *_sent: object) -> Answer:
    """Nothing else is understood."""
    return _strike("bad_event")


@bp.get("/news")
@permitted()
def news() -> ResponseReturnValue:
    """Return what was missed, for pages whose sockets are blocked."""
    try:
        after = read_cursor(request.args.get("after"))
    except BadCursor:
        raise BadInput(_("This place does not exist."), "after") from None
    wanted = [room for room in request.args.get("rooms", "").split(",") if room]
    try:
        rooms = _allowed(me(), wanted[:MAX_ROOMS])
    except Refused:
        rooms = _allowed(me(), ["desk"])
    return jsonify(_missed(after, rooms))


def _note(agent: Agent) -> None:
    """Write down that a page of the agent's is open, unless one of them did so just now."""
    if worth_noting(agent.here_until):
        with unit():
            see(db.session.get_one(Agent, agent.id))


def _missed(after: Cursor | None, rooms: list[str]) -> Answer:
    present = presence_signs.known(rooms)
    if after is None:
        return {"ok": True, "news": [], "cursor": str(tail.end()), "reload": False, "present": present}
    missed, cursor = live.replay(after, rooms)
    return {"ok": True, "news": missed, "cursor": str(cursor), "reload": missed is None, "present": present}


def _allowed(agent: Agent, wanted: list[str]) -> list[str]:
    """Translate what the page calls its rooms; a ticket's needs that the agent sees it. Raises `Refused`."""
    rooms: list[str] = []
    for name in wanted:
        kind, _colon, number = name.partition(":")
        if name == "desk":
            teams = db.session.scalars(select(TeamMember.team_id).where(TeamMember.agent_id == agent.id))
            rooms += rooms_of(agent, teams)
        elif kind == "ticket" and number.isascii() and number.isdigit() and len(number) < 16:  # noqa: PLR2004
            rooms.append(_ticket_room(agent, int(number)))
        else:
            raise Refused("bad_room")
    return rooms


def _ticket_room(agent: Agent, number: int) -> str:
    _ticket_id(agent, number)
    return f"desk:ticket:{number}"


def _ticket_id(agent: Agent, number: int) -> int:
    seen = db.session.scalar(select(Ticket.id).where(and_(Ticket.number == number, visible(agent))))
    if seen is None:
        raise Refused("forbidden")
    return seen


def _paced() -> bool:
    return _pace.setdefault(_sid(), Pace(PER_SECOND)).allows()


def _frame(*sent: object) -> dict[str, Any]:
    if not _paced():
        raise Refused("too_fast")
    if len(sent) != 1 or not isinstance(sent[0], dict):
        raise Refused("bad_frame")
    return sent[0]


def _number(sent: object) -> int:
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 < sent < MAX_NUMBER:
        raise Refused("bad_frame")
    return sent


def _read(sent: object = None, *more: object) -> tuple[list[str], Cursor | None]:
    if not _paced():
        raise Refused("too_fast")
    rooms = sent.get("rooms") if isinstance(sent, dict) and not more else None
    if not isinstance(rooms, list) or len(rooms) > MAX_ROOMS or not all(isinstance(room, str) for room in rooms):
        raise Refused("bad_frame")
    after = sent.get("after") if isinstance(sent, dict) else None
    try:
        return rooms, read_cursor(after) if after is not None else None
    except BadCursor:
        raise Refused("bad_cursor") from None


def _agent() -> Agent:
    agent = agent_of(session.get("_user_id"))
    if agent is None:
        raise Refused("logged_out")
    return agent


def _strike(words: str) -> Answer:
    _strikes[_sid()] = _strikes.get(_sid(), 0) + 1
    if _strikes[_sid()] >= STRIKES:
        live.disconnect(_sid())
    return {"ok": False, "error": words}


def _same_host() -> bool:
    """Refuse other sites' pages, and clients that bring a cookie but no Origin (cross-site websocket hijacking)."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.host


def _page_of(agent: Agent, auth: object) -> bool:
    try:
        token = read_signed("socket", auth.get("token") if isinstance(auth, dict) else None)
    except BadToken:
        return False
    return isinstance(token, dict) and token.get("agent") == agent.id


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined] # Flask-SocketIO adds it.
