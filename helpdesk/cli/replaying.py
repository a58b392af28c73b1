"""`flask replay`: processing kept envelopes again, after a fix or a second thought."""

from collections.abc import Sequence

import click

from helpdesk.kernel.commandline import Unusable, answering, say
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.envelopes import replay
from helpdesk.mailroom.models import Envelope


@click.command("replay")
@click.argument("envelopes", nargs=-1, required=True, type=int, metavar="ENVELOPE...")
@answering
def replay_(envelopes: Sequence[int]) -> None:
    """Queue kept envelopes to be processed again; one that became a message already stays as it is."""
    answers = []
    with unit():
        for identity in envelopes:
            envelope = db.session.get(Envelope, identity)
            if envelope is None:
                raise Unusable(f"There is no envelope {identity}.")
            queued = replay(envelope, by=SYSTEM)
            answers.append({"envelope": identity, "queued": queued, "state": str(envelope.state)})
    for answer in answers:
        say(answer)
