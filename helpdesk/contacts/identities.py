"""From an address to the person behind it; created when new, never twice."""

from collections.abc import Callable, Mapping
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from helpdesk.contacts.events import IdentityVerified
from helpdesk.contacts.models import Contact, Identity
from helpdesk.contacts.phones import sender
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import contested, db
from helpdesk.kernel.events import Acts, record

EMAIL = "email"
MAX_ADDRESS = 320
MAX_NAME = 200


class BadAddress(ValueError):
    """This cannot be an address of its kind."""


def normalised(kind: str, value: str) -> str:
    """Return the one spelling under which an address is kept: mail in lower case without spaces, phones as E.164.

    Raises `BadAddress` for what cannot be written to. Deliberately lenient beyond that: an odd but real sender must
    still reach us (RFC 5321 local parts are almost free-form).
    """
    try:
        value = SPELLINGS.get(kind, str)(value.strip())
    except ValueError as error:
        raise BadAddress from error
    if not value or len(value) > MAX_ADDRESS:
        raise BadAddress
    return value


def _mail(value: str) -> str:
    value = value.lower()
    local, at, domain = value.rpartition("@")
    if not (at and local and domain) or any(character.isspace() or not character.isprintable() for character in value):
        raise BadAddress
    return value


# A kind that is not here is kept as it is written.
SPELLINGS: Mapping[str, Callable[[str], str]] = {EMAIL: _mail, "phone": sender}


def find(kind: str, value: str) -> Identity | None:
    """Return the identity with this address, if we ever met it."""
    return db.session.scalar(select(Identity).where(Identity.kind == kind, Identity.value == normalised(kind, value)))


def resolve(kind: str, value: str, *, name: str = "", source: str) -> Identity:
    """Return the identity with this address, creating the contact when it is new.

    A new address is only claimed. Two workers that meet the same stranger at once end with one contact: the second
    INSERT waits, fails, and takes the row of the first.
    """
    address = normalised(kind, value)
    known = db.session.scalar(_behind(), {"kind": kind, "address": address})
    if known is not None:
        return known
    person = Contact(name=" ".join(name.split())[:MAX_NAME])
    made = Identity(contact=person, kind=kind, value=address, source=source)
    try:
        with contested():
            db.session.add(made)
    except IntegrityError:
        return db.session.scalars(select(Identity).where(Identity.kind == kind, Identity.value == address)).one()
    return made


@cache
def _behind() -> Select[Identity]:
    """Build the statement once: every message asks for its sender."""
    wanted = select(Identity).options(joinedload(Identity.contact))
    return wanted.where(Identity.kind == bindparam("kind"), Identity.value == bindparam("address"))


def verify(identity: Identity, *, by: Acts) -> None:
    """Note that the address was proved to be this person's; the second proof changes nothing."""
    if identity.verified_at is None:
        identity.verified_at = now()
        record(IdentityVerified(identity.contact, identity.id), by=by)
