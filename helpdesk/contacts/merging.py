"""Two contacts are one person: an agent says so, never the program. A journal keeps what moved, and undo returns it.

Addresses move here; tickets and messages follow by the event (tickets/following_contacts.py). The merged contact stays
as a stone that leads to the survivor. Late mail finds the survivor by its address.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, selectinload

from helpdesk.contacts.events import ContactsMerged, ContactsUnmerged
from helpdesk.contacts.identities import EMAIL
from helpdesk.contacts.models import Contact, Identity, Visitor
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Row, db, lock, partial_index
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.problems import Problem

SUGGESTED = 5


class ContactMerge(Row):
    """One merge and what it moved: ids of addresses, tickets and messages, and the name it filled in."""

    __tablename__ = "contact_merges"
    __table_args__: Any = (
        partial_index("uq_contact_merges_standing", "contact_id", where="undone_at IS NULL", unique=True),
        {"sqlite_autoincrement": True},
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    moved: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class SamePerson(Problem):
    """A contact cannot be merged with itself, however many steps away."""

    code, words = "same_person", "These are the same person already."


class OneBlocked(Problem):
    """Merging would lift a block, or spread it over addresses that nobody blocked."""

    code, words = "one_blocked", "One of the two is blocked. Unblock them or block both first."


class NotOne(Problem):
    """There is nothing to take back."""

    code, words = "not_merged", "This contact is not part of another one."


class MergedOn(Problem):
    """The survivor is itself part of another contact by now."""

    code, words = "merged_further", "The other contact was itself merged since. Take that back first."


def person_behind(contact: Contact) -> Contact:
    """Return the contact that this one is part of today. A circle ends where it began."""
    seen = {contact.id}
    while contact.merged_into_id is not None and contact.merged_into_id not in seen:
        seen.add(contact.merged_into_id)
        contact = db.session.get_one(Contact, contact.merged_into_id)
    return contact


def merge_contacts(contact: Contact, *, into: Contact, by: Acts) -> Contact:
    """Make a contact part of another; returns the survivor, whose name stays if it has one.

    Raises `SamePerson`, and `OneBlocked` when exactly one of them is blocked.
    """
    into = person_behind(into)
    lock(contact, into)
    if contact.merged_into_id is not None or into.merged_into_id is not None or contact.id == into.id:
        raise SamePerson
    if (contact.blocked_at is None) != (into.blocked_at is None):
        raise OneBlocked
    theirs = select(Identity.id).where(Identity.contact_id == contact.id).order_by(Identity.id)
    moved: dict[str, Any] = {
        "identities": list(db.session.scalars(theirs)),
        "tickets": [],
        "messages": [],
        "named": False,
    }
    if not into.name and contact.name:
        into.name, moved["named"] = contact.name, True
    _give(moved["identities"], contact, into)
    contact.merged_into_id = into.id
    journal = ContactMerge(contact_id=contact.id, into_id=into.id, moved=moved)
    db.session.add(journal)
    db.session.flush()
    record(ContactsMerged(into, contact.id, journal.id), by=by)
    return into


def unmerge_contact(contact: Contact, *, by: Acts) -> Contact:
    """Give a merged contact back what came from it and is still there; returns the survivor.

    Raises `NotOne` and `MergedOn`.
    """
    journal = db.session.scalar(
        select(ContactMerge).where(ContactMerge.contact_id == contact.id, ContactMerge.undone_at.is_(None))
    )
    if journal is None:
        raise NotOne
    into = db.session.get_one(Contact, journal.into_id)
    lock(contact, into, journal)
    if journal.undone_at is not None:  # Somebody was quicker.
        raise NotOne
    if into.merged_into_id is not None:
        raise MergedOn
    _give(journal.moved["identities"], into, contact)
    if journal.moved["named"] and into.name == contact.name:
        into.name = ""
    contact.merged_into_id, journal.undone_at = None, now()
    db.session.flush()
    record(ContactsUnmerged(into, contact.id, journal.id), by=by)
    return into


def merged_into(contact: Contact) -> list[Contact]:
    """Return the contacts that are part of this one, the newest merge first."""
    parts = select(Contact).join(ContactMerge, ContactMerge.contact_id == Contact.id)
    standing = parts.where(ContactMerge.into_id == contact.id, ContactMerge.undone_at.is_(None))
    return list(db.session.scalars(standing.order_by(ContactMerge.id.desc())))


def twins(contact: Contact) -> list[Contact]:
    """Return who may be the same person: the same name, or an address that one has and the other claims in a chat."""
    claimed = select(Visitor.email).join(Identity, Visitor.identity_id == Identity.id)
    claimed = claimed.where(Identity.contact_id == contact.id, Visitor.email.is_not(None))
    owner = select(Identity.contact_id).where(Identity.kind == EMAIL, Identity.value.in_(claimed))
    own = select(Identity.value).where(Identity.contact_id == contact.id, Identity.kind == EMAIL)
    claimer = select(Identity.contact_id).join(Visitor, Visitor.identity_id == Identity.id)
    same: list[ColumnElement[bool]] = [Contact.id.in_(owner), Contact.id.in_(claimer.where(Visitor.email.in_(own)))]
    if len(contact.name.split()) > 1:  # A first name alone says nothing.
        same.append(func.lower(Contact.name) == contact.name.lower())
    query = select(Contact).where(or_(*same), Contact.id != contact.id, Contact.merged_into_id.is_(None))
    return list(
        db.session.scalars(query.options(selectinload(Contact.identities)).order_by(Contact.id.desc()).limit(SUGGESTED))
    )


def _give(identity_ids: list[int], contact: Contact, to: Contact) -> None:
    chosen = update(Identity).where(Identity.id.in_(identity_ids), Identity.contact_id == contact.id)
    db.session.execute(chosen.values(contact_id=to.id))
    db.session.expire(contact, ["identities"])
    db.session.expire(to, ["identities"])
