"""What a mail system reports about a message of ours: it did not arrive, or its reader called it spam."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounced:
    """The message is a report that one of ours did not arrive. `recipients` may be empty: the report did not say."""

    external_id: str
    recipients: tuple[str, ...]
    final: bool
    words: str


@dataclass(frozen=True, slots=True)
class Complained:
    """The message is a provider's report that somebody called one of ours spam. `recipients` may be empty."""

    external_id: str
    recipients: tuple[str, ...] = ()
    words: str = ""
    loop_marks: tuple[str, ...] = ()
