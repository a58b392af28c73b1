"""Agents, teams and roles."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.kernel.db import Base, Row
from helpdesk.kernel.events import Actor


class Availability(StrEnum):
    """Whether an agent wants tickets to come by themselves."""

    ONLINE = "online"
    AWAY = "away"


class Assignment(StrEnum):
    """How a team's tickets find their agents: somebody gives or takes them, or routing does."""

    MANUAL = "manual"
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"


class Theme(StrEnum):
    """In which light an agent works: as the system says, or always one."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How much room rows take."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


DEFAULT_CAPACITY = 20


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Role(Row):
    """What a kind of agent may do: a list of permission words, see permissions.py."""

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    permissions: Mapped[list[Any]]
    builtin: Mapped[bool] = mapped_column(Boolean, default=False)


class TeamMember(Base):
    """An agent's place in a team."""

    __tablename__ = "team_members"

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True, index=True)


class Team(Row):
    """People who share a queue. `last_given_id` is where the round stopped: who got the last ticket by itself."""

    __tablename__ = "teams"
    __table_args__: Any = (_one_of("assignment", Assignment), {"sqlite_autoincrement": True})

    name: Mapped[str] = mapped_column(String(80), unique=True)
    assignment: Mapped[str] = mapped_column(String(20), default=Assignment.MANUAL)
    last_given_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    agents: Mapped[list["Agent"]] = relationship(
        secondary="team_members", back_populates="teams", order_by="Agent.name", lazy="select"
    )


class Agent(UserMixin, Row):  # type: ignore[misc] # Flask-Login ships no types.
    """Somebody who works here. A raised `session_epoch` ends every session of theirs.

    Routing gives tickets to whoever is online by choice and here by an open page (`here_until`), up to `capacity` open
    tickets; None is no limit.
    """

    __tablename__ = "agents"
    __table_args__: Any = (
        _one_of("availability", Availability),
        _one_of("theme", Theme),
        _one_of("density", Density),
        CheckConstraint("capacity >= 0", name="capacity"),
        {"sqlite_autoincrement": True},
    )

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    invitation_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_until: Mapped[datetime | None]
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    locale: Mapped[str | None] = mapped_column(String(12))
    tz: Mapped[str | None] = mapped_column(String(64))
    theme: Mapped[str] = mapped_column(String(10), default=Theme.SYSTEM, server_default=Theme.SYSTEM)
    density: Mapped[str] = mapped_column(String(20), default=Density.COMFORTABLE, server_default=Density.COMFORTABLE)
    signature: Mapped[str] = mapped_column(Text, default="")
    session_epoch: Mapped[int] = mapped_column(Integer, default=0)
    single_keys: Mapped[bool] = mapped_column(default=True)
    last_seen_at: Mapped[datetime | None]
    availability: Mapped[str] = mapped_column(String(10), default=Availability.ONLINE)
    capacity: Mapped[int | None] = mapped_column(Integer, default=DEFAULT_CAPACITY)
    here_until: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]

    role: Mapped[Role] = relationship(lazy="joined", innerjoin=True)
    teams: Mapped[list[Team]] = relationship(
        secondary="team_members", back_populates="agents", order_by=Team.name, lazy="select"
    )

    @property
    def is_active(self) -> bool:
        """Tell Flask-Login whether this agent may come in at all."""
        return self.deactivated_at is None

    def get_id(self) -> str:
        """Return what the session keeps: the id and the epoch that revokes it."""
        return f"{self.id}.{self.session_epoch}"

    def may(self, permission: str) -> bool:
        """Tell whether the role holds this permission word."""
        return permission in self.role.permissions

    def as_actor(self) -> Actor:
        """Return who this is in an event."""
        return Actor("agent", self.id)


class LoginFailure(Row):
    """One failed log-in, kept for the throttle: by account and by address."""

    __tablename__ = "login_failures"

    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    ip: Mapped[str] = mapped_column(String(64), index=True)
