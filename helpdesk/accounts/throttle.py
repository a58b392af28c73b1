"""Limits guessing: 10 failures for one account or 50 from one address within 15 minutes, then a pause.

A failure is written aside, in a unit of its own after the refusal, because a refusal changes nothing else.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from helpdesk.accounts.events import LoginFailed
from helpdesk.accounts.models import Agent, LoginFailure
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.timers import every
from helpdesk.kernel.tokens import signature

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50


class TooManyTries(Problem):
    """Somebody guesses; `retry_after` says in how many seconds the next try counts."""

    status, code, words = 429, "too_many_tries", "Too many failed tries. Please wait a little and try again."

    def __init__(self, retry_after: int) -> None:
        super().__init__(self.words)
        self.retry_after = retry_after

    def extra(self) -> dict[str, Any]:
        """Return the wait in seconds; it becomes Retry-After."""
        return {"retry_after": self.retry_after}


def check(session: Session, email: str, ip: str) -> None:
    """Go on only if neither the account nor the address has failed too often. Raises `TooManyTries`."""
    limits = (
        (LoginFailure.email_hash == hash_of(email), PER_ACCOUNT),
        (LoginFailure.ip == ip, PER_ADDRESS),
    )
    waits = [_wait(session, whose, most) for whose, most in limits]
    if any(waits):
        raise TooManyTries(max(waits))


def _wait(session: Session, whose: ColumnElement[bool], most: int) -> int:
    """Return the seconds until the oldest of the newest `most` failures is forgotten; 0 when there are fewer."""
    recent = (
        select(LoginFailure.created_at)
        .where(whose, LoginFailure.created_at > now() - WINDOW)
        .order_by(LoginFailure.id.desc())
        .limit(most)
    )
    instants = session.scalars(recent).all()
    return int((instants[-1] + WINDOW - now()).total_seconds()) + 1 if len(instants) == most else 0


def note(email: str, ip: str) -> None:
    """Write down one failure; of an account that exists also in the history. Call it `aside`."""
    db.session.add(LoginFailure(email_hash=hash_of(email), ip=ip))
    agent = db.session.scalar(select(Agent).where(Agent.email == email))
    if agent is not None:
        record(LoginFailed(agent), by=SYSTEM)


def forgive(email: str) -> None:
    """Forget an account's failures: whoever it was, now they knew the password."""
    db.session.execute(delete(LoginFailure).where(LoginFailure.email_hash == hash_of(email)))


def hash_of(email: str) -> str:
    """Return what stands for an address in the table: typing errors of strangers are nobody's business."""
    return signature("login failure", email, bits=256)


@every("accounts.forget_failures", timedelta(hours=6))
def forget_failures() -> None:
    """Delete failures that no longer count."""
    db.session.execute(delete(LoginFailure).where(LoginFailure.created_at < now() - WINDOW * 4))


def failures_of(email: str) -> int:
    """Return how many failures count against an account now."""
    mine = select(func.count()).where(LoginFailure.email_hash == hash_of(email))
    return db.session.scalar(mine.where(LoginFailure.created_at > now() - WINDOW)) or 0
