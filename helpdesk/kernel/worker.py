"""The worker: claim, run, then finish, try again or give up. A process of its own, never inside the web process.

Each unit of a job ends by looking whether the lease is still ours and rolls back otherwise, so a late twin leaves no
trace. What died while leased counts as a try, so that a job which kills its worker is given up in the end. A job whose
date was moved while it ran stays in the queue for that date.
"""

import logging
import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Delete, Update, and_, bindparam, delete, exists, update

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import core, db, table_of, unit
from helpdesk.kernel.jobs import Again, Job, Kind, Lane, Outcome, Outside, kind_named
from helpdesk.kernel.lanes import (
    JOBS_AT_ONCE,
    Turn,
    claim_lanes,
    claim_loose,
    due_jobs,
    held,
    keep,
    release,
    release_loose,
    work_waits,
)
from helpdesk.kernel.lookahead import Lookahead

log = logging.getLogger("helpdesk.worker")
LEASE = timedelta(seconds=120)
RENEWED_AFTER = LEASE / 4  # Slow work before it must not cost a job its lease.
LEAST_DEATHS = 2
MOST_DOUBLINGS = 30
MAX_ERROR_CHARACTERS = 2000


# Written once: every job ends with one of these, and building a statement costs more than running it.
JOBS = table_of(Job)
_lane = exists().where(Lane.key == bindparam("at"), Lane.leased_by == bindparam("me"))
_in_lane = and_(Job.id == bindparam("job"), _lane)
_loose = and_(Job.id == bindparam("job"), Job.leased_by == bindparam("me"))
_as_claimed = Job.run_at == bindparam("due")
DONE_IN_LANE, DONE = delete(JOBS).where(_in_lane, _as_claimed), delete(JOBS).where(_loose, _as_claimed)
_changed = update(JOBS).values(leased_by=None, leased_until=None)
CHANGED_IN_LANE, CHANGED = _changed.where(_in_lane), _changed.where(_loose)


class LeaseLost(RuntimeError):
    """Somebody else has the work now; what was done here is undone."""


@dataclass
class Tally:
    """How many jobs ran to their end, were put off or given up."""

    ran: int = 0
    failed: int = 0


