"""`flask ticket`: listing tickets and answering one, as a script or an acceptance check would."""

import sys
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import ColumnElement, select, true

from helpdesk.accounts.addresses import folded
from helpdesk.accounts.models import Agent
from helpdesk.accounts.permissions import require
from helpdesk.cli.batches import batches, rows_in
from helpdesk.kernel.body import LONG_TEXT, BadInput, json_object
from helpdesk.kernel.commandline import Unusable, answering, say
from helpdesk.kernel.db import db, unit
from helpdesk.tickets.drafts import Draft, Words
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.leaving import send
from helpdesk.tickets.models import Message, Status
from helpdesk.tickets.rows import iso
from helpdesk.tickets.visibility import ticket_numbered

group = AppGroup("ticket", help="List and answer tickets.")


@group.command("list")
@click.option("--filter", "condition", help='A condition as JSON: {"field": "status", "op": "is", "value": "open"}.')
@answering
def list_(condition: str | None) -> None:
    """Print tickets, one a line, lowest number first."""
    with unit(write=False):
        fitting = true() if condition is None else _condition(condition)
        for ids in batches(fitting):
            for row in rows_in(ids):
                say(row)


def _condition(written: str) -> ColumnElement[bool]:
    try:
        return TICKETS.parse(json_object(written.encode("utf-8", "replace"))).where()
    except BadInput as error:
        raise BadInput(error.words, error.field or "--filter") from error


@group.command("reply")
@click.argument("number", type=int)
@click.option("--as", "email", required=True, metavar="EMAIL", help="The agent who answers.")
@click.option("--resolve", "resolving", is_flag=True, help="Resolve the ticket with it.")
@click.option("--now", "at_once", is_flag=True, help="Skip the time in which it could be taken back.")
@answering
def reply_(number: int, email: str, resolving: bool, at_once: bool) -> None:  # noqa: FBT001 -- Click passes options by name.
    """Answer a ticket with the text on standard input, and print what was written: a message, or a draft that waits."""
    words = Words(text=_text(sys.stdin.buffer.read()), status=Status.RESOLVED if resolving else None)
    with unit():
        agent = _agent(email)
        require(agent, "tickets.work")
        ticket = ticket_numbered(agent, number)
        made = send(ticket, words, by=agent, at_once=at_once)
        answer = {"ticket": ticket.number, "status": ticket.status, **_described(made)}
    say(answer)


def _described(made: Message | Draft) -> dict[str, Any]:
    if isinstance(made, Message):
        return {"message": made.id, "to": made.headers["to"]}
    return {"message": None, "draft": made.id, "release_at": iso(made.release_at)}


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n").strip()
    except UnicodeDecodeError as error:
        raise Unusable("The text is not UTF-8.") from error
    if not text or "\0" in text or len(text) > LONG_TEXT:
        raise Unusable(f"A reply needs a text of 1 to {LONG_TEXT} characters on standard input.")
    return text


def _agent(email: str) -> Agent:
    agent: Agent | None = db.session.scalar(select(Agent).where(Agent.email == folded(email)))
    if agent is None or not agent.is_active:
        raise Unusable(f"There is no active agent with the address {email}.")
    return agent
