"""A real server (one gunicorn process and one worker): how fast it takes mail, what it weighs, how soon desks hear."""

import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.apps import ADMIN, PASSWORD, SUPPORT
from tests.bench.line import Line
from tests.bench.mail import mails
from tests.bench.rows import Row, p50, p95, seconds
from tests.live_server import LiveServer
from tests.mails import a_form
from tests.servers import PROJECT

POSTERS = 8
DESKS_AN_AGENT = 15  # The server lets an agent have twenty sockets.
MEBIBYTE = 1024 * 1024
LIBRARIES = (
    "flask, flask_login, flask_migrate, flask_socketio, flask_sqlalchemy, flask_wtf, gevent, gunicorn, nh3, psycopg, "
    "sendgrid, sqlalchemy.orm, structlog, cryptography.fernet, babel.dates, prometheus_client, argon2"
)


@contextmanager
def served(folder: Path, **environ: str) -> Iterator[tuple[LiveServer, str, float]]:
    """Run a server; yield it, the path of its hook, and how many seconds it took to its first page."""
    folder.mkdir(exist_ok=True)
    server = LiveServer(folder, environ)
    took = seconds(server.start)
    try:
        server.cli(
            "agent", "create", "--email", ADMIN, "--name", "Bea Bench", "--role", "admin", "--password", PASSWORD
        )
        inbox = server.cli("inbox", "create", "--channel", "email", "--name", "Support", "--address", SUPPORT)[0]
        yield server, urlsplit(inbox["hook_url"]).path, took
    finally:
        server.stop()


def accepting(server: LiveServer, hook: str, count: int) -> Iterator[Row]:
    """Post mails over eight kept connections to one web process."""
    waiting, lock = iter(mails(count)), threading.Lock()

    def post_some() -> None:
        place = urlsplit(server.url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        while True:
            with lock:
                mail = next(waiting, None)
            if mail is None:
                return
            form, status = a_form(("email", mail)), 503
            while status == 503:  # Try again: what a provider does.
                connection.request("POST", hook, form["data"], {"Content-Type": form["content_type"]})
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            assert status == 200, status

    posters = [threading.Thread(target=post_some) for _ in range(POSTERS)]
    started = time.perf_counter()
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join()
    took = time.perf_counter() - started
    floor = seconds(lambda: _bare_store(Path(server.log).parent, mails(count)))
    yield Row("mail accepted, one gunicorn process, SQLite", "mails/s", count / took, count / floor, count)


def weight(server: LiveServer) -> float:
    """Return the resident memory of the web process in MB (its arbiter left out)."""
    web = [one for one in server.children() if one.environ().get("HELPDESK_ROLE") == "web"]
    return float(max(one.memory_info().rss for one in web)) / MEBIBYTE


def bare_weight() -> float:
    """Return what a process weighs that has only imported the libraries, in MB."""
    program = f"import {LIBRARIES}, psutil; print(psutil.Process().memory_info().rss)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, check=True, cwd=PROJECT)
    return int(done.stdout) / MEBIBYTE


def hearing(server: LiveServer, desks: int, changes: int) -> Iterator[Row]:
    """Change a ticket and time its arrival on connected desks; the floor is a round trip on the same connections."""
    agent = Browser(server.url, ADMIN)
    others = [f"desk{number}@acme.example" for number in range(desks // DESKS_AN_AGENT)]
    for email in others:
        server.cli("agent", "create", "--email", email, "--name", "Desk", "--role", "lead", "--password", PASSWORD)
    people = [agent, *(Browser(server.url, email) for email in others)]
    listeners = [_desk(people[place // DESKS_AN_AGENT]) for place in range(desks)]
    trips = [listeners[turn % desks].round_trip("ping_page") for turn in range(changes)]
    heard: list[float] = []
    number = agent.get("/desk/tickets?view=all")["tickets"][0]["number"]
    for turn in range(changes):
        for desk in listeners:
            desk.expect()
        started = time.perf_counter()
        agent.send("PUT", f"/desk/tickets/{number}/priority", {"priority": ("high", "low")[turn % 2]})
        heard += [(desk.heard() - started) * 1000 for desk in listeners]
    for desk in listeners:
        desk.close()
    where = f"a change reaches {desks} desks"
    yield Row(f"{where}, p50", "ms", p50(heard), p50(trips), len(heard))
    yield Row(f"{where}, p95", "ms", p95(heard), p95(trips), len(heard))


def _bare_store(folder: Path, raw: list[bytes]) -> None:
    """Put the same bytes on the disk, and a row for each into a database of one table."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE kept (name TEXT PRIMARY KEY)")
    for number, mail in enumerate(raw):
        with (folder / f"floor-{number}").open("wb") as file:
            file.write(mail)
            file.flush()
            os.fsync(file.fileno())
        connection.execute("INSERT INTO kept VALUES (?)", (str(number),))
    connection.close()


class Browser:
    """An agent's session: cookies, CSRF token, socket token."""

    def __init__(self, url: str, email: str) -> None:
        self.place = urlsplit(url)
        self.cookie = ""
        page = self._call("GET", "/login")
        self.csrf = _meta(page, "csrf-token")
        form = f"email={email}&password={PASSWORD.replace(' ', '+')}&csrf_token={self.csrf}"
        self._call("POST", "/login", form.encode(), "application/x-www-form-urlencoded")
        page = self._call("GET", "/desk/tickets")
        self.csrf, self.socket = _meta(page, "csrf-token"), _meta(page, "socket-token")

    def get(self, path: str) -> dict[str, Any]:
        """Return a page's data."""
        return dict(json.loads(self._call("GET", path, accept="application/json")))

    def send(self, method: str, path: str, body: dict[str, object]) -> None:
        """Change something."""
        self._call(method, path, json.dumps(body).encode(), "application/json", accept="application/json")

    def _call(self, method: str, path: str, body: bytes = b"", kind: str = "", accept: str = "text/html") -> str:
        connection = http.client.HTTPConnection(self.place.hostname or "", self.place.port, timeout=30)
        headers = {"Cookie": self.cookie, "Accept": accept}
        if body:
            headers |= {"Content-Type": kind, "X-CSRFToken": getattr(self, "csrf", ""), "Referer": self.place.geturl()}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        said = answer.read().decode()
        assert answer.status < 400, f"{method} {path}: {answer.status} {said[:300]}"
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        connection.close()
        return said


def _desk(browser: Browser) -> Line:
    """Open a page that hears what its agent may see."""
    # The client leaves the port out of its Host header, so the page's origin has none either.
    headers = {"Cookie": browser.cookie, "Origin": f"http://{browser.place.hostname}"}
    line = Line(browser.place.netloc, headers=headers, auth={"token": browser.socket})
    line.ask("join", {"rooms": ["desk"]})
    return line


def _meta(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+content="([^"]*)"', page)
    assert found, f"The page has no {name}."
    return found[1]
