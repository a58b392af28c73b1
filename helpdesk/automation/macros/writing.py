"""Verbs on macros: create, change, archive, restore. Each change is an event, so it is audited."""

from sqlalchemy import func, select

from helpdesk.automation.macros.checking import MacroDraft, checked
from helpdesk.automation.macros.events import MacroArchived, MacroChanged, MacroCreated, MacroRestored
from helpdesk.automation.macros.models import Macro, Scope
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _

MOST_SHARED = 500
MOST_OWN = 100


def create_macro(draft: MacroDraft, *, by: Acts) -> Macro:
    """Write a macro. Raises `BadInput` (Wrong)."""
    columns = checked(draft)
    _leave_room(draft)
    macro = Macro(**columns)
    db.session.add(macro)
    db.session.flush()
    record(MacroCreated(macro, macro.scope), by=by)
    return macro


def change_macro(macro: Macro, draft: MacroDraft, *, by: Acts) -> None:
    """Let a macro say or do something else, or give it to others; the same again changes nothing. Raises `BadInput`."""
    columns = checked(draft)
    lock(macro)
    if all(getattr(macro, name) == value for name, value in columns.items()):
        return
    if (macro.scope, macro.agent_id) != (columns["scope"], columns["agent_id"]):
        _leave_room(draft)
    was = macro.scope
    for name, value in columns.items():
        setattr(macro, name, value)
    record(MacroChanged(macro, str(was), columns["scope"]), by=by)


def archive_macro(macro: Macro, *, by: Acts) -> None:
    """Put a macro away."""
    lock(macro)
    if macro.archived_at is None:
        macro.archived_at = now()
        record(MacroArchived(macro), by=by)


def restore_macro(macro: Macro, *, by: Acts) -> None:
    """Let a macro that was put away be used again. Raises `BadInput` when there are too many."""
    lock(macro)
    if macro.archived_at is not None:
        _leave_room(macro)
        macro.archived_at = None
        record(MacroRestored(macro), by=by)


def _leave_room(wanted: MacroDraft | Macro) -> None:
    own = wanted.agent.id if wanted.agent else None
    kind = Macro.agent_id == own if own else Macro.scope != Scope.PERSONAL
    most = MOST_OWN if own else MOST_SHARED
    if (db.session.scalar(select(func.count(Macro.id)).where(kind, Macro.archived_at.is_(None))) or 0) >= most:
        raise BadInput(_("There can be %(most)s macros at most: archive one first.", most=most), "name")
