"""Reads of the audit log: events about who may what and how the workspace is set up, newest first, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, true, union_all

from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, known_events
from helpdesk.kernel.i18n import lazy as _

PAGE = 50
KINDS: Mapping[str, tuple[Any, frozenset[str]]] = {
    "logins": (_("Log-ins and passwords"), frozenset({"login"})),
    "people": (_("People and their roles"), frozenset({"agent"})),
    "roles": (_("What roles may do"), frozenset({"role"})),
    "teams": (_("Teams"), frozenset({"team"})),
    "inboxes": (_("Inboxes"), frozenset({"inbox"})),
    "rules": (_("Rules"), frozenset({"rule"})),
    "macros": (_("Macros and tags"), frozenset({"macro", "tag"})),
    "settings": (_("Settings"), frozenset({"setting", "sla", "custom_field", "view", "business"})),
    "data": (_("Exports, tokens and erasures"), frozenset({"export", "token", "erasure", "webhook"})),
}
LOGINS = frozenset({"agent.logged_in", "agent.login_failed", "agent.logged_out", "agent.password_changed"})
EVERYDAY = frozenset(
    {
        "agent.arrived",
        "agent.availability_changed",
        "agent.ticket_seen",
        "rule.ran",
        "macro.applied",
        "sla.breached",
        "inbox.limit_reached",
    }
)


@dataclass(frozen=True)
class Asked:
    """What is looked for: a kind of `KINDS`, an agent who did it or whom it is about, a span of time."""

    kind: str | None = None
    agent_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def audited(asked: Asked) -> Sequence[EventRow]:
    """Return a page of events and one more, newest first.

    Each name is sought in its own index; together they are few, while tickets' events are very many.
    """
    names = sorted(name for name in _names() if asked.kind in (None, _kind_of(name)))
    if not names:
        return []
    holds = _holds(asked)
    found = [select(_newest(name, holds).c.id) for name in names]
    rows = select(EventRow).where(EventRow.id.in_(union_all(*found)))
    return db.session.scalars(rows.order_by(EventRow.id.desc()).limit(PAGE + 1)).all()


def _newest(name: str, holds: Any) -> Any:
    return (
        select(EventRow.id).where(EventRow.name == name, holds).order_by(EventRow.id.desc()).limit(PAGE + 1).subquery()
    )


def _holds(asked: Asked) -> Any:
    did = and_(EventRow.actor_kind == "agent", EventRow.actor_id == asked.agent_id)
    about = and_(EventRow.subject_kind == "agent", EventRow.subject_id == asked.agent_id)
    return and_(
        true() if asked.before is None else EventRow.id < asked.before,
        true() if asked.agent_id is None else or_(did, about),
        true() if asked.since is None else EventRow.created_at >= asked.since,
        true() if asked.until is None else EventRow.created_at < asked.until,
    )


def _names() -> list[str]:
    return [event.name for event in known_events() if event.name not in EVERYDAY and _kind_of(event.name)]


def _kind_of(name: str) -> str | None:
    if name in LOGINS:
        return "logins"
    subject = name.partition(".")[0]
    return next((kind for kind, (_words, subjects) in KINDS.items() if subject in subjects), None)
