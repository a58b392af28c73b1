"""Visitors of a site who chat: who they are by their token, what they claim, and what their site vouches for.

A token is random, made and signed by us for one inbox, kept by the browser and, once it was used, by us as a hash.
"""

import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from helpdesk.contacts.events import AddressClaimed, VisitorForgotten
from helpdesk.contacts.identities import EMAIL, find, resolve, verify
from helpdesk.contacts.models import Identity, Visitor
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import contested, db, lock
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.tokens import BadToken, hashed, new_token, read_signed, signature, signed

KIND = "chat"
ANONYMOUS = "visitor-"
NAMED = "user:"
NEW_CHATS = 10
WITHIN = timedelta(hours=1)


class TooManyChats(Problem):
    """One place opens chat after chat."""

    status, code, words = 429, "too_many_chats", "Too many new chats from here. Please wait a little and try again."

    def extra(self) -> dict[str, int]:
        """Return the wait in seconds; it becomes Retry-After."""
        return {"retry_after": 600}


def readable(address: str) -> str:
    """Return an address as people read it: what we call a visitor says whether their site knows them; others stay."""
    if address.startswith(ANONYMOUS):
        return _("Visitor, not logged in")
    if address.startswith(NAMED):
        account, _at, site = address.removeprefix(NAMED).rpartition("@")
        return _("%(account)s, logged in at %(site)s", account=account, site=site)
    return address


def issue(inbox_id: int) -> str:
    """Return a fresh token for a visitor of this inbox; nothing is stored until it is used."""
    return signed("visitor", [inbox_id, new_token()], expires_in=None)


def hash_of(token: object, inbox_id: int) -> str:
    """Return what a token is looked up by. Raises `BadToken` unless we made it for this inbox."""
    payload = read_signed("visitor", token)
    if not isinstance(payload, list) or payload[:1] != [inbox_id]:
        raise BadToken
    return hashed(token)


def met(token_hash: str) -> Visitor | None:
    """Return the visitor who used this token before, if any. Raises `BadToken` when it was revoked."""
    visitor = db.session.scalar(select(Visitor).where(Visitor.token_hash == token_hash))
    if visitor is not None and visitor.revoked_at is not None:
        raise BadToken
    return visitor


def arrive(token_hash: str, *, inbox_id: int, ip: str, limited: bool = True) -> Visitor:
    """Return the visitor with this token, a new anonymous one at its first use. Raises `TooManyChats`, `BadToken`."""
    known = met(token_hash)
    if known is not None:
        return known
    came_from = signature("visitor came from", ip)
    if limited and _recent(came_from) >= NEW_CHATS:
        raise TooManyChats
    value = f"{ANONYMOUS}{secrets.token_hex(6)}"
    identity = resolve(KIND, value, name=f"Visitor {value[-4:].upper()}", source=KIND)
    db.session.flush()
    visitor = Visitor(inbox_id=inbox_id, identity_id=identity.id, token_hash=token_hash, came_from=came_from)
    try:
        with contested():
            db.session.add(visitor)
    except IntegrityError:  # The same page asked twice at once.
        return db.session.scalars(select(Visitor).where(Visitor.token_hash == token_hash)).one()
    return visitor


def claim_address(visitor: Visitor, address: str) -> None:
    """Keep where the visitor wants to hear from us. It proves nothing; an address a site vouched for stays."""
    lock(visitor)
    if visitor.email_proved_at is None and visitor.email != address:
        visitor.email = address
        record(AddressClaimed(visitor.identity.contact), by=visitor.identity.contact)


def vouch(visitor: Visitor, *, value: str, email: str | None) -> Identity:
    """Take the site's word for who this is; returns the identity the visitor had before.

    An anonymous visitor becomes the named one, so that their chat goes on, unless we know that name already.
    """
    lock(visitor)
    before = visitor.identity
    named = find(KIND, value)
    if named is None and before.value.startswith(ANONYMOUS):
        before.value = value
        named = before
    named = named or resolve(KIND, value, source=KIND)
    visitor.identity = named
    verify(named, by=SYSTEM)
    if email:
        visitor.email, visitor.email_proved_at = email, now()
        verify(belonging_to(named.contact_id, EMAIL, email), by=SYSTEM)
    db.session.flush()
    return before


def belonging_to(contact_id: int, kind: str, address: str) -> Identity:
    """Return the identity with this proved address; nobody's yet becomes the contact's, somebody's stays theirs."""
    known = find(kind, address)
    if known is not None:
        return known
    made = Identity(contact_id=contact_id, kind=kind, value=address, source=KIND)
    try:
        with contested():
            db.session.add(made)
    except IntegrityError:
        return resolve(kind, address, source=KIND)
    return made


def forget(visitor: Visitor) -> None:
    """Revoke the token: the browser's next visit is a stranger's."""
    lock(visitor)
    if visitor.revoked_at is None:
        visitor.revoked_at = now()
        record(VisitorForgotten(visitor.identity.contact, visitor.id), by=visitor.identity.contact)


def room_of(token_hash: str) -> str:
    """Return the room in which a visitor's pages listen."""
    return f"widget:ticket:{token_hash}"


def _recent(came_from: str) -> int:
    since = select(func.count()).where(Visitor.came_from == came_from, Visitor.created_at > now() - WITHIN)
    return db.session.scalar(since) or 0
