"""Taking mails in from a pipe, files or folders: stored at once and, if asked, processed while the caller waits."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.cli.mails import mails
from helpdesk.cli.options import mail_paths
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.commandline import answering, say
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.worker import Worker
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope, EnvelopeState

PATIENCE_SECONDS = 180.0
LOOK_SECONDS = 0.05


@click.command("deliver")
@click.option("--inbox", "address", required=True, help="The inbox, by its address.")
@click.option("--wait", is_flag=True, help="Process it too, and say what became of it.")
@mail_paths
@answering
def deliver_(address: str, wait: bool, paths: Sequence[Path]) -> None:  # noqa: FBT001 -- Click passes options by name.
    """Store mails and answer at once; exit 75 means that nothing was stored and the mail server must try again."""
    worker = Worker(sending=False)
    for mail in mails(paths):
        with unit():
            accepted = deliver(email_inbox(address), mail.raw)
            state = db.session.get_one(Envelope, accepted.envelope_id).state
        answer = {"path": mail.path, "envelope": accepted.envelope_id, "state": str(state)}
        if wait:
            _process(worker, accepted.envelope_id)
            answer |= _outcome(accepted.envelope_id)
        say(answer)


def email_inbox(address: str) -> Inbox:
    """Return the email inbox with this address. Raises `BadInput`."""
    wanted = select(Inbox).where(Inbox.channel == "email", Inbox.address == address.strip().lower())
    inbox = db.session.scalar(wanted)
    if inbox is None:
        raise BadInput(f"There is no email inbox with the address {address}.", "inbox")
    return inbox


def _process(worker: Worker, envelope_id: int) -> None:
    """Work until the envelope has ended: by this process, or by a worker that was quicker, or after its pauses."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        worker.drain()
        with unit(write=False):
            if db.session.get_one(Envelope, envelope_id).state != EnvelopeState.RECEIVED:
                return
        time.sleep(LOOK_SECONDS)


def _outcome(envelope_id: int) -> dict[str, Any]:
    with unit(write=False):
        envelope = db.session.get_one(Envelope, envelope_id)
        message = envelope.message
        opened = message is not None and envelope.threaded_by in (None, "follow_up")
        return {
            "state": str(envelope.state),
            "reason": envelope.reason,
            "ticket": message.ticket.number if message else None,
            "message": message.id if message else None,
            "opened": opened,
            "threaded_by": envelope.threaded_by,
        }
