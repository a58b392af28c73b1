"""The breaker: when machines say too much to everybody together, they fall silent until a person lets them speak.

Whatever speaks by itself asks `silenced` first: acknowledgements, surveys, rules and mails of notifications
(SECURITY R-AR 2). What agents write is never held.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, Acts
from helpdesk.kernel.i18n import lazy as _
from helpdesk.tickets.models import Message

SPAN, MOST = timedelta(minutes=10), 200

PAUSED = settings.declare(
    settings.Setting(key="machines.paused", label=_("Automatic messages are paused"), kind="switch", default=False)
)
# Seconds since 1970: what was said before somebody let them speak again does not count a second time.
RESUMED = settings.declare(
    settings.Setting(
        key="machines.resumed_at", label=_("Automatic messages count from (seconds since 1970)"), kind="number",
        default=0, most=2**40,
    )
)  # fmt: skip


def is_paused() -> bool:
    """Tell whether machines are silent now."""
    return bool(settings.get(PAUSED.key))


def silenced() -> bool:
    """Tell whether a machine must keep quiet; one word too many in ten minutes silences all until a person acts."""
    if is_paused():
        return True
    since = max(now() - SPAN, datetime.fromtimestamp(int(settings.get(RESUMED.key)), UTC))
    said = select(func.count()).select_from(Message).where(Message.robot.is_not(None), Message.created_at > since)
    if (db.session.scalar(said) or 0) < MOST:
        return False
    settings.put(PAUSED.key, value=True, by=SYSTEM)
    return True


def let_speak(*, by: Acts) -> None:
    """Let machines speak again, and count anew."""
    settings.put(RESUMED.key, value=int(now().timestamp()), by=by)
    settings.put(PAUSED.key, value=False, by=by)
