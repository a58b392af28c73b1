"""What can happen to a contact."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class ContactEvent(Event):
    """Something about a contact."""

    subject_kind: ClassVar[str] = "contact"


@dataclass(frozen=True)
class ContactBlocked(ContactEvent):
    """Mail from this person is kept aside from now on."""

    name: ClassVar[str] = "contact.blocked"


@dataclass(frozen=True)
class ContactUnblocked(ContactEvent):
    """Mail from this person is welcome again."""

    name: ClassVar[str] = "contact.unblocked"


@dataclass(frozen=True)
class ContactRenamed(ContactEvent):
    """An agent corrected the name."""

    name: ClassVar[str] = "contact.renamed"


@dataclass(frozen=True)
class IdentityVerified(ContactEvent):
    """An address was proved to be this person's."""

    name: ClassVar[str] = "contact.identity_verified"
    identity_id: int


@dataclass(frozen=True)
class ContactOptedOut(ContactEvent):
    """The person wants no more messages at this address."""

    name: ClassVar[str] = "contact.opted_out"
    identity_id: int


@dataclass(frozen=True)
class ContactOptedIn(ContactEvent):
    """The person wants messages at this address again."""

    name: ClassVar[str] = "contact.opted_in"
    identity_id: int


@dataclass(frozen=True)
class AddressSuppressed(ContactEvent):
    """Nothing is sent to this address any more. `why` is a word of `suppression.Why`."""

    name: ClassVar[str] = "contact.address_suppressed"
    identity_id: int
    why: str


@dataclass(frozen=True)
class SuppressionLifted(ContactEvent):
    """An agent decided that this address is written to again."""

    name: ClassVar[str] = "contact.suppression_lifted"
    identity_id: int


@dataclass(frozen=True)
class AddressClaimed(ContactEvent):
    """A visitor said where they want to hear from us; nothing proves that the address is theirs."""

    name: ClassVar[str] = "contact.address_claimed"


@dataclass(frozen=True)
class VisitorForgotten(ContactEvent):
    """A visitor ended the chat on a device: its token is worth nothing any more."""

    name: ClassVar[str] = "contact.visitor_forgotten"
    visitor_id: int


@dataclass(frozen=True)
class ContactFieldSet(ContactEvent):
    """An agent wrote into one of the contact's custom fields, or emptied it."""

    name: ClassVar[str] = "contact.field_set"
    field_id: int
    emptied: bool


@dataclass(frozen=True)
class ContactDescribed(ContactEvent):
    """Company, time zone, language or notes are others; `fields` says which."""

    name: ClassVar[str] = "contact.described"
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ContactsMerged(ContactEvent):
    """Another contact turned out to be this person; `merge_id` is the journal of what moved."""

    name: ClassVar[str] = "contact.merged"
    other_id: int
    merge_id: int


@dataclass(frozen=True)
class ContactsUnmerged(ContactEvent):
    """Another contact is a person of their own after all."""

    name: ClassVar[str] = "contact.unmerged"
    other_id: int
    merge_id: int
