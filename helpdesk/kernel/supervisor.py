"""Web and worker as one command: migrates, seeds the demo, starts both, restarts whichever dies, ends with both.

Children get SIGTERM when this process dies however it dies (PR_SET_PDEATHSIG on Linux), so no worker is left behind.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from flask import Flask
from sqlalchemy.exc import OperationalError

from helpdesk.kernel.migrations import upgrade

PR_SET_PDEATHSIG = 1
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, STEADY_SECONDS = 0.2, 10.0, 20.0
FAREWELL_SECONDS = 25.0
LOOK_SECONDS = 0.1
TRY_AGAIN = 75
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


@dataclass
class Child:
    """One process that must run: when it dies it is started again, more slowly if it keeps dying."""

    role: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    wait: float = FIRST_WAIT_SECONDS
    next_start: float = 0.0
    started: float = field(default=0.0)

    def tend(self, moment: float) -> None:
        """Start the process when it does not run and its wait is over."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            steady = moment - self.started > STEADY_SECONDS
            self.wait = FIRST_WAIT_SECONDS if steady else min(self.wait * 2, LONGEST_WAIT_SECONDS)
            self.next_start, self.process = moment + self.wait, None
        if moment >= self.next_start:
            self.started = moment
            environment = {**os.environ, "HELPDESK_ROLE": self.role}
            self.process = subprocess.Popen(self.command, env=environment, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509 -- Our own command.

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def farewell(self, until: float) -> None:
        """Wait for its end, then stop waiting."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run(app: Flask, worker: str, *, web: Child, gate: int) -> int:
    """Bring the schema up to date, let the parts prepare themselves, run until SIGTERM; returns the exit code.

    `web` was started already, so that it reads its code meanwhile; it serves when the pipe `gate` is closed.
    75 (EX_TEMPFAIL): the database cannot be used right now.
    """
    try:
        with app.app_context():
            upgrade()
            for prepare in app.extensions.get("helpdesk_prepare", []):
                prepare()
    except OperationalError as error:
        _end(web)
        print(f"The database cannot be used: {str(error.orig).strip()}", file=sys.stderr)  # noqa: T201 -- For whoever starts the server.
        return TRY_AGAIN
    except BaseException:
        _end(web)
        raise
    os.close(gate)
    keep_running([web] + ([Child("worker", WORKER)] if worker == "embedded" else []))
    return 0


def _end(child: Child) -> None:
    child.ask_to_stop()
    child.farewell(time.monotonic() + FAREWELL_SECONDS)


def keep_running(children: list[Child]) -> None:
    """Start these processes, and again whichever dies, until SIGTERM or SIGINT; then end them all."""
    stopping = _on_signal()
    while not stopping:
        for child in children:
            child.tend(time.monotonic())
        time.sleep(LOOK_SECONDS)
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + FAREWELL_SECONDS
    for child in children:
        child.farewell(until)


def _on_signal() -> list[int]:
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, note)
    return received


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
