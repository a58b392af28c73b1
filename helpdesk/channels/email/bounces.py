"""Bounces."""

from dataclasses import dataclass

from helpdesk.channels.email.mime import Part
from helpdesk.channels.email.parsed import ParsedMail


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce says."""

    is_bounce: bool = False
    recipients: tuple[str, ...] = ()
    hard: bool = False
    status: str = ""
    original_message_id: str = ""


def bounce_of(raw: bytes, root: Part, mail: ParsedMail, text: str) -> Bounce:
    """Is this mail a bounce, and of whom?"""
    return Bounce(is_bounce=root.kind.value == "multipart/report")
