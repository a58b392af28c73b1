"""What can happen to the definition of a custom field. What is written into one is an event of its owner."""

from dataclasses import dataclass

from helpdesk.custom_fields.models import CustomField
from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class CustomFieldEvent(Event):
    """Something about a definition."""

    subject_kind = "custom_field"
    subject: CustomField


@dataclass(frozen=True)
class CustomFieldCreated(CustomFieldEvent):
    """Tickets or contacts have one more field (`of`)."""

    name = "custom_field.created"
    of: str
    type: str


@dataclass(frozen=True)
class CustomFieldChanged(CustomFieldEvent):
    """Its name, type, choices or need is another one; `fields` says which."""

    name = "custom_field.changed"
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CustomFieldMoved(CustomFieldEvent):
    """It stands elsewhere in the row, counted from 1."""

    name = "custom_field.moved"
    position: int


@dataclass(frozen=True)
class CustomFieldArchived(CustomFieldEvent):
    """Nobody is asked for it any more; what was written stays."""

    name = "custom_field.archived"


@dataclass(frozen=True)
class CustomFieldRestored(CustomFieldEvent):
    """It is asked for again."""

    name = "custom_field.restored"
