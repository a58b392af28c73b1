"""`python -m tests.burst`: thousands of mails through the real hook while web process and worker are killed (-9).

Whoever posts behaves as SendGrid does: anything but 2xx, and any broken line, is posted again. At the end every mail
that was acknowledged must be one message, once, and `flask verify` must find nothing wrong. Exit 0 or 1.
"""

import argparse
import hashlib
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from sqlalchemy import create_engine, make_url, text

from tests import servers
from tests.live_server import LiveServer
from tests.mails import a_form, a_mail

POSTERS = 8
SENDERS = 200
PATIENCE_SECONDS = 600.0
GIVE_UP_SECONDS = 120.0
SUPPORT = "support@acme.example"


@dataclass
class Outcome:
    """What a burst left behind."""

    sent: int
    marks: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    retries: int = 0
    posting_seconds: float = 0.0
    draining_seconds: float = 0.0
    verified: dict[str, object] = field(default_factory=dict)

    def problems(self) -> list[str]:
        """Say what is wrong, in sentences."""
        wanted = {f"MARK-{number}" for number in range(self.sent)}
        missing, twice = wanted - set(self.marks), [mark for mark, times in self.marks.items() if times > 1]
        found = [f"{len(missing)} mails are missing: {sorted(missing)[:10]}"] if missing else []
        found += [f"{len(twice)} mails are there more than once: {sorted(twice)[:10]}"] if twice else []
        return found if self.verified.get("ok") else [*found, f"verify: {self.verified}"]


def burst(server: LiveServer, database_url: str, *, mails: int, kills: int, report: Callable[[str], None]) -> Outcome:
    """Post the mails to a running server, kill its children meanwhile, wait for the end, and look."""
    hook = server.cli("inbox", "create", "--channel", "email", "--name", "Support", "--address", SUPPORT)[0]["hook_url"]
    outcome, accepted = Outcome(mails), Path(server.log).with_name("accepted.jsonl")
    done = threading.Event()
    killer = threading.Thread(target=_kill, args=(server, kills, outcome.kills, done))
    started = time.monotonic()
    killer.start()
    outcome.retries = _post_all(hook, mails, accepted, pace=lambda: outcome.kills.total() / max(1, 2 * kills))
    killer.join()
    done.set()
    outcome.posting_seconds = time.monotonic() - started
    report(f"{mails} mails acknowledged in {outcome.posting_seconds:.0f} s after {outcome.retries} failed tries")
    report(f"killed meanwhile: {dict(outcome.kills)}")
    outcome.draining_seconds = _drain(database_url)
    report(f"drained {outcome.draining_seconds:.0f} s later")
    outcome.marks = _marks(database_url)
    outcome.verified = server.cli("verify", "--accepted", str(accepted))[0]
    return outcome


def _post_all(hook: str, mails: int, accepted: Path, *, pace: Callable[[], float]) -> int:
    """Post every mail until it is acknowledged, spread over the time of the kills; return how many tries failed."""
    numbers, lock, retries = iter(range(mails)), threading.Lock(), [0]
    with accepted.open("w") as listed:

        def post_some() -> None:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                while number / mails > pace() + 0.08:  # Not all before the second kill.
                    time.sleep(0.05)
                mail = _mail(number)
                failed = _post(hook, mail)
                with lock:
                    retries[0] += failed
                    listed.write(json.dumps({"sha256": hashlib.sha256(mail).hexdigest()}) + "\n")

        posters = [threading.Thread(target=post_some) for _ in range(POSTERS)]
        for poster in posters:
            poster.start()
        for poster in posters:
            poster.join()
    return retries[0]


def _mail(number: int) -> bytes:
    sender = f"Sender {number % SENDERS} <sender{number % SENDERS}@customer.example>"
    words = f"This is MARK-{number}.\r\n\r\nPlease tell me whether it arrived."
    name = f"<burst-{number}@customer.example>"
    return a_mail(words, sender=sender, to=SUPPORT, subject=f"Burst {number}", message_id=name)


def _post(hook: str, mail: bytes) -> int:
    """Post one mail until it is acknowledged; return how many tries failed. Raises TimeoutError after two minutes."""
    place, form, until = urlsplit(hook), a_form(("email", mail)), time.monotonic() + GIVE_UP_SECONDS
    failed = 0
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
        try:
            connection.request("POST", place.path, form["data"], {"Content-Type": form["content_type"]})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            connection.close()
        if 200 <= status < 300:  # The class of answers that acknowledge.
            return failed
        if 400 <= status < 500:  # SendGrid would drop it.
            raise AssertionError(f"The hook refused a mail with {status}.")
        failed += 1
        time.sleep(min(0.2 * failed, 2.0))
    raise TimeoutError("A mail was not acknowledged for two minutes.")


def _kill(server: LiveServer, kills: int, killed: Counter[str], done: threading.Event) -> None:
    """Kill the web process and the worker in turn, each once it is back, so many times each."""
    for turn in range(2 * kills):
        role = ("web", "worker")[turn % 2]
        done.wait(random.uniform(0.8, 2.0))
        family = _family(server, role)
        while not family:
            done.wait(0.1)
            family = _family(server, role)
        for process in family:
            process.kill()
        killed[role] += 1


def _family(server: LiveServer, role: str) -> list[psutil.Process]:
    """Return the processes of one role; children of the worker that parse mails die with it."""
    members = []
    for process in server.children():
        try:
            if process.environ().get("HELPDESK_ROLE") == role:
                members.append(process)
        except psutil.Error:
            continue
    return members


def _drain(database_url: str) -> float:
    """Wait until no envelope waits, and return how many seconds that took."""
    started = time.monotonic()
    while _column(database_url, "SELECT 1 FROM envelopes WHERE state = 'received' LIMIT 1"):
        if time.monotonic() - started > PATIENCE_SECONDS:
            break
        time.sleep(0.5)
    return time.monotonic() - started


def _marks(database_url: str) -> Counter[str]:
    lines = _column(database_url, "SELECT text FROM messages WHERE kind = 'inbound'")
    return Counter(word.strip(".") for line in lines for word in line.split() if word.startswith("MARK-"))


def _column(database_url: str, query: str) -> list[Any]:
    """Ask the database itself, beside the server; both drivers' URLs are understood."""
    url = make_url(database_url)
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)
    with engine.connect() as connection:
        found = list(connection.execute(text(query)).scalars())
    engine.dispose()
    return found


def main() -> int:
    """Run a burst on a server of its own and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10, help="of web process and worker each")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    pipe = servers.open_session()
    try:
        with tempfile.TemporaryDirectory(prefix="helpdesk-burst-") as name:
            folder = Path(name)
            url = f"sqlite:///{folder / 'helpdesk.db'}"
            if asked.database == "postgresql":
                url = servers.postgres_url()
            server = LiveServer(folder, {"DATABASE_URL": url})
            server.start()
            try:
                outcome = burst(server, url, mails=asked.mails, kills=asked.kills, report=_say)
            finally:
                server.stop()
    finally:
        if pipe is not None:
            servers.close_session(pipe)
    problems = outcome.problems()
    for line in problems or ["ok: nothing was lost, nothing came twice"]:
        _say(line)
    return min(len(problems), 1)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
