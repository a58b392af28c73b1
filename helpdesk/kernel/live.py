"""News to open pages: the SocketIO object, rooms, and the tail of events that feeds them. The only file that emits.

Whoever changes something writes an event; every web process reads the table and emits to its own sockets. So nothing is
missed while a process restarts, and a page that comes back asks for everything after its last cursor.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import gevent
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from helpdesk.kernel import tail
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import Event, EventRow
from helpdesk.kernel.imports import without
from helpdesk.kernel.sqlite_mode import patched_by_gevent
from helpdesk.kernel.tail import Cursor
from helpdesk.kernel.wakeups import Listener

with without("aiohttp", "requests"):  # Only its clients want them; others brought them.
    from flask_socketio import SocketIO

log = logging.getLogger("helpdesk.live")
BATCH = 200
REPLAY_LIMIT = 500
LOOK_SECONDS = 1.0
SLOW_QUEUE = 256
MAX_FRAME_BYTES = 64 * 1024

socketio = SocketIO()
on = socketio.on


@dataclass(frozen=True)
class News:
    """A whole object for some rooms. `kind` says which one; the page replaces what it had by id.

    `body` is only called when somebody listens, so a burst of mail costs a web process nothing while no desk is open.
    Of several news with one `key` in a batch only the newest is told: each is the whole object anyway.
    """

    rooms: tuple[str, ...]
    kind: str
    body: Callable[[], dict[str, Any]]
    key: str

    def payload(self, cursor: Cursor) -> dict[str, Any]:
        """Return what is sent, with the cursor the page will ask from after a break."""
        return {"cursor": str(cursor), "kind": self.kind, **self.body()}


@dataclass(frozen=True)
class Kick:
    """Not news but its end: who is in these rooms, and in none of `spare`, is disconnected and must join anew."""

    rooms: tuple[str, ...]
    spare: tuple[str, ...] = ()
    key: str = ""


Show = Callable[[EventRow], Iterable[News | Kick]]
S = TypeVar("S", bound=Show)
T = TypeVar("T")
_shows: dict[str, list[Show]] = {}
_apart: set[str] = set()
_preparations: list[Callable[[Sequence[EventRow]], object]] = []


def shows(*kinds: type[Event]) -> Callable[[S], S]:
    """Turn an event into news, in every web process, in order, and again for pages that missed it."""

    def subscribe(show: S) -> S:
        for kind in kinds:
            _shows.setdefault(kind.name, []).append(show)
        return show

    return subscribe


def prepares(prepare: Callable[[Sequence[EventRow]], object]) -> Callable[[Sequence[EventRow]], object]:
    """Let a function see a batch of events before any is shown, to read what they speak of in one go (`memo`)."""
    _preparations.append(prepare)
    return prepare


def init_app(app: Flask) -> None:
    """Attach the sockets. News never pass through Redis, each process tails the events; whispers do if there is one."""
    redis = app.config["REDIS_URL"] or ""
    socketio.server_options.pop("client_manager", None)  # Of another app of this process: its Redis is not ours.
    socketio.init_app(
        app,
        message_queue=redis if redis.startswith(("redis://", "rediss://")) else None,
        channel="helpdesk",
        async_mode="gevent" if patched_by_gevent() else "threading",
        max_http_buffer_size=MAX_FRAME_BYTES,
        manage_session=False,
        ping_interval=20,
        ping_timeout=20,
    )
    app.extensions.setdefault("helpdesk_serving", []).append(partial(start, app))


def news_of(rows: Sequence[EventRow]) -> list[tuple[Cursor, News | Kick]]:
    """Return what these events have to say, in order, the newest of each key only."""
    told: dict[Any, tuple[Cursor, News | Kick]] = {}
    for prepare in _preparations if rows else ():
        prepare(rows)
    for row in rows:
        for show in _shows.get(row.name, []):
            for news in _unless_it_breaks(partial(_said, show, row), row.name) or ():
                key = (news.key, news.rooms) if news.key else (row.id, len(told))
                told.pop(key, None)
                told[key] = tail.cursor_of(row), news
    return list(told.values())


def _said(show: Show, row: EventRow) -> list[News | Kick]:
    return list(show(row))


def _unless_it_breaks(call: Callable[[], T], what: str) -> T | None:
    """Make one piece of news; a bug in it is noted and costs the pages only this piece, not all that come after."""
    try:
        return call()
    except SQLAlchemyError:
        raise  # The transaction is broken: the whole batch is read again.
    except Exception:
        log.exception("news_failed", extra={"what": what})
        return None


def apart(door: str) -> str:
    """Give a door's sockets a namespace of their own, with its own connect; its rooms begin with the door's name."""
    _apart.add(door)
    return f"/{door}"


def _namespace(room: str) -> str:
    door = room.partition(":")[0]
    return f"/{door}" if door in _apart else "/"


def members(room: str) -> list[str]:
    """Return the sockets of this process that are in a room."""
    manager = socketio.server.manager if socketio.server else None
    return [sid for sid, _ in manager.get_participants(_namespace(room), room)] if manager else []


def leave(sid: str, room: str) -> None:
    """Take a socket out of a room."""
    socketio.server.leave_room(sid, room, namespace=_namespace(room))


def enter(sid: str, room: str) -> None:
    """Put a socket into a room."""
    socketio.server.enter_room(sid, room, namespace=_namespace(room))


def disconnect(sid: str, namespace: str = "/") -> None:
    """End a connection; the page comes back by itself and asks anew for what it may see."""
    socketio.server.disconnect(sid, namespace=namespace)


def whisper(rooms: Iterable[str], kind: str, body: dict[str, Any]) -> None:
    """Tell who listens now something that is no event, such as that somebody types; nobody is told later."""
    for namespace, some in _by_namespace(rooms).items():
        if socketio.server:
            socketio.emit(kind, body, to=some, namespace=namespace)


def _by_namespace(rooms: Iterable[str]) -> dict[str, list[str]]:
    sorted_out: dict[str, list[str]] = {}
    for room in rooms:
        sorted_out.setdefault(_namespace(room), []).append(room)
    return sorted_out


def replay(cursor: Cursor, rooms: Iterable[str]) -> tuple[list[dict[str, Any]] | None, Cursor]:
    """Return what these rooms missed since the cursor, and the new cursor; None instead of too much: "reload"."""
    wanted = set(rooms)
    rows = tail.after(cursor, limit=REPLAY_LIMIT + 1)
    if len(rows) > REPLAY_LIMIT:
        return None, tail.end()
    meant = [(p, n) for p, n in news_of(rows) if isinstance(n, News) and wanted.intersection(n.rooms)]
    told = [_unless_it_breaks(partial(n.payload, p), n.kind) for p, n in meant]
    missed = [news for news in told if news is not None]
    return missed, tail.cursor_of(rows[-1]) if rows else cursor


def start(app: Flask) -> None:
    """Begin to tail the events in this web process (gunicorn's worker calls it once, before it serves)."""
    gevent.spawn(_follow, app)
    gevent.spawn(_drop_the_slow)


def _follow(app: Flask) -> None:
    place: list[Cursor] = []  # Outlives a broken connection, so that nothing is missed.
    while True:
        try:
            with app.app_context():
                listener = Listener(db.engine)
                try:
                    while True:
                        _tell_new(place)
                        listener.wait(LOOK_SECONDS)
                finally:
                    listener.close()
        except Exception:  # Mostly the database is away. A tail that ended would leave every page deaf.
            log.exception("tail_interrupted")
            gevent.sleep(LOOK_SECONDS)


def _tell_new(place: list[Cursor]) -> None:
    """Emit what came since the last look, batch by batch."""
    full = True
    while full:
        with unit(write=False):
            place[:] = place or [tail.end()]
            rows = tail.after(place[0], limit=BATCH)
            for cursor, news in news_of(rows) if socketio.server.eio.sockets else ():
                _unless_it_breaks(partial(_tell, cursor, news), "tell")
            place[:] = [tail.cursor_of(rows[-1])] if rows else place
        db.session.remove()
        full = len(rows) == BATCH


def _tell(cursor: Cursor, news: News | Kick) -> None:
    """Send one piece of news to this process's own sockets."""
    for namespace, rooms in _by_namespace(news.rooms).items():
        listeners = {sid for room in rooms for sid in members(room)}
        if isinstance(news, Kick):
            for sid in listeners - {sid for room in news.spare for sid in members(room)}:
                disconnect(sid, namespace)
        elif listeners:
            socketio.emit("news", news.payload(cursor), to=rooms, namespace=namespace, ignore_queue=True)


def _drop_the_slow() -> None:
    """Disconnect clients whose queue grows: engineio's has no bound. They come back and ask for what they missed."""
    while True:
        gevent.sleep(LOOK_SECONDS)
        server = socketio.server
        sockets = dict(server.eio.sockets) if server else {}
        for identity, socket in sockets.items():
            if socket.queue.qsize() > SLOW_QUEUE:
                log.warning("slow_client", extra={"sid": identity})
                gevent.spawn(socket.close, wait=False, abort=True)
