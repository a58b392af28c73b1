"""`flask mail fetch`: one look into an inbox's mailbox, as the worker has all the time."""

from uuid import uuid4

import click

from helpdesk.channels.base import SendingFailed
from helpdesk.channels.places import channel_of, place_of
from helpdesk.cli.delivering import email_inbox
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.commandline import TryAgain, answering, say
from helpdesk.kernel.db import unit
from helpdesk.mailroom import mailboxes
from helpdesk.mailroom.reading import Reader, trouble_of


@click.command("fetch")
@click.option("--inbox", "address", required=True, help="The inbox, by its address.")
@answering
def fetch(address: str) -> None:
    """Take what is new in the inbox's mailbox and end; exit 75 when it cannot be read now."""
    name = f"fetch-{uuid4().hex[:12]}"
    with unit():
        inbox = email_inbox(address)
        if not channel_of(inbox).mailbox(place_of(inbox)):
            raise BadInput("This inbox has no mailbox: its settings name no IMAP server.", "inbox")
        mine, inbox_id = mailboxes.lease(inbox.id, name), inbox.id
    if not mine:
        raise TryAgain("A worker reads this mailbox already.")
    reader = Reader(inbox_id, name, once=True)
    try:
        reader.read()
    except SendingFailed as error:
        with unit():
            mailboxes.went_wrong(inbox_id, trouble_of(error))
        raise TryAgain(error.words) from error
    finally:
        with unit():
            mailboxes.release(name)
    say({"inbox": address, "taken": reader.taken, "known": reader.known})
