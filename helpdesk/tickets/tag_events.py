"""What can happen to tags themselves; that one was put on a ticket or taken off is in events.py."""

from dataclasses import dataclass, field
from typing import ClassVar

from helpdesk.kernel.events import PASSING, Event


@dataclass(frozen=True)
class TagEvent(Event):
    """Something happened to a tag itself."""

    subject_kind: ClassVar[str] = "tag"


@dataclass(frozen=True)
class TagCreated(TagEvent):
    """A tag was made to choose from."""

    name: ClassVar[str] = "tag.created"


@dataclass(frozen=True)
class TagRenamed(TagEvent):
    """The tag is spelled otherwise; `was` lets what names it follow in the same transaction."""

    name: ClassVar[str] = "tag.renamed"
    was: str = field(metadata=PASSING)

    def spellings(self) -> tuple[str, str]:
        """Return how it was called, and how it is now."""
        return self.was, self.subject.name


@dataclass(frozen=True)
class TagMerged(TagEvent):
    """The tickets of this tag get another one instead, and it goes."""

    name: ClassVar[str] = "tag.merged"
    into_tag_id: int
    into: str = field(metadata=PASSING)

    def spellings(self) -> tuple[str, str]:
        """Return how it was called, and what its tickets have instead."""
        return self.subject.name, self.into


@dataclass(frozen=True)
class TagDeleted(TagEvent):
    """The tag is taken off every ticket, and goes."""

    name: ClassVar[str] = "tag.deleted"
