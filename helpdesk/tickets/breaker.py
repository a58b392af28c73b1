"""The breaker: when machines say too much to everybody together, they fall silent until a person lets them speak.

Whatever speaks by itself asks `silenced` first: acknowledgements, surveys, rules and mails of notifications, and each
part that keeps what it says elsewhere counts it here (SECURITY R-AR 2). What agents write is never held.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, Acts
from helpdesk.kernel.i18n import lazy as _
from helpdesk.tickets.models import Message

log = logging.getLogger("helpdesk.breaker")
SPAN, MOST = timedelta(minutes=10), 200
Counter = Callable[[datetime], int]
_counters: list[Counter] = []

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


def counts(counter: Counter) -> Counter:
    """Let a function say how many messages of its own were written since an instant; up to MOST is enough."""
    _counters.append(counter)
    return counter


def is_paused() -> bool:
    """Tell whether machines are silent now."""
    return bool(settings.get(PAUSED.key))


def silenced() -> bool:
    """Tell whether a machine must keep quiet; one word too many in ten minutes silences all until a person acts."""
    if is_paused():
        return True
    since = max(now() - SPAN, datetime.fromtimestamp(int(settings.get(RESUMED.key)), UTC))
    said = sum(counter(since) for counter in _counters)
    if said < MOST:
        return False
    log.warning("machines_silenced", extra={"said": said, "minutes": SPAN.seconds // 60})
    settings.put(PAUSED.key, value=True, by=SYSTEM)
    return True


def let_speak(*, by: Acts) -> None:
    """Let machines speak again, and count anew."""
    settings.put(RESUMED.key, value=int(now().timestamp()), by=by)
    settings.put(PAUSED.key, value=False, by=by)


@counts
def _to_customers(since: datetime) -> int:
    said = select(func.count()).select_from(Message).where(Message.robot.is_not(None), Message.created_at > since)
    return db.session.scalar(said) or 0
