"""What a channel can do and what it may spend, so that nobody asks for its name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

SurveyForm = Literal["links", "digit", "card"]


@dataclass(frozen=True, slots=True)
class Features:
    """What a channel can do.

    `copies`: several people can be written to at once. `signature`: agents sign what they write. `segments`: what is
    long is charged in segments of a text message. `starts`: we may write first.
    `live`: pages of ours show its messages, so what is committed is sent, and the page says when it was seen.
    `echoes`: what is sent to an inbox's own address comes back to it, so that the whole way can be tried.
    `survey`: how a customer says how it went: by a link of a mail, a number they send back, or a card on our own page.
    """

    html: bool = False
    subject: bool = False
    copies: bool = False
    signature: bool = False
    attachments: bool = False
    segments: bool = False
    starts: bool = False
    live: bool = False
    hooks: bool = True
    max_length: int | None = None
    resend_when_uncertain: bool = False
    echoes: bool = False
    survey: SurveyForm = "digit"


@dataclass(frozen=True)
class Limits:
    """How much may be sent where each message is paid for, and some are sent for the money they bring others.

    `a_day`: messages within 24 hours, of the whole inbox. `at_home`: whether an address may be written to unasked.
    `block`: the beginning that an address shares with its neighbours; those are often one swindler's.
    """

    a_day: int
    at_home: Callable[[str], bool]
    block: Callable[[str], str]


@dataclass(frozen=True)
class Manners:
    """How an agent's replies leave an inbox.

    `undo_seconds`: how long they wait, to be taken back. `signature`: stands below each, with its variables. `quotes`:
    what is answered stands below them.
    """

    undo_seconds: int = 0
    signature: str = ""
    quotes: bool = False
