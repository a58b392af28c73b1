"""Rules, and what each run of one did. A deleted rule stays, so that history keeps its name."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.kernel.db import Row, partial_index
from helpdesk.tickets.models import Ticket


class Rule(Row):
    """When `trigger` happens and `filter` holds for its ticket, do `actions`, in order.

    `filter` is in the one condition language (kernel/filters.py), `actions` a list of `{"do": key, "params": {…}}`.
    `was` and `now` narrow a change of status or priority; `stop_after` keeps later rules from seeing the event.
    """

    __tablename__ = "rules"
    __table_args__: Any = (
        partial_index("ix_rules_trigger", "trigger", where="enabled AND deleted_at IS NULL"),
        {"sqlite_autoincrement": True},
    )

    name: Mapped[str] = mapped_column(String(80))
    trigger: Mapped[str] = mapped_column(String(80))
    was: Mapped[str | None] = mapped_column(String(20))
    now: Mapped[str | None] = mapped_column(String(20))
    filter: Mapped[dict[str, Any]]
    actions: Mapped[list[Any]]
    position: Mapped[int] = mapped_column(Integer)
    stop_after: Mapped[bool] = mapped_column(Boolean, default=False)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    deleted_at: Mapped[datetime | None]


class RuleRun(Row):
    """One run of a rule on one event; at most one each. `root_event_id` began the chain, `tried` counts actions.

    `detail` holds closed words only: `{"why": word}`, or `{"did": [[action, result], …]}`.
    """

    __tablename__ = "rule_runs"
    __table_args__: Any = (
        UniqueConstraint("rule_id", "event_id"),
        CheckConstraint("outcome IN ('ran', 'failed', 'stopped')", name="outcome"),
        Index(None, "rule_id", "id"),
        Index(None, "event_id"),
        Index(None, "root_event_id"),
        Index(None, "ticket_id"),
        {"sqlite_autoincrement": True},
    )

    rule_id: Mapped[int] = mapped_column(ForeignKey("rules.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    root_event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    tried: Mapped[int] = mapped_column(Integer, default=0)
    detail: Mapped[dict[str, Any]]

    rule: Mapped[Rule] = relationship(lazy="select")
    ticket: Mapped[Ticket] = relationship(lazy="select")
