"""Settings: the audit log. Who did what to people, permissions and settings, when and from where; admins only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from helpdesk.accounts.models import Role
from helpdesk.automation.macros.models import Macro
from helpdesk.desk.door import permitted
from helpdesk.desk.post_room import asked_before
from helpdesk.desk.settings.audit_reads import KINDS, PAGE, Asked, audited
from helpdesk.kernel.body import MAX_ID, BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import timezone
from helpdesk.tickets.names import NAMED, Names, names
from helpdesk.tickets.serialise import actor_name, sentence

bp = Blueprint("audit", __name__, url_prefix="/desk/settings/audit")
MAX_DIGITS = 16


@bp.get("")
@permitted("settings.audit")
def index() -> ResponseReturnValue:
    """List what happened, newest first; `kind`, `agent` and `day` filter, `before` is where the page before ended."""
    sought = {name: value for name in ("kind", "agent", "day") if (value := request.args.get(name))}
    rows, known = audited(_asked(sought)), names()
    also = {kind: _named(rows, kind, table) for kind, table in (("macro", Macro), ("role", Role))}
    return render_template(
        "desk/settings/audit.html",
        lines=[_line(row, known, also) for row in rows[:PAGE]],
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
        sought=sought,
        kinds=[(kind, words) for kind, (words, _subjects) in KINDS.items()],
        people=sorted(known.agents.items(), key=lambda one: one[1].casefold()),
    )


def _asked(sought: Mapping[str, str]) -> Asked:
    """Return what the filters ask for. Raises `BadInput`."""
    kind, agent = sought.get("kind"), sought.get("agent", "")
    if kind is not None and kind not in KINDS:
        raise BadInput(_("This is not one of the choices."), "kind")
    plain = agent.isascii() and agent.isdigit() and len(agent) < MAX_DIGITS and int(agent) < MAX_ID
    if agent and not plain:
        raise BadInput(_("This must be an id."), "agent")
    since = _midnight(sought["day"]) if "day" in sought else None
    return Asked(
        kind=kind,
        agent_id=int(agent) if agent else None,
        since=since,
        until=since + timedelta(days=1) if since else None,
        before=asked_before(),
    )


def _midnight(day: str) -> datetime:
    """Return the beginning of a day where the reader is. Raises `BadInput`."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), timezone())
    except (ValueError, OverflowError):
        raise BadInput(_("This must be a date."), "day") from None


def _named(rows: Sequence[EventRow], kind: str, table: type[Macro | Role]) -> dict[int, str]:
    """Return the names of those subjects that the names of every page do not hold."""
    ids = [row.subject_id for row in rows if row.subject_kind == kind]
    found = db.session.execute(select(table.id, table.name).where(table.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in found}


def _line(row: EventRow, known: Names, also: Mapping[str, Mapping[int, str]]) -> dict[str, Any]:
    """Return an event in words; ids and closed words are shown as they are kept."""
    data = dict(row.data)
    old, new = (next((data.pop(key) for key in keys if key in data), None) for keys in (("was", "old"), ("now", "new")))
    kinds = also.get(row.subject_kind) or getattr(known, NAMED.get(row.subject_kind, ""), {})
    return {
        "row": row,
        "who": actor_name(row, known),
        "what": sentence(row, known),
        "about": kinds.get(row.subject_id) or f"{row.subject_kind} #{row.subject_id}",
        "change": None if old is None and new is None else (old, new),
        "more": ", ".join(f"{key}: {_shown(value)}" for key, value in data.items() if value not in (None, [], "")),
    }


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
