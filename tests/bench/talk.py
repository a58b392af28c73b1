"""Texts and chat messages per second, beside an ORM transaction that says the same; how soon an answer is heard."""

import itertools
import json
import re
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.places import described
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.kernel.worker import Worker
from helpdesk.tickets.models import Message, MessageKind, Ticket
from tests.bench.apps import Bench
from tests.bench.line import Line
from tests.bench.rows import Row, p50, p95, seconds
from tests.bench.served import Browser
from tests.live_server import LiveServer
from tests.standins.twilio import ACCOUNT, TOKEN
from tests.texts import NUMBER, a_text, posted

ROUNDS = 5
PEOPLE = 20
TRIPS = 4  # A page that asks more than five times a second is refused.
WORDS = "Do you ship the enamel kettle to Norway?"
_serial = itertools.count(1)


def texts(bench: Bench, count: int) -> Iterator[Row]:
    """Post signed texts to the hook and process them."""
    with bench.app.app_context(), unit():
        settings = {"account_sid": ACCOUNT, "auth_token": TOKEN, "default_region": "DE"}
        inbox = create_inbox(channel="sms", name="Texts", address=NUMBER, settings=settings, by=SYSTEM)
        url = str(described(inbox)["hook_url"])
    client, took, floor = bench.app.test_client(), 0.0, 0.0
    for _ in range(ROUNDS):
        posts = [posted(url, a_text(WORDS, sender=f"+4915112300{one % PEOPLE:03}"), TOKEN) for one in _some(count)]
        took += seconds(lambda posts=posts: _post_and_process(bench, client, url, posts))
        floor += seconds(lambda: _bare_saying(bench, count // ROUNDS))
    yield Row(f"texts accepted and processed, {bench.database}", "texts/s", count / took, count / floor, count)


def chats(bench: Bench, count: int) -> Iterator[Row]:
    """Let visitors write, each message answered when it is on its ticket."""
    with bench.app.app_context(), unit():
        inbox = create_inbox(channel="chat", name="Shop", address="shop.example", settings={}, by=SYSTEM)
        path = f"/widget/{inbox.public_id}"
    visitors = [_visitor(bench.app.test_client(), path, f"192.0.2.{one}") for one in range(PEOPLE)]
    took = floor = 0.0
    for _ in range(ROUNDS):
        took += seconds(lambda: _say_some(visitors, path, count))
        floor += seconds(lambda: _bare_saying(bench, count // ROUNDS))
    yield Row(f"chat messages, {bench.database}", "messages/s", count / took, count / floor, count)


def answering(server: LiveServer, agent: Browser, times: int) -> Iterator[Row]:
    """Time an agent's answer until the visitor's open page hears it; the floor is a round trip of the same page."""
    inbox = server.cli("inbox", "create", "--channel", "chat", "--name", "Shop", "--address", "shop.example")[0]
    page = _page(server.url, inbox["token"])
    number = agent.get(f"/desk/tickets?view=all&inbox={inbox['id']}")["tickets"][0]["number"]
    trips = [page.round_trip("join") for _ in range(TRIPS)]
    heard = []
    for turn in range(times):
        page.expect()
        started = time.perf_counter()
        agent.send(
            "POST", f"/desk/tickets/{number}/replies", {"text": f"Yes, we do ({turn}).", "client_key": f"a{turn}"}
        )
        heard.append((page.heard() - started) * 1000)
    page.close()
    yield Row("an agent's answer reaches the visitor, p50", "ms", p50(heard), p50(trips), times)
    yield Row("an agent's answer reaches the visitor, p95", "ms", p95(heard), p95(trips), times)


def _some(count: int) -> range:
    return range(count // ROUNDS)


def _post_and_process(bench: Bench, client: FlaskClient, url: str, posts: list[dict[str, Any]]) -> None:
    path = url.removeprefix(bench.app.config["BASE_URL"])
    for post in posts:
        assert client.post(path, **post).status_code == 200
    with bench.app.app_context():
        Worker(sending=False).drain()


def _visitor(client: FlaskClient, path: str, ip: str) -> tuple[FlaskClient, str]:
    client.environ_base["REMOTE_ADDR"] = ip
    return client, _token(client.get(path).get_data(as_text=True))


def _token(page: str) -> str:
    found = re.search(r'id="page-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found, "The frame has no data."
    return str(json.loads(found[1])["token"])


def _say_some(visitors: list[tuple[FlaskClient, str]], path: str, count: int) -> None:
    for one in _some(count):
        client, token = visitors[one % PEOPLE]
        _say(client, token, path)


def _say(client: FlaskClient, token: str, path: str) -> None:
    sent = {"text": WORDS, "client_key": f"bench-{next(_serial):06}"}
    answer = client.post(f"{path}/messages", json=sent, headers={"X-Visitor": token})
    assert answer.status_code == 201, answer.get_data(as_text=True)


def _bare_saying(bench: Bench, count: int) -> None:
    """Insert a message, update a ticket, insert an event: the least that saying something can mean."""
    with bench.app.app_context():
        for _ in range(count):
            with unit():
                ticket = db.session.query(Ticket).order_by(Ticket.id.desc()).limit(1).one()
                said = Message(
                    ticket_id=ticket.id,
                    kind=MessageKind.INBOUND,
                    inbox_id=ticket.inbox_id,
                    contact_id=ticket.contact_id,
                    text=WORDS,
                    agents_only=True,  # Else it would count as said by the visitor whose ticket this is.
                )
                db.session.add(said)
                db.session.flush()
                ticket.snippet, ticket.last_message_at = WORDS, now()
                about = {"subject_kind": "message", "subject_id": said.id, "ticket_id": ticket.id}
                db.session.add(EventRow(name="message.received", actor_kind="contact", data={}, depth=0, **about))


def _page(url: str, inbox: str) -> Line:
    """Open the page of a visitor who said something already."""
    with urllib.request.urlopen(f"{url}/widget/{inbox}", timeout=10) as page:
        token = _token(page.read().decode())
    sent = json.dumps({"text": WORDS, "client_key": "bench-first"}).encode()
    headers = {"X-Visitor": token, "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{url}/widget/{inbox}/messages", sent, headers)
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.status == 201
    origin = {"Origin": url.rpartition(":")[0]}
    line = Line(urlsplit(url).netloc, headers=origin, auth={"inbox": inbox, "token": token}, namespace="/widget")
    line.ask("join", {})
    return line
