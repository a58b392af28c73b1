"""Files what somebody wrote: the person, the ticket, the message with its files, in the caller's unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from helpdesk.channels.base import Address, File, Inbound
from helpdesk.channels.own import is_own
from helpdesk.channels.places import channel_of
from helpdesk.contacts.identities import BadAddress, normalised, resolve, verify
from helpdesk.contacts.models import Identity
from helpdesk.kernel.blobs import store
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.claiming import claimed
from helpdesk.mailroom.fallback import recognise
from helpdesk.mailroom.following_up import connect, is_late
from helpdesk.mailroom.gatekeepers import Caller, Kept, lost_machine, lost_wish, unwelcome
from helpdesk.mailroom.models import Envelope
from helpdesk.mailroom.threading import Thread, find
from helpdesk.tickets.gratitude import only_thanks
from helpdesk.tickets.models import Message
from helpdesk.tickets.opening import join, open_with, subject_for
from helpdesk.tickets.receiving import Filed, Received, receive
from helpdesk.tickets.redirecting import hold
from helpdesk.tickets.uploads import media_type_of, safe_name

MAX_CC = 100
MAX_CONTENT_ID = 998
REPLAYED = "replay"
NOBODY = "unknown-sender@mail.invalid"  # RFC 2606: nothing is ever delivered there.


@dataclass(frozen=True)
class Entered:
    """The message, how its ticket was found (None if it opened one), and who took it as an answer to what."""

    message: Message
    by: str | None
    reason: str | None = None


def file_inbound(envelope: Envelope, caller: Caller, *, released: bool) -> Entered | Kept:
    """Put the message on its ticket, or say at which door it stopped."""
    inbound, inbox = caller.inbound, caller.inbox
    recognise(inbound, caller.kind)
    identity = _sender(inbound.sender, caller)
    if not released and (kept := unwelcome(identity.contact)):
        return kept
    again = _again(envelope)
    if not (again or caller.only_consent) and (taken := claimed(inbound, identity, inbox)):
        return Entered(taken.message, taken.reason, taken.reason)
    # A text that only thanks belongs to what is done, not to something new.
    finished = caller.only_consent or (not inbound.files and only_thanks(inbound.text))
    thread = again or find(inbound, identity, inbox.id, caller.named, closed_too=finished)
    if not released and (kept := lost_machine(inbound, thread) or lost_wish(caller, thread)):
        return kept
    verified = inbound.verdict == "pass"
    if verified:
        verify(identity, by=SYSTEM)
    if thread.ticket is not None:  # Somebody may be merging it just now.
        thread = replace(thread, ticket=hold(thread.ticket))
    # Whom the mail names joins only on a verified sender's word (R-TH 4).
    others = list(_others(caller, identity)) if verified and not thread.agents_only else []
    received = _received(inbound, thread, consent=inbound.consent if caller.only_consent else None)
    late = thread.ticket if not again and is_late(inbound, thread) else None
    if thread.ticket is None or late:
        subject, by = subject_for(inbox, inbound.subject, inbound.text), identity.contact
        message = open_with(received, identity=identity, inbox=inbox, subject=subject, by=by, participants=others)
        if late:
            connect(message, late)
        return Entered(message, "follow_up" if late else thread.by)
    join(thread.ticket, others)
    if not channel_of(thread.ticket.inbox).features.live:  # A visitor sees what was said, however it came in.
        received = replace(received, inbox_id=inbox.id)
    return Entered(receive(thread.ticket, identity, received, by=identity.contact), thread.by or REPLAYED)


def _sender(sender: Address, caller: Caller) -> Identity:
    """Return who wrote. A mail without a sender gets this far only when a person let it in; it is nobody's then."""
    try:
        return resolve(caller.kind, sender.value, name=sender.name, source=caller.inbox.channel)
    except BadAddress:
        return resolve("email", NOBODY, source=caller.inbox.channel)


def _again(envelope: Envelope) -> Thread | None:
    """A mail that was quarantined before goes to the ticket that showed it."""
    return Thread(envelope.message.ticket) if envelope.message is not None else None


def _others(caller: Caller, sender: Identity) -> Iterator[tuple[Identity, str]]:
    """Yield who else was written to, without ourselves."""
    seen = {sender.value}
    for address in _addresses([*caller.inbound.to, *caller.inbound.cc], caller.kind):
        if address.value not in seen and not is_own(address.value, caller.own_addresses):
            yield resolve(caller.kind, address.value, name=address.name, source=caller.inbox.channel), "cc"
        seen.add(address.value)
        if len(seen) > MAX_CC:
            return


def _addresses(written: Iterable[Address], kind: str) -> Iterator[Address]:
    for one in written:
        try:
            yield Address(normalised(kind, one.value), one.name)
        except BadAddress:
            continue


def _received(inbound: Inbound, thread: Thread, *, consent: str | None) -> Received:
    headers: dict[str, Any] = dict(inbound.headers)
    if consent:
        headers["consent"] = consent
    if inbound.automatic or inbound.auto_reply:
        headers["automatic"] = True  # No machine of ours answers it (tickets/saying.py).
    if thread.hint:
        headers["hint"] = {"ticket": thread.hint}
    return Received(
        text=inbound.text,
        quoted_text=inbound.quoted_text,
        html=inbound.html,
        has_remote_images=inbound.has_remote_images,
        external_id=inbound.external_id,
        references=inbound.references,
        headers=headers,
        verdict=inbound.verdict,
        agents_only=thread.agents_only,
        automatic=inbound.automatic or inbound.auto_reply,
        sent_at=inbound.sent_at,
        files=[_filed(file) for file in inbound.files],
    )


def _filed(file: File) -> Filed:
    media_type = media_type_of(file.data, file.media_type)
    blob = store(file.data, media_type=media_type)
    content_id = file.content_id[:MAX_CONTENT_ID] if file.content_id else None
    return Filed(blob.sha256, safe_name(file.filename), media_type, len(file.data), content_id, file.inline)
