"""The whole contract of a channel: wire format in, plain values out, and back. It knows no tickets, contacts or Flask.

A channel is an instance of `Channel` in a subpackage of helpdesk/channels (kernel/plugins.py finds it).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Generic, Literal, TypeVar

from helpdesk.channels.abilities import Features, Limits, Manners
from helpdesk.channels.failures import (
    Ambiguous,
    CredentialsRefused,
    NotAuthentic,
    NotYet,
    PermanentFailure,
    SendingFailed,
    TemporaryFailure,
    Unreachable,
    Unwanted,
    WrongShape,
)
from helpdesk.channels.listening import Listening
from helpdesk.channels.receipt import Bounced, Complained, Receipt, ReceiptState

__all__ = [
    "Ambiguous",
    "Bounced",
    "Complained",
    "CredentialsRefused",
    "Features",
    "Limits",
    "Manners",
    "NotAuthentic",
    "NotYet",
    "PermanentFailure",
    "Receipt",
    "ReceiptState",
    "SendingFailed",
    "TemporaryFailure",
    "Unreachable",
    "Unwanted",
    "WrongShape",
]

Endpoint = Literal["messages", "events"]
Verdict = Literal["pass", "none", "fail", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody's address on a channel, and the name they use there."""

    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One field or file of a posted form, as the bytes that came."""

    name: str
    file: BinaryIO
    filename: str | None = None
    media_type: str = ""

    def value(self) -> bytes:
        """Return all of it."""
        self.file.seek(0)
        return self.file.read()


@dataclass(frozen=True)
class Incoming:
    """A provider's request. Header names are in lower case, `url` is the public one, a form has `parts`."""

    endpoint: Endpoint
    url: str
    headers: Mapping[str, str]
    body: BinaryIO
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class Kept:
    """What is stored before anyone thinks: the bytes, how they are packed (`form`), what the provider said beside."""

    form: str
    data: BinaryIO
    media_type: str
    facts: dict[str, Any] = field(default_factory=dict)
    # Who sent it, as cheaply as it can be guessed: messages of one sender are processed in order. It proves nothing.
    sender: str = ""
    # The provider's own name of what it posts, of at most 64 characters: the same name comes in once, for ever. Without
    # one the bytes are the name.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the provider is told."""

    body: str = ""
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a message."""

    filename: str
    media_type: str
    data: bytes = field(repr=False)
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True)
class Inbound:
    """What somebody wrote. `arrived_at` are all addresses it was sent to, among them perhaps one with a reply token.

    `automatic`: a machine wrote it. `auto_reply`: a machine answered (out of office); `loop_marks` are ours or forged.
    `consent`: the sender says with these very words whether they want messages. `continues_for`: where nothing names a
    ticket, it belongs to the sender's newest open one, if that is not silent for longer.
    """

    sender: Address
    verdict: Verdict
    subject: str = ""
    text: str = ""
    quoted_text: str | None = None
    html: str | None = None
    has_remote_images: bool = False
    external_id: str | None = None
    references: tuple[str, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    arrived_at: tuple[str, ...] = ()
    sent_at: datetime | None = None
    automatic: bool = False
    auto_reply: bool = False
    bounced: Bounced | None = None
    complained: Complained | None = None
    loop_marks: tuple[str, ...] = ()
    consent: Literal["out", "in"] | None = None
    continues_for: timedelta | None = None
    files: tuple[File, ...] = ()
    headers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OutboundFile:
    """A file to send; its bytes are read only when they are needed."""

    filename: str
    media_type: str
    read: Callable[[], bytes]
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True)
class Outbound:
    """A message to send in one call. `recipients` are those still to be reached; to and cc are what everybody sees.

    `number` is our own id of it, `reply_token` what a reply must carry in its address, `loop_mark` our proof that a
    mail that comes back is ours, `return_token` names it in its return path. `automatic`: a machine wrote it,
    `answers`: to somebody who had written, `bulk`: to people who work here. `thread`: what the channel kept with the
    message that is answered, in its own words.
    """

    number: int
    subject: str
    text: str
    html: str | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    recipients: tuple[str, ...] = ()
    files: tuple[OutboundFile, ...] = ()
    external_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_token: str = ""
    loop_mark: str = ""
    return_token: str = ""
    automatic: bool = False
    answers: bool = False
    bulk: bool = False
    sent_at: datetime | None = None
    thread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """The provider has it; `refused` are the addresses it would not take, each with its words."""

    provider_id: str | None = None
    refused: Mapping[str, str] = field(default_factory=dict)


S = TypeVar("S")


@dataclass(frozen=True)
class Place(Generic[S]):
    """An inbox as a channel sees it: plain values, the secrets of its settings opened.

    `hook` gives the address that its provider posts to; it is made when asked for, since it holds a sealed secret.
    `remember` keeps secrets that the other side changed, by their names, in a unit of its own.
    """

    id: int
    name: str
    address: str
    settings: S
    hook: Callable[[], str] = field(default=str, repr=False, compare=False)
    remember: Callable[..., None] = field(default=lambda **_secrets: None, repr=False, compare=False)


class Channel(Generic[S]):
    """A way to reach us. Everything but `key`, `label` and `Settings` may stay as it is here."""

    key: str
    label: Any
    address_kind: str
    features: Features = Features()
    Settings: type[S]

    def normalised(self, address: str) -> str:
        """Return the one spelling of an inbox's address. Raises ValueError with a sentence."""
        return address.strip()

    def recipient(self, address: str, place: Place[S]) -> str:  # noqa: ARG002 -- Some know where they are at home.
        """Return somebody's address, as an agent typed it, in full. Raises ValueError with a sentence."""
        return address.strip()

    def verify(self, request: Incoming, place: Place[S]) -> None:
        """Check a signature over the raw bytes. Raises `NotAuthentic`; the secret in the URL is checked already."""

    def keep(self, request: Incoming, place: Place[S]) -> Kept:
        """Pack what came, losslessly and always the same way. Raises `WrongShape` for events only."""
        raise NotImplementedError

    def acknowledge(self, request: Incoming) -> Reply:  # noqa: ARG002 -- Some answer what was asked.
        """Return what the provider is told once the message is kept."""
        return Reply()

    def parse(self, kept: Kept, place: Place[S]) -> list[Inbound | Receipt]:
        """Understand what was kept; outside of any transaction, possibly slow. Raises whatever it likes."""
        raise NotImplementedError

    def ready(self, place: Place[S]) -> bool:  # noqa: ARG002 -- Says no until a channel says otherwise.
        """Tell whether a provider is configured; without one, messages are recorded and not sent."""
        return False

    def external_id(self, number: int, place: Place[S]) -> str | None:  # noqa: ARG002
        """Return the id under which our message will be known outside, if we choose it."""
        return None

    def mailbox(self, place: Place[S]) -> str | None:  # noqa: ARG002 -- Most are posted to.
        """Return the name of the mailbox that this inbox reads by itself; another name is another mailbox."""
        return None

    def listen(self, place: Place[S], desk: Listening) -> None:
        """Fetch until the desk stops, in a thread of its own. Raises a `SendingFailed`; it is called again later."""
        raise NotImplementedError

    def acknowledgement(self, place: Place[S]) -> str:  # noqa: ARG002
        """Return what whoever opens a ticket is told at once, with its variables; empty: nothing."""
        return ""

    def fallback_inbox_id(self, place: Place[S]) -> int | None:  # noqa: ARG002
        """Return the inbox of another channel through which what stays unread leaves, if there is one."""
        return None

    def manners(self, place: Place[S]) -> Manners:  # noqa: ARG002 -- Where people talk, nothing waits or is signed.
        """Return how an agent's replies leave this inbox."""
        return Manners()

    def limits(self, place: Place[S]) -> Limits | None:  # noqa: ARG002 -- Most cost nothing.
        """Return what may be sent, where every message is paid for."""
        return None

    def send(self, outbound: Outbound, place: Place[S]) -> Sent:
        """Hand a message to the provider, outside of any transaction. Raises a `SendingFailed`."""
        raise NotImplementedError
