"""Helpdesk as its users run it: `python wsgi.py` in a process of its own, with its web and worker children."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import psutil
from sqlalchemy import update

from config import Config
from helpdesk import create_app
from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.jobs import Job
from tests.servers import PROJECT, free_port

Answer = TypeVar("Answer")
START_SECONDS = 60.0
STOP_SECONDS = 25.0


def until(condition: Callable[[], Any], *, seconds: float = 10.0, what: str = "it") -> Any:
    """Ask until the answer is true and return it; an AssertionError says what never happened."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if answer := condition():
            return answer
        pause.wait(0.05)
    raise AssertionError(f"Within {seconds:.0f} seconds {what} did not happen.")


class LiveServer:
    """One running Helpdesk with a folder of its own."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "server.log"
        keep = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
        own = {"INSTANCE": str(folder), "PORT": str(port), "SECRET_KEY": "a secret for tests only", "DEMO": "0"}
        self.environ = keep | own | environ
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "wsgi.py"],
                cwd=PROJECT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            until(self.answers, seconds=START_SECONDS, what="the start")
        except AssertionError:
            self.stop()
            raise AssertionError(self.log.read_text()[-4000:]) from None

    def stop(self) -> None:
        """Ask it to stop as an init system would, and leave nothing running."""
        process = self._process
        if process is None:
            return
        family = self.children()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        finally:
            for member in family:
                if member.is_running():
                    member.kill()
            process.kill()
            process.wait()
            self._process = None

    def answers(self) -> bool:
        """Tell whether the web process serves."""
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError("It stopped: " + self.log.read_text()[-4000:])
        return self.is_served()

    def is_served(self) -> bool:
        """Tell whether anybody answers at its address."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def children(self) -> list[psutil.Process]:
        """Return its processes, youngest last."""
        assert self._process is not None
        return psutil.Process(self._process.pid).children(recursive=True) if self._process.poll() is None else []

    def kill_children(self) -> None:
        """Kill web, worker and parser processes without a word (-9); the supervisor stays."""
        for child in self.children():
            child.kill()

    def cli(self, *arguments: str, given: bytes = b"") -> list[Any]:
        """Run `flask --app wsgi …` beside the server and return what it printed, a value a line."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        done = subprocess.run(command, cwd=PROJECT, env=self.environ, input=given, capture_output=True, check=False)
        assert done.returncode == 0, (done.stderr + done.stdout[-3000:]).decode()
        return [json.loads(line) for line in done.stdout.decode().splitlines() if line.strip()]

    def order(self, *arguments: str, given: bytes = b"") -> list[Any]:
        """Run the same command beside the server in this process, which has read the program already: 2 s sooner."""
        app = create_app(Config.from_env(self.environ))
        done = app.test_cli_runner().invoke(args=list(arguments), input=given)
        with app.app_context():
            db.engine.dispose()
        assert done.exit_code == 0, (done.stderr, done.exception)
        return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]

    def hurry(self, kind: str) -> int:
        """Let jobs of this kind that wait for their hour be due now; returns how many."""
        waiting = update(Job).where(Job.kind == kind).values(run_at=now()).returning(Job.id)
        return self.within(lambda: len(db.session.scalars(waiting).all()))

    def leave_at_once(self) -> None:
        """Let replies leave when they are sent: nobody takes them back in this journey."""
        self.within(lambda: settings.put("sending.undo", 0, by=SYSTEM))

    def within(self, act: Callable[[], Answer]) -> Answer:
        """Call verbs in its database, as a command does; returns what `act` does (no row, as the session ends)."""
        app = create_app(Config.from_env(self.environ))
        with app.app_context():
            with unit():
                answer = act()
            db.engine.dispose()
        return answer

    def kill(self) -> None:
        """End everything without a word; for the end of a test."""
        if self._process is None:
            return
        family = self.children()
        self._process.kill()
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        self._process.wait()
        self._process = None
