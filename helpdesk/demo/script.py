"""Reads the demo's conversations: plays of stage directions (`@ …`) and lines, in content/*.txt.

The inbox says how its customer speaks: by mail, text or chat (voices.py); only a mail has a subject.

== Subject
@ hanna writes to workshop, 28 days ago at 08:14, with zip.png
What she wrote.
@ +35m callum assigns noor
@ +1h noor replies
What he answered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content"
OPENING = re.compile(
    r"(?P<who>\w+) writes to (?P<inbox>\w+), (?P<when>[^,]+?) ago(?: at (?P<at>\d\d:\d\d))?(?:, with (?P<files>.+))?"
)
LATER = re.compile(r"\+(?P<after>\S+) (?P<who>\w+) (?P<verb>\w+)(?:,? with (?P<files>.+)|,? ?(?P<what>.+))?")
LONG_LINE = 70
UNITS = {"m": "minutes", "h": "hours", "d": "days", "minute": "minutes", "hour": "hours", "day": "days"}


class BadScript(ValueError):
    """A line of the play cannot be read; the text names it."""


@dataclass(frozen=True)
class Step:
    """What one person does at one moment. `what` is the rest of the direction: names, tags, a priority, a duration."""

    at: datetime
    who: str
    verb: str
    what: str = ""
    files: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Play:
    """One ticket's whole conversation, in order."""

    subject: str
    inbox: str
    steps: list[Step] = field(default_factory=list)


def plays(now: datetime) -> list[Play]:
    """Return every conversation there is, dated back from `now`. Raises `BadScript`."""
    return [play for path in sorted(CONTENT.glob("*.txt")) for play in read(path.read_text("utf-8"), now)]


def read(text: str, now: datetime) -> Iterator[Play]:
    """Yield the conversations of one file."""
    for scene in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        subject, _, rest = scene.partition("\n")
        directions = re.split(r"^@ ", rest, flags=re.MULTILINE)[1:]
        opening, inbox = _opening(directions[0], now)
        steps = [opening]
        for direction in directions[1:]:
            steps.append(_step(direction, steps[-1].at))
        yield Play(subject.strip(), inbox, steps)


def duration(text: str) -> timedelta:
    """Return how long `35m`, `1d4h` or `28 days` is. Raises `BadScript`."""
    parts = re.findall(r"(\d+) ?(minute|hour|day|m|h|d)s?", text)
    if not parts:
        raise BadScript(text)
    return timedelta(**{UNITS[word]: int(number) for number, word in parts})


def _opening(direction: str, now: datetime) -> tuple[Step, str]:
    line, _, text = direction.partition("\n")
    found = OPENING.fullmatch(line.strip())
    if found is None:
        raise BadScript(line)
    at = now - duration(found["when"])
    if found["at"]:
        hour, minute = found["at"].split(":")
        at = at.replace(hour=int(hour), minute=int(minute))
    return Step(at, found["who"], "writes", "", _files(found["files"]), _words(text)), found["inbox"]


def _step(direction: str, before: datetime) -> Step:
    line, _, text = direction.partition("\n")
    found = LATER.fullmatch(line.strip())
    if found is None:
        raise BadScript(line)
    at = before + duration(found["after"])
    return Step(at, found["who"], found["verb"], found["what"] or "", _files(found["files"]), _words(text))


def _files(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",")) if text else ()


def _words(text: str) -> str:
    """Return what somebody wrote: paragraphs are wrapped in the file for us to read, short lines end where they end."""
    said: list[str] = []
    for line in text.strip().splitlines():
        if said and len(said[-1].rpartition("\n")[2]) > LONG_LINE and line:
            said[-1] += f" {line}"
        else:
            said.append(line)
    return "\n".join(said)
