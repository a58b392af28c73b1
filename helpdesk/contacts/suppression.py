"""Addresses that get nothing from us for now: mail there came back for good, or its owner complained or unsubscribed.

Only what proves itself suppresses (a signed event about a delivery of ours, SECURITY R-AR 3); a person can lift it.
"""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import select

from helpdesk.contacts.events import AddressSuppressed, SuppressionLifted
from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _

MAX_WORDS = 300


class Why(StrEnum):
    """Why nothing is sent to an address."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


def suppress(identity: Identity, why: Why, words: str = "", *, by: Acts) -> bool:
    """Send nothing more to an address; False when that was known. `words` are the provider's, for agents to read."""
    lock(identity)
    if identity.suppressed_at is not None:
        return False
    identity.suppressed_at, identity.suppressed_why = now(), why
    identity.suppressed_words = words[:MAX_WORDS] or None
    record(AddressSuppressed(identity.contact, identity.id, why), by=by)
    return True


def lift(identity: Identity, *, by: Acts) -> bool:
    """Write to an address again; False when nothing stood against it."""
    lock(identity)
    if identity.suppressed_at is None:
        return False
    identity.suppressed_at = identity.suppressed_why = identity.suppressed_words = None
    record(SuppressionLifted(identity.contact, identity.id), by=by)
    return True


def suppressed(kind: str, addresses: Collection[str]) -> dict[str, str]:
    """Return those of these addresses that get nothing, each with why."""
    query = select(Identity.value, Identity.suppressed_why).where(
        Identity.kind == kind, Identity.value.in_(addresses), Identity.suppressed_at.is_not(None)
    )
    return {str(value): str(why) for value, why in db.session.execute(query)}


def reason(why: str) -> str:
    """Say to an agent why an address gets nothing."""
    sentences = {
        Why.BOUNCED: _("Mail to this address came back: it does not exist, or takes no mail."),
        Why.COMPLAINED: _("Its owner reported our mail as spam."),
        Why.UNSUBSCRIBED: _("Its owner unsubscribed from our mail."),
    }
    return sentences[Why(why)]
