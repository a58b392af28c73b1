"""What happens to rules, and what rules did. Who changed a rule, when and from where is in every event (audit)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from helpdesk.automation.models import Rule
from helpdesk.kernel.events import Event
from helpdesk.tickets.events import TicketEvent


@dataclass(frozen=True)
class RuleEvent(Event):
    """Something happened to a rule."""

    subject_kind: ClassVar[str] = "rule"
    subject: Rule


@dataclass(frozen=True)
class RuleCreated(RuleEvent):
    """A rule was written."""

    name: ClassVar[str] = "rule.created"


@dataclass(frozen=True)
class RuleChanged(RuleEvent):
    """A rule says something else now."""

    name: ClassVar[str] = "rule.changed"


@dataclass(frozen=True)
class RuleEnabled(RuleEvent):
    """A rule works (again)."""

    name: ClassVar[str] = "rule.enabled"


@dataclass(frozen=True)
class RuleDisabled(RuleEvent):
    """A rule rests."""

    name: ClassVar[str] = "rule.disabled"


@dataclass(frozen=True)
class RuleMoved(RuleEvent):
    """A rule comes earlier or later now."""

    name: ClassVar[str] = "rule.moved"
    position: int


@dataclass(frozen=True)
class RuleDeleted(RuleEvent):
    """A rule is no more; its name stays in the history of tickets."""

    name: ClassVar[str] = "rule.deleted"


@dataclass(frozen=True)
class RuleRan(TicketEvent):
    """A rule matched: `outcome` is ran, failed or stopped; `did` pairs an action's key with a word of words.py."""

    name: ClassVar[str] = "rule.ran"
    rule_id: int
    outcome: str
    did: Sequence[Sequence[str]]
    why: str | None = None
