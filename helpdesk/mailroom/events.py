"""What can happen to an envelope or a delivery. Reasons and states are closed words."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class EnvelopeEvent(Event):
    """Something about what arrived."""

    subject_kind: ClassVar[str] = "envelope"


@dataclass(frozen=True)
class EnvelopeIgnored(EnvelopeEvent):
    """It needs nobody: our own mail that came back."""

    name: ClassVar[str] = "envelope.ignored"
    reason: str


@dataclass(frozen=True)
class EnvelopeSuspended(EnvelopeEvent):
    """It is kept aside for a person to look at."""

    name: ClassVar[str] = "envelope.suspended"
    reason: str


@dataclass(frozen=True)
class EnvelopeQuarantined(EnvelopeEvent):
    """It defeated us three times; a stub ticket shows it."""

    name: ClassVar[str] = "envelope.quarantined"


@dataclass(frozen=True)
class EnvelopeRejected(EnvelopeEvent):
    """Somebody looked at what was kept aside and wants none of it; it stays readable."""

    name: ClassVar[str] = "envelope.rejected"
    was: str


@dataclass(frozen=True)
class EnvelopeReplayed(EnvelopeEvent):
    """Somebody had it processed again."""

    name: ClassVar[str] = "envelope.replayed"
    was: str


@dataclass(frozen=True)
class DeliveryChanged(Event):
    """A message moved on its way, at least to one address; `state` is the newest step."""

    name: ClassVar[str] = "delivery.changed"
    subject_kind: ClassVar[str] = "message"
    state: str
