"""`flask inbox`: the addresses under which people reach us."""

from collections.abc import Sequence

import click
from flask.cli import AppGroup
from sqlalchemy import select

from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import described
from helpdesk.cli.options import team_named
from helpdesk.kernel.commandline import answering, say
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM

group = AppGroup("inbox", help="Create and list inboxes.")


@group.command("create")
@click.option("--channel", required=True, help="email, or another channel of this version.")
@click.option("--name", required=True, help="What agents call it.")
@click.option("--address", required=True, help="The address people write to.")
@click.option("--team", help="The team that gets what arrives.")
@click.option("--set", "assignments", multiple=True, metavar="K=V", help="A setting of the channel; may be repeated.")
@answering
def create(channel: str, name: str, address: str, team: str | None, assignments: Sequence[str]) -> None:
    """Open an inbox and print it, with the address that its provider has to post to."""
    settings = dict(_assignment(one) for one in assignments)
    with unit():
        inbox = create_inbox(
            channel=channel,
            name=name,
            address=address,
            by=SYSTEM,
            team=team_named(team) if team else None,
            settings=settings,
        )
        answer = described(inbox)
    say(answer)


@group.command("list")
@answering
def list_() -> None:
    """Print every inbox, one a line."""
    with unit(write=False):
        answers = [described(inbox) for inbox in db.session.scalars(select(Inbox).order_by(Inbox.id))]
    for answer in answers:
        say(answer)


def _assignment(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise click.BadParameter(f"{text!r} is not of the form key=value.", param_hint="--set")
    return key, value
