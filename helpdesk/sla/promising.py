"""The one policy of the installation: what it is, and the verb that changes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, func, select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.sla.calendars import Span
from helpdesk.sla.events import SlaPolicyChanged
from helpdesk.sla.models import CalendarRow, Goal, Holiday, Metric, Policy
from helpdesk.sla.policies import forget, week_of
from helpdesk.sla.recounting import recount_soon
from helpdesk.tickets.models import Priority, Ticket

NAME = "standard"
HOURS_A_DAY = ((8 * 60, 12 * 60), (13 * 60, 18 * 60))
USUAL = {
    Priority.URGENT: (60, 8 * 60),
    Priority.HIGH: (2 * 60, 16 * 60),
    Priority.NORMAL: (8 * 60, 40 * 60),
    Priority.LOW: (16 * 60, 80 * 60),
}
Targets = Mapping[tuple[Metric, Priority], int]


def usual_targets() -> dict[tuple[Metric, Priority], int]:
    """Return the targets offered to who has none yet."""
    return {(metric, one): USUAL[one][place] for place, metric in enumerate(Metric) for one in Priority}


@dataclass(frozen=True)
class Terms:
    """What is promised, as plain values: seven days of spans, Monday first, minutes by metric and priority."""

    enabled: bool = False
    tz: str = "UTC"
    week: Sequence[Sequence[Span]] = ((HOURS_A_DAY,) * 5) + ((),) * 2
    holidays: Mapping[date, str] = field(default_factory=dict)
    targets: Targets = field(default_factory=usual_targets)


def terms_now(*, tz: str = "UTC") -> Terms:
    """Return what is promised, or, before anybody chose, what is usual, in this zone and switched off."""
    policy = db.session.scalar(select(Policy).where(Policy.name == NAME))
    if policy is None:
        return Terms(tz=tz)
    calendar = db.session.get_one(CalendarRow, policy.calendar_id)
    days = db.session.scalars(select(Holiday).where(Holiday.calendar_id == calendar.id).order_by(Holiday.day))
    goals = db.session.scalars(select(Goal).where(Goal.policy_id == policy.id))
    return Terms(
        enabled=policy.enabled,
        tz=calendar.tz,
        week=week_of(calendar.hours),
        holidays={one.day: one.name for one in days},
        targets={(Metric(goal.metric), Priority(goal.priority)): goal.minutes for goal in goals},
    )


def promise(terms: Terms, *, by: Acts) -> None:
    """Promise these terms from now on; running clocks follow within seconds. Raises `BadInput` for empty ones."""
    if terms.enabled and not any(terms.week):
        raise BadInput(_("Without working hours no promise could ever be due."), "mon")
    if terms.enabled and not terms.targets:
        raise BadInput(_("Set at least one target, or switch service levels off."), "enabled")
    policy = _policy(terms.tz)
    if terms_now() == terms:
        return
    calendar = db.session.get_one(CalendarRow, policy.calendar_id)
    policy.enabled, calendar.tz, calendar.hours = terms.enabled, terms.tz, [[*map(list, day)] for day in terms.week]
    db.session.execute(delete(Holiday).where(Holiday.calendar_id == calendar.id))
    db.session.execute(delete(Goal).where(Goal.policy_id == policy.id))
    db.session.add_all(Holiday(calendar_id=calendar.id, day=day, name=name) for day, name in terms.holidays.items())
    db.session.add_all(
        Goal(policy_id=policy.id, metric=metric, priority=priority, minutes=minutes)
        for (metric, priority), minutes in terms.targets.items()
    )
    db.session.flush()
    forget()
    recount_soon(db.session.scalar(select(func.max(Ticket.id))) or 0)
    record(SlaPolicyChanged(policy, terms.enabled), by=by)


def _policy(tz: str) -> Policy:
    """Return the policy, made if it is not there; two who make it at once meet at its unique name."""
    policy = db.session.scalar(select(Policy).where(Policy.name == NAME))
    if policy is None:
        calendar = CalendarRow(name=NAME, tz=tz, hours=[[] for _day in range(7)])
        db.session.add(calendar)
        db.session.flush()
        policy = Policy(name=NAME, calendar_id=calendar.id, enabled=False)
        db.session.add(policy)
        db.session.flush()
    lock(policy)
    return policy
