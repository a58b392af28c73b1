"""Who is kept at the door before any ticket is looked for: each gatekeeper has one worry.

Nobody is turned away silently: what is not processed is ignored or suspended with a reason, readable and replayable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from helpdesk.channels.base import Inbound
from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own
from helpdesk.contacts.identities import BadAddress, normalised
from helpdesk.contacts.models import Contact
from helpdesk.kernel.i18n import gettext as _
from helpdesk.mailroom.marks import is_ours, to_nobody
from helpdesk.mailroom.threading import Known, Thread
from helpdesk.tickets.models import MessageKind

Reason = Literal[
    "own_loop", "inbox_disabled", "no_sender", "own_address", "blocked", "bounce", "auto_reply", "unreadable",
    "consent", "no_reply", "trial", "complaint",
]  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """How an envelope ends at the door: `ignored` needs nobody, `suspended` waits for a person."""

    state: Literal["ignored", "suspended"]
    reason: Reason


@dataclass(frozen=True)
class Caller:
    """What the gatekeepers may look at. `only_consent`: the message says no more than whether they want messages."""

    inbound: Inbound
    inbox: Inbox
    own_addresses: frozenset[str]
    named: Mapping[str, Known]
    kind: str
    only_consent: bool = False


def stopped(caller: Caller) -> Kept | None:
    """Return how the first gatekeeper with a worry ends it, or None: it may come in."""
    return next((kept for gatekeeper in GATEKEEPERS if (kept := gatekeeper(caller))), None)


def loop(caller: Caller) -> Kept | None:
    """Our own mail came back, by its mark or its Message-ID."""
    known = caller.named.get(caller.inbound.external_id or "")
    own = known is not None and known.kind == MessageKind.OUTBOUND
    return Kept("ignored", "own_loop") if own or any(map(is_ours, caller.inbound.loop_marks)) else None


def to_no_one(caller: Caller) -> Kept | None:
    """An answer to a mail to an agent, whose answers go nowhere: it says so itself."""
    return Kept("ignored", "no_reply") if to_nobody(caller.inbound.arrived_at) else None


def closed_inbox(caller: Caller) -> Kept | None:
    """The inbox is switched off: mail waits until it is not."""
    return None if caller.inbox.enabled else Kept("suspended", "inbox_disabled")


def nobody(caller: Caller) -> Kept | None:
    """There is no sender whom anybody could answer."""
    try:
        normalised(caller.kind, caller.inbound.sender.value)
    except BadAddress:
        return Kept("suspended", "no_sender")
    return None


def ourselves(caller: Caller) -> Kept | None:
    """The sender is one of our inboxes: two of them must never talk to each other."""
    sender = normalised(caller.kind, caller.inbound.sender.value)
    return Kept("suspended", "own_address") if is_own(sender, caller.own_addresses) else None


GATEKEEPERS: tuple[Callable[[Caller], Kept | None], ...] = (loop, to_no_one, closed_inbox, nobody, ourselves)


def unwelcome(contact: Contact) -> Kept | None:
    """The person is blocked."""
    return Kept("suspended", "blocked") if contact.blocked_at else None


def lost_machine(inbound: Inbound, thread: Thread) -> Kept | None:
    """A machine answered, and not to anything we know: out-of-office notes open no tickets."""
    return Kept("suspended", "auto_reply") if inbound.auto_reply and thread.ticket is None else None


def lost_wish(caller: Caller, thread: Thread) -> Kept | None:
    """Somebody wants no messages (or wants them again) who has no ticket: that is noted, and opens none."""
    return Kept("ignored", "consent") if caller.only_consent and thread.ticket is None else None


def words(reason: str) -> str:
    """Say a reason to an agent."""
    sentences = {
        "own_loop": _("Our own mail came back."),
        "inbox_disabled": _("The inbox was disabled."),
        "no_sender": _("There is no sender to answer."),
        "own_address": _("It came from one of our own inboxes."),
        "blocked": _("The sender is blocked."),
        "bounce": _("A mail of ours could not be delivered."),
        "auto_reply": _("An automatic reply that belongs to no ticket."),
        "consent": _("They said whether they want messages. It was noted."),
        "agent": _("An agent answered by mail."),
        "agent_unproved": _("It claims to be an agent's answer, and proves it not. Nobody was told what it says."),
        "agent_may_not": _("An agent answered by mail who may not answer this ticket any more."),
        "agent_unfit": _("An agent's answer by mail could not be sent as it was."),
        "rejected": _("Somebody looked at it and rejected it."),
        "no_reply": _("It answered a notification, which nobody reads."),
        "unreadable": _("It could not be read."),
        "receipt": _("News about messages that were sent."),
        "survey": _("It answered how satisfied they were."),
        "complaint": _("Somebody reported our mail as spam."),
        "trial": _("A test of this inbox."),
    }
    return sentences.get(reason, reason)
