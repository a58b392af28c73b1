"""What can happen to promises. Data holds closed words only."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class SlaBreached(Event):
    """A promise to the ticket's contact was not kept in time. `metric` is first_reply or resolution."""

    name: ClassVar[str] = "sla.breached"
    subject_kind: ClassVar[str] = "ticket"
    metric: str


@dataclass(frozen=True)
class SlaPolicyChanged(Event):
    """Working hours or targets are other ones now, or were switched on or off."""

    name: ClassVar[str] = "sla.policy_changed"
    subject_kind: ClassVar[str] = "sla_policy"
    enabled: bool
