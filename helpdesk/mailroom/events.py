"""What can happen in the mailroom."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class DeliveryChanged(Event):
    """A message stands elsewhere on its way to its addresses; `state` is the worst of them."""

    name: ClassVar[str] = "message.delivery_changed"
    subject_kind: ClassVar[str] = "message"
    state: str
