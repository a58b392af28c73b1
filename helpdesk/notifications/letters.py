"""What is kept about telling: agents' choices, what was decided of each event and why, and the mails that left."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.db import Base, Row, partial_index


class Desk(StrEnum):
    """What became of it in the desk."""

    TOLD = "told"
    OWN = "own"
    MUTED = "muted"
    HIDDEN = "hidden"


class Mail(StrEnum):
    """What became of it by mail. `waiting` may still be read in time; the held ones leave together, later."""

    WAITING = "waiting"
    AWAY = "away"
    HOURS = "hours"
    GATHERED = "gathered"
    LIMIT = "limit"
    BREAKER = "breaker"
    MAILED = "mailed"
    COLLAPSED = "collapsed"
    LOOKING = "looking"
    READ = "read"
    OWN = "own"
    MUTED = "muted"
    HIDDEN = "hidden"
    NO_INBOX = "no_inbox"


HELD = (Mail.AWAY, Mail.HOURS, Mail.GATHERED, Mail.LIMIT, Mail.BREAKER)
PENDING = (Mail.WAITING, *HELD)


class LetterState(StrEnum):
    """Where a mail to an agent stands. `unwanted`: all of it was read before it left."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    RECORDED = "recorded"
    UNWANTED = "unwanted"


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(word)) for word in words)})", name=column)


class Choices(Base):
    """What an agent chose; nobody has a row before they did. `kinds` maps a word to `{"desk": …, "mail": …}`.

    Quiet hours are minutes of the day in the agent's zone, else the business's. `hears_team` repeats that `kinds` asks
    for the team's new tickets, so that arriving mail can ask in one look whether anybody does.
    """

    __tablename__ = "notification_choices"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True)
    kinds: Mapped[dict[str, Any]]
    quiet_from: Mapped[int | None] = mapped_column(Integer)
    quiet_to: Mapped[int | None] = mapped_column(Integer)
    gathers: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    hears_team: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Letter(Row):
    """One mail to an agent about one conversation, or about several (`digest`)."""

    __tablename__ = "notification_letters"
    __table_args__: Any = (
        _one_of("state", LetterState),
        Index(None, "agent_id", "created_at"),
        Index(None, "created_at"),
        {"sqlite_autoincrement": True},
    )

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inboxes.id"))
    digest: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(20), default=LetterState.QUEUED)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    give_up_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]


class Telling(Row):
    """What was decided for one agent about one event, in the desk and by mail, written where it was decided.

    `until`: what is held leaves then; without one, when the agent is back.
    """

    __tablename__ = "tellings"
    __table_args__: Any = (
        _one_of("desk", Desk),
        _one_of("mail", Mail),
        UniqueConstraint("agent_id", "event_id", "kind"),
        Index(None, "ticket_id", "agent_id", "event_id"),
        Index(None, "letter_id"),
        partial_index(
            "ix_tellings_pending",
            "agent_id",
            "ticket_id",
            where=f"mail IN ({', '.join(repr(str(word)) for word in PENDING)})",
        ),
        {"sqlite_autoincrement": True},
    )

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(20))
    desk: Mapped[str] = mapped_column(String(10))
    mail: Mapped[str] = mapped_column(String(10))
    until: Mapped[datetime | None]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("notification_letters.id", ondelete="SET NULL"))
