"""What happens to macros, and that one was applied to a ticket."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.automation.macros.models import Macro
from helpdesk.kernel.events import Event
from helpdesk.tickets.events import TicketEvent


@dataclass(frozen=True)
class MacroEvent(Event):
    """Something happened to a macro."""

    subject_kind: ClassVar[str] = "macro"
    subject: Macro


@dataclass(frozen=True)
class MacroCreated(MacroEvent):
    """A macro was written; `scope` says for whom."""

    name: ClassVar[str] = "macro.created"
    scope: str


@dataclass(frozen=True)
class MacroChanged(MacroEvent):
    """A macro says or does something else now, or is for others."""

    name: ClassVar[str] = "macro.changed"
    was: str
    now: str


@dataclass(frozen=True)
class MacroArchived(MacroEvent):
    """A macro is put away; nobody finds it any more."""

    name: ClassVar[str] = "macro.archived"


@dataclass(frozen=True)
class MacroRestored(MacroEvent):
    """A macro that was put away can be used again."""

    name: ClassVar[str] = "macro.restored"


@dataclass(frozen=True)
class MacroApplied(TicketEvent):
    """An agent applied a macro; what its actions changed are events of their own, caused by this one."""

    name: ClassVar[str] = "macro.applied"
    macro_id: int
