"""What arrived goes with the message that was redacted: its bytes, and what the provider said beside them.

That something arrived, when, and under which name its bytes were kept stays; a second copy of them is still known.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.erasing import erase, refers
from helpdesk.kernel.events import EventRow, projects
from helpdesk.mailroom.models import DOOR_FACT, SENDER_FACT, Envelope
from helpdesk.tickets.moving_events import MessageRedacted

KEPT_FACTS = frozenset({SENDER_FACT, DOOR_FACT})


@refers
def of_envelopes(shas: Collection[str]) -> set[str]:
    """Return the names under which envelopes have their bytes."""
    kept = select(Envelope.blob_sha).where(Envelope.blob_sha.in_(shas), Envelope.blanked_at.is_(None))
    return set(db.session.scalars(kept))


@projects(MessageRedacted)
def blank_envelopes(event: MessageRedacted, _row: EventRow) -> None:
    """Blank all that arrived about the message: the mail itself, and reports that quote it."""
    blank(db.session.scalars(select(Envelope).where(Envelope.message_id == event.subject.id)))


def blank(envelopes: Iterable[Envelope]) -> None:
    """Keep of these envelopes only that they arrived."""
    shas = set()
    for envelope in envelopes:
        shas.add(envelope.blob_sha)
        envelope.blanked_at = envelope.blanked_at or now()
        envelope.facts = {name: value for name, value in envelope.facts.items() if name in KEPT_FACTS}
    db.session.flush()
    erase(shas)