class Worker:
    """Runs due jobs. `sending` chooses the lanes: slow strangers (sending) or our own thinking (everything else)."""

    def __init__(self, *, sending: bool | None = None) -> None:
        """Take a name of its own for the leases; `sending=None` works every lane."""
        self.name = f"worker-{uuid4().hex[:12]}"
        self.sending = sending
        self.tally = Tally()
        self.stopping = False
        self._leased = now()
        self._ahead = Lookahead()

    def drain(self) -> Tally:
        """Run everything that is due, until nothing is."""
        while self.round() and not self.stopping:
            pass
        return self.tally

    def round(self) -> bool:
        """Claim some lanes and loose jobs and run them; False when there was nothing to do."""
        with unit(write=False):
            # A look that takes no lock: an idle worker must not hold SQLite's one writer.
            if not work_waits(self.name, sending=self.sending):
                return False
        with unit():
            keys = claim_lanes(self.name, LEASE, sending=self.sending)
            first = due_jobs(keys)
            loose = claim_loose(self.name, LEASE) if self.sending is not True else []
        claimed = now()
        self._ahead.read([turn for key in keys for turn in first.get(key, [])])
        for key in keys:
            self._leased = claimed
            self._work_lane(key, first.get(key, []))
        if keys:
            with unit():
                release(keys, self.name)
        for turn in loose:
            self._leased = claimed
            if self._kept(turn):
                self._run(turn)
        if loose and self.stopping:
            with unit():
                release_loose(self.name)
        return bool(keys or loose)

    def _work_lane(self, key: str, turns: list[Turn]) -> None:
        """Run a lane's due jobs; after a full batch the lease is renewed and the lane looked at again."""
        while turns:
            for turn in turns:
                if not self._kept(turn) or not self._run(turn):
                    return
            if len(turns) < JOBS_AT_ONCE:
                return
            with unit():
                turns = due_jobs([key]).get(key, []) if self._renews(turn) else []

    def _kept(self, turn: Turn) -> bool:
        """Tell whether to go on: not stopping, and the lease is ours; it is renewed when slow work came before."""
        if self.stopping:
            return False
        if now() - self._leased < RENEWED_AFTER:
            return True
        with unit():
            return self._renews(turn)

    def _renews(self, turn: Turn) -> bool:
        self._leased = now()
        return keep(turn, self.name, LEASE)

    def _run(self, turn: Turn) -> bool:
        """Run one job; False when its lane must wait for it."""
        kind = kind_named(turn.kind)
        if kind is None:
            return self._failed(turn, None, f"This version does not know the job {turn.kind}.")
        if turn.attempts >= max(kind.tries, LEAST_DEATHS):  # What fails is given up before; this never came back.
            return self._failed(turn, kind, "The worker died each time it did this.")
        try:
            outcome: Outcome = self._ahead.taken(turn)
            if outcome is None:
                outcome = self._step(turn, lambda: kind.run(**turn.payload), write=kind.writes)
            while isinstance(outcome, Outside):
                outcome = self._outside(turn, outcome)
        except LeaseLost:
            # A timer that a job before it in this very batch took back is no trouble: there is nothing left to do.
            log.log(logging.WARNING if _is_there(turn) else logging.DEBUG, "lease_lost", extra=_about(turn))
            return False
        except Exception as error:
            log.exception("job_failed", extra=_about(turn))
            return self._failed(turn, kind, _words(error))
        self.tally.ran += 1
        return not isinstance(outcome, Again)

    def _outside(self, turn: Turn, outside: Outside) -> Outcome:
        try:
            result = self._ahead.result(turn, outside)
        except outside.catch as error:
            result = error
        return self._step(turn, lambda: outside.then(result), write=True)

    def _step(self, turn: Turn, call: Callable[[], Outcome], *, write: bool) -> Outcome:
        with unit(write=write):
            outcome = call()
            if write or isinstance(outcome, Outside):
                self._settle(turn, outcome, write=write)
        if not write and not isinstance(outcome, Outside):
            with unit():
                self._settle(turn, outcome, write=True)
        return outcome

    def _settle(self, turn: Turn, outcome: Outcome, *, write: bool) -> None:
        """Write in this unit what became of the job. Raises `LeaseLost`."""
        if isinstance(outcome, Outside):
            if not (self._renews(turn) if write else held(turn, self.name)):
                raise LeaseLost
        elif isinstance(outcome, Again):
            self._change(turn, {"run_at": outcome.at, "attempts": 1})
        elif not self._touches(turn, DONE_IN_LANE if turn.lane else DONE):
            self._change(turn, {})

    def _change(self, turn: Turn, changes: dict[str, Any]) -> bool:
        """Let go of the job with these changes; False when its date was moved and they no longer fit."""
        changed = CHANGED_IN_LANE if turn.lane else CHANGED
        if changes and self._touches(turn, changed.where(_as_claimed).values(changes)):
            return True
        if self._touches(turn, changed):
            return False
        raise LeaseLost

    def _touches(self, turn: Turn, statement: Delete | Update) -> bool:
        place = {"job": turn.id, "me": self.name, "at": turn.lane, "due": turn.run_at}
        return core().execute(statement, place).rowcount == 1

    def _failed(self, turn: Turn, kind: Kind | None, words: str) -> bool:
        attempts = turn.attempts + 1
        last = kind is None or attempts >= kind.tries
        changes: dict[str, Any] = {"attempts": attempts, "error": words}
        changes |= {"failed_at": now()} if last or kind is None else {"run_at": now() + _wait(kind, attempts)}
        try:
            with unit():
                last = self._change(turn, changes) and last
        except LeaseLost:
            # A timer that a job before it in this very batch took back is no trouble: there is nothing left to do.
            log.log(logging.WARNING if _is_there(turn) else logging.DEBUG, "lease_lost", extra=_about(turn))
            return False
        self.tally.failed += last
        if last and kind and kind.gave_up:
            self._give_up(turn, kind, words)
        return last

    def _give_up(self, turn: Turn, kind: Kind, words: str) -> None:
        """Let the owner of the work say what its end means (a quarantine, a failed message), then drop the job."""
        try:
            with unit():
                kind.gave_up(error=words, **turn.payload)  # type: ignore[misc] # The caller looked.
                db.session.execute(delete(Job).where(Job.id == turn.id))
        except Exception:  # The job stays in the list of stuck work, which is the next best thing.
            log.exception("give_up_failed", extra={"job": turn.id})


def _wait(kind: Kind, attempts: int) -> timedelta:
    wait: timedelta = min(kind.first_wait * 2 ** min(attempts - 1, MOST_DOUBLINGS), kind.longest_wait)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 -- Jitter, not a secret.


def _words(error: Exception) -> str:
    """Say where it broke without quoting anybody's words: type and place, not the message of a parser or a driver."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} in {places}"[:MAX_ERROR_CHARACTERS]


def _about(turn: Turn) -> dict[str, object]:
    return {"job": turn.id, "kind": turn.kind}


def _is_there(turn: Turn) -> bool:
    with unit(write=False):
        return db.session.get(Job, turn.id) is not None
