"""Working hours, what is promised within them, and a clock for each promise to a ticket."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.db import Row, partial_index


class Metric(StrEnum):
    """What is promised."""

    FIRST_REPLY = "first_reply"
    RESOLUTION = "resolution"


class CalendarRow(Row):
    """Working hours: `hours` has seven lists, Monday first, of [from, to] in minutes of the day (1440 is 24:00)."""

    __tablename__ = "calendars"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    tz: Mapped[str] = mapped_column(String(64))
    hours: Mapped[list[Any]]


class Holiday(Row):
    """A day on which nobody works."""

    __tablename__ = "holidays"
    __table_args__: Any = (UniqueConstraint("calendar_id", "day"), {"sqlite_autoincrement": True})

    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(80), default="")


class Policy(Row):
    """A set of promises; while it is not enabled nothing is promised."""

    __tablename__ = "sla_policies"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendars.id"))
    enabled: Mapped[bool] = mapped_column(Boolean, default=False)


class Goal(Row):
    """Within how many minutes of working time something is promised to tickets of a priority."""

    __tablename__ = "sla_goals"
    __table_args__: Any = (
        UniqueConstraint("policy_id", "metric", "priority"),
        CheckConstraint("minutes > 0", name="minutes"),
        {"sqlite_autoincrement": True},
    )

    policy_id: Mapped[int] = mapped_column(ForeignKey("sla_policies.id", ondelete="CASCADE"))
    metric: Mapped[str] = mapped_column(String(20))
    priority: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int] = mapped_column(Integer)


class Clock(Row):
    """One promise to one ticket.

    It runs from `resumed_at`, having used `spent_seconds` of working time before, and is due at `due_at` if nothing
    stops it. While `paused_at` is set it stands still and `due_at` means nothing; `stopped_at` ends it for good.
    """

    __tablename__ = "sla_clocks"
    __table_args__: Any = (
        CheckConstraint("metric IN ('first_reply', 'resolution')", name="metric"),
        partial_index("uq_sla_clocks_running", "ticket_id", "metric", where="stopped_at IS NULL", unique=True),
        partial_index(
            "ix_sla_clocks_due_at",
            "due_at",
            where="stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL",
        ),
        Index(None, "ticket_id", "id"),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    metric: Mapped[str] = mapped_column(String(20))
    policy_id: Mapped[int] = mapped_column(ForeignKey("sla_policies.id"))
    goal_minutes: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime]
    resumed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    spent_seconds: Mapped[int] = mapped_column(Integer, default=0)
    stopped_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]
