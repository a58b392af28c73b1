"""Mails accepted and processed per second, beside what the disk, a parse and one transaction cost without us."""

import itertools
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from helpdesk.channels.email.parse import parse
from helpdesk.kernel.clock import now
from helpdesk.kernel.counters import Counter
from helpdesk.kernel.db import db, insert_into, unit
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.worker import Worker
from helpdesk.tickets.models import Message, MessageKind, Ticket
from tests.bench.apps import SUPPORT, Bench
from tests.bench.rows import Row, seconds
from tests.mails import a_form, a_mail

WORDS = "The kettle stays cold although the light is on.\r\n\r\nCould you tell me what to do?\r\n\r\nDora"
# Value and floor take turns, so that a machine that is busy elsewhere slows both.
ROUNDS = 5
SENDERS = 20
_serial = itertools.count(1)


def mails(count: int) -> list[bytes]:
    """Return new mails of twenty senders, so that some wait for each other: a sender's mails are processed in order."""
    return [_mail(next(_serial)) for _ in range(count)]


def accepted(bench: Bench, count: int) -> Iterator[Row]:
    """Post mails to the hook in this process; the floor writes the same bytes and one row, each safe on the disk."""
    client, took, floor = bench.app.test_client(), 0.0, 0.0
    assert client.post(bench.hook, **a_form(("email", mails(1)[0]))).status_code == 200
    for _ in range(ROUNDS):
        forms = [a_form(("email", mail)) for mail in mails(count // ROUNDS)]
        took += seconds(lambda forms=forms: [client.post(bench.hook, **form) for form in forms])
        floor += seconds(lambda: _bare_store(bench, mails(count // ROUNDS)))
    yield Row(f"mail accepted, in process, {bench.database}", "mails/s", count / took, count / floor, count)


def processed(bench: Bench, count: int, *, at: str) -> Iterator[Row]:
    """Process mails that wait; the floor parses as many and files each in one ORM transaction."""
    client, took, floor = bench.app.test_client(), 0.0, 0.0
    with bench.app.app_context():
        Worker(sending=False).drain()  # What earlier rows left, and the start of the parser's child process.
    for _ in range(ROUNDS):
        for mail in mails(count // ROUNDS):
            assert client.post(bench.hook, **a_form(("email", mail))).status_code == 200
        with bench.app.app_context():
            took += seconds(Worker(sending=False).drain)
            floor += seconds(lambda: _bare_filing(mails(count // ROUNDS)))
    yield Row(f"mail processed, {at} tickets, {bench.database}", "mails/s", count / took, count / floor, count)


def _mail(serial: int) -> bytes:
    sender = f"Sender {serial % SENDERS} <sender{serial % SENDERS}@customer.example>"
    name = f"<bench-{serial}-{time.time_ns()}@customer.example>"
    return a_mail(WORDS, sender=sender, to=SUPPORT, subject=f"Kettle {serial}", message_id=name)


def _bare_store(bench: Bench, raw: list[bytes]) -> None:
    folder = Path(bench.app.config["BLOBS"]) / "floor"
    folder.mkdir(exist_ok=True)
    with bench.app.app_context():
        for number, mail in enumerate(raw):
            with (folder / str(number)).open("wb") as file:
                file.write(mail)
                file.flush()
                os.fsync(file.fileno())
            with unit():
                row = insert_into(Counter).values(name="floor", value=number)
                db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": number}))
    shutil.rmtree(folder)


def _bare_filing(raw: list[bytes]) -> None:
    """Insert a message, update a ticket, insert an event: the least that "processed" can mean."""
    for mail in raw:
        parsed = parse(mail)
        with unit():
            ticket = db.session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(1)).one()
            message = Message(
                ticket_id=ticket.id,
                kind=MessageKind.INBOUND,
                inbox_id=ticket.inbox_id,
                contact_id=ticket.contact_id,
                text=parsed.reply_text,
                html=parsed.html,
                headers={},
            )
            db.session.add(message)
            db.session.flush()
            ticket.snippet, ticket.last_message_at = parsed.reply_text[:100], now()
            event = EventRow(
                name="message.received",
                subject_kind="message",
                subject_id=message.id,
                ticket_id=ticket.id,
                actor_kind="contact",
                actor_id=ticket.contact_id,
                data={},
                depth=0,
            )
            db.session.add(event)
