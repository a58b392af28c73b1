"""Whether somebody still wants to hear from us at an address. Only they decide; no agent can take it back for them."""

from collections.abc import Collection

from sqlalchemy import select

from helpdesk.contacts.events import ContactOptedIn, ContactOptedOut
from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record


def opt_out(identity: Identity, *, by: Acts) -> bool:
    """Send nothing more to this address; False when that was known."""
    lock(identity)
    if identity.opted_out_at is not None:
        return False
    identity.opted_out_at = now()
    record(ContactOptedOut(identity.contact, identity.id), by=by)
    return True


def opt_in(identity: Identity, *, by: Acts) -> bool:
    """Write to this address again; False when nothing stood against it."""
    lock(identity)
    if identity.opted_out_at is None:
        return False
    identity.opted_out_at = None
    record(ContactOptedIn(identity.contact, identity.id), by=by)
    return True


def opted_out(kind: str, addresses: Collection[str]) -> set[str]:
    """Return those of these addresses whose owners want nothing from us."""
    query = select(Identity.value).where(
        Identity.kind == kind, Identity.value.in_(addresses), Identity.opted_out_at.is_not(None)
    )
    return set(db.session.scalars(query))
