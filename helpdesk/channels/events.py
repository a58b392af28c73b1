"""What can happen to an inbox."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class InboxEvent(Event):
    """Something about an inbox."""

    subject_kind: ClassVar[str] = "inbox"


@dataclass(frozen=True)
class InboxCreated(InboxEvent):
    """A new way to reach us."""

    name: ClassVar[str] = "inbox.created"
    channel: str


@dataclass(frozen=True)
class InboxChanged(InboxEvent):
    """Name, team or settings are others now; `fields` names them, their values stay out of the log."""

    name: ClassVar[str] = "inbox.changed"
    fields: list[str]


@dataclass(frozen=True)
class InboxEnabled(InboxEvent):
    """It takes messages again."""

    name: ClassVar[str] = "inbox.enabled"


@dataclass(frozen=True)
class InboxDisabled(InboxEvent):
    """What arrives is kept aside until it is enabled again."""

    name: ClassVar[str] = "inbox.disabled"


@dataclass(frozen=True)
class InboxPaused(InboxEvent):
    """Nothing leaves for now: the provider refused our credentials."""

    name: ClassVar[str] = "inbox.paused"


@dataclass(frozen=True)
class InboxResumed(InboxEvent):
    """What waited may leave."""

    name: ClassVar[str] = "inbox.resumed"


@dataclass(frozen=True)
class HookSecretRenewed(InboxEvent):
    """The old hook address stopped working."""

    name: ClassVar[str] = "inbox.secret_renewed"


@dataclass(frozen=True)
class InboxLimitReached(InboxEvent):
    """It sent as much as it may within a day; nothing more leaves until that is over or an admin allows more."""

    name: ClassVar[str] = "inbox.limit_reached"


@dataclass(frozen=True)
class InboxTried(InboxEvent):
    """Somebody had it send a message to itself."""

    name: ClassVar[str] = "inbox.tried"
