"""Throw-away servers for the tests: PostgreSQL and Redis, started on first use.

The test session keeps one end of a named pipe open. Each server is watched by a process that reads the other end: when
the session ends, however it ends, the pipe closes and the server goes with it.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

SESSION = "HELPDESK_TEST_SESSION"
PROJECT = Path(__file__).resolve().parent.parent


class Unavailable(RuntimeError):
    """The server cannot be started on this machine; the text says why."""


def open_session() -> int | None:
    """Make the folder this test session shares, and return the open end of its pipe; None in a process below it."""
    if SESSION in os.environ:
        return None
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-tests-"))
    folder.chmod(0o755)  # PostgreSQL refuses to run as root, so another user has to get in.
    os.mkfifo(folder / "alive")
    os.environ[SESSION] = str(folder)
    return os.open(folder / "alive", os.O_RDWR)


def close_session(pipe: int) -> None:
    """Let the servers of this session go and drop its folder."""
    os.close(pipe)
    shutil.rmtree(os.environ.pop(SESSION), ignore_errors=True)


def postgres_url() -> str:
    """Return the URL of a PostgreSQL server, its maintenance database. Raises `Unavailable`.

    Each test process has a server of its own: a transaction that another test holds open keeps events of the whole
    server from being told (kernel/tail.py), whatever database they are in.
    """
    return os.environ.get("TEST_DATABASE_URL") or _start("postgres", whose=worker())


def worker() -> str:
    """Return the name of this test process among its fellows."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


def redis_url() -> str:
    """Return the URL of a Redis server. Raises `Unavailable`."""
    return os.environ.get("TEST_REDIS_URL") or _start("redis")


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(name: str, *, whose: str = "all") -> str:
    """Start a server once for each `whose` in a session, whichever process asks first, and return its URL."""
    folder = Path(os.environ[SESSION])
    with (folder / f"{name}-{whose}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / f"{name}-{whose}.url"
        if not known.exists():
            known.write_text(_launch(name, folder))
        answer = known.read_text()
    if not answer.startswith("error:"):
        return answer
    raise Unavailable(answer)


def _launch(name: str, folder: Path) -> str:
    log = (folder / f"{name}.log").open("w")
    keeper = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.throwaway", name, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,  # Ctrl-C reaches the session, which then lets go of its servers.
    )
    assert keeper.stdout is not None
    with keeper.stdout:
        url = keeper.stdout.readline().strip()
    keeper.returncode = keeper.poll() or 0  # It outlives the process that asked first; nobody waits for it.
    log.close()
    return url or "error: " + (folder / f"{name}.log").read_text()[-2000:]
