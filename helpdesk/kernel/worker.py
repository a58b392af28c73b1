"""The worker: claim, run, then finish, try again or give up. A process of its own, never inside the web process.

A job's last unit ends by deleting its row if the lease is still ours and rolls back otherwise, so a late twin leaves no
trace. What died while leased counts as a try, so that a job which kills its worker is given up in the end.
"""

import logging
import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import CursorResult, bindparam, delete, exists, update

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, table_of, unit
from helpdesk.kernel.jobs import Again, Job, Kind, Lane, Outcome, Outside, hold, kind_named
from helpdesk.kernel.lanes import JOBS_AT_ONCE, Turn, claim_lanes, claim_loose, due_jobs, keep, release, work_waits

log = logging.getLogger("helpdesk.worker")
LEASE = timedelta(seconds=120)
MAX_ERROR_CHARACTERS = 2000


# Written once: every job ends with one of these, and building a statement costs more than running it.
_lane = exists().where(Lane.key == bindparam("at"), Lane.leased_by == bindparam("me"))
DONE_IN_LANE = delete(table_of(Job)).where(Job.id == bindparam("job"), _lane)
DONE = delete(table_of(Job)).where(Job.id == bindparam("job"), Job.leased_by == bindparam("me"))


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

    def drain(self) -> Tally:
        """Run everything that is due, until nothing is."""
        while self.round() and not self.stopping:
            pass
        return self.tally

    def round(self) -> bool:
        """Claim some lanes and loose jobs and run them; False when there was nothing to do."""
        with unit(write=False):
            if not work_waits():  # A look that takes no lock: an idle worker must not hold SQLite's one writer.
                return False
        with unit():
            keys = claim_lanes(self.name, LEASE, sending=self.sending)
            first = due_jobs(keys)
            loose = claim_loose(self.name, LEASE) if self.sending is not True else []
        for key in keys:
            self._work_lane(key, first.get(key, []))
        if keys:
            with unit():
                release(keys, self.name)
        for turn in loose:
            self._run(turn)
        return bool(keys or loose)

    def _work_lane(self, key: str, turns: list[Turn]) -> None:
        """Run a lane's due jobs; after a full batch the lease is renewed and the lane looked at again."""
        while turns:
            for turn in turns:
                if not self._run(turn) or self.stopping:
                    return
            if len(turns) < JOBS_AT_ONCE:
                return
            with unit():
                kept = keep(key, self.name, LEASE)
                turns = due_jobs([key]).get(key, []) if kept else []

    def _run(self, turn: Turn) -> bool:
        """Run one job; False when its lane must wait for it."""
        kind = kind_named(turn.kind)
        if kind is None:
            return self._failed(turn, None, f"This version does not know the job {turn.kind}.")
        try:
            outcome = self._step(turn, lambda: kind.run(**turn.payload), write=kind.writes)
            while isinstance(outcome, Outside):
                outcome = self._outside(turn, outcome)
        except LeaseLost:
            log.warning("lease_lost", extra={"job": turn.id, "kind": turn.kind})
            return False
        except Exception as error:
            log.exception("job_failed", extra={"job": turn.id, "kind": turn.kind})
            return self._failed(turn, kind, _words(error))
        self.tally.ran += 1
        return not isinstance(outcome, Again)

    def _outside(self, turn: Turn, outside: Outside) -> Outcome:
        try:
            result = outside.call()
        except outside.catch as error:
            result = error
        return self._step(turn, lambda: outside.then(result), write=True)

    def _step(self, turn: Turn, call: Callable[[], Outcome], *, write: bool) -> Outcome:
        with unit(write=write):
            outcome = call()
            if isinstance(outcome, Again):
                hold(turn.id, until=outcome.at, attempts=turn.attempts + 1)
            elif not isinstance(outcome, Outside):
                self._finish(turn)
        return outcome

    def _finish(self, turn: Turn) -> None:
        done = db.session.execute(
            DONE_IN_LANE if turn.lane else DONE, {"job": turn.id, "me": self.name, "at": turn.lane}
        )
        if not isinstance(done, CursorResult) or done.rowcount != 1:
            raise LeaseLost

    def _failed(self, turn: Turn, kind: Kind | None, words: str) -> bool:
        attempts = turn.attempts + 1
        last = kind is None or attempts >= kind.tries
        with unit():
            changes = {"attempts": attempts, "error": words, "leased_by": None, "leased_until": None}
            changes |= {"failed_at": now()} if last or kind is None else {"run_at": now() + _wait(kind, attempts)}
            db.session.execute(update(Job).where(Job.id == turn.id).values(changes))
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
    wait: timedelta = min(kind.first_wait * 2 ** (attempts - 1), kind.longest_wait)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 -- Jitter, not a secret.


def _words(error: Exception) -> str:
    """Say where it broke without quoting anybody's words: type and place, not the message of a parser or a driver."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} in {places}"[:MAX_ERROR_CHARACTERS]
