"""Agents, teams and roles."""

from datetime import datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.kernel.db import Base, Row
from helpdesk.kernel.events import Actor


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
    """People who share a queue."""

    __tablename__ = "teams"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    agents: Mapped[list["Agent"]] = relationship(
        secondary="team_members", back_populates="teams", order_by="Agent.name", lazy="select"
    )


class Agent(UserMixin, Row):  # type: ignore[misc] # Flask-Login ships no types.
    """Somebody who works here. A raised `session_epoch` ends every session of theirs."""

    __tablename__ = "agents"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    invitation_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_until: Mapped[datetime | None]
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), index=True)
    locale: Mapped[str | None] = mapped_column(String(12))
    tz: Mapped[str | None] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(Text, default="")
    session_epoch: Mapped[int] = mapped_column(Integer, default=0)
    last_seen_at: Mapped[datetime | None]
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
