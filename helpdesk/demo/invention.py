"""Invents people, subjects and words for synthetic tickets, the same for the same seed. Its words are the demo's."""

import random
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from helpdesk.demo.script import plays
from helpdesk.tickets.models import Priority, Status

FIRST = (
    "Ada", "Bela", "Cora", "Dag", "Elif", "Femi", "Gita", "Hanno", "Ilse", "Joao", "Kaya", "Lena", "Milo", "Nadia",
    "Otto", "Paola", "Quinn", "Rania", "Sven", "Tove", "Uma", "Vito", "Wanda", "Xenia", "Yaw", "Zora",
)  # fmt: skip
LAST = (
    "Abara", "Bakker", "Costa", "Duval", "Engel", "Farkas", "Gallo", "Holm", "Ito", "Jensen", "Kaur", "Lopez", "Moreno",
    "Novak", "Okafor", "Park", "Quist", "Rossi", "Sato", "Torres", "Ueda", "Varga", "Weber", "Xu", "Yilmaz", "Zeman",
)  # fmt: skip
TAGS = ("refund", "invoice", "warranty", "delivery", "address", "fitting", "damage", "website", "parts", "dealer")
STATUSES = {Status.OPEN: 10, Status.PENDING: 6, Status.SNOOZED: 1, Status.RESOLVED: 43, Status.CLOSED: 40}
PRIORITIES = {Priority.LOW: 10, Priority.NORMAL: 70, Priority.HIGH: 16, Priority.URGENT: 4}
SPAN = timedelta(days=365)
LONG_TALK_EVERY = 50
LONG_TALK = 32


class Person(NamedTuple):
    """Somebody who writes."""

    name: str
    address: str


class Invention:
    """A source of plausible values."""

    def __init__(self, seed: int) -> None:
        """Two inventions with one seed say the same."""
        self.dice = random.Random(seed)  # noqa: S311 -- Invented people need no secrecy.
        said = plays(datetime(2024, 1, 1, tzinfo=UTC))  # Only their words count here, not their dates.
        self._subjects = [play.subject for play in said]
        self._words = [step.text for play in said for step in play.steps if step.text]

    def person(self, serial: int) -> Person:
        """Return somebody; every serial has an address of their own."""
        first, last = self.dice.choice(FIRST), self.dice.choice(LAST)
        return Person(f"{first} {last}", f"{first}.{last}.{serial}@load.example".lower())

    def subject(self) -> str:
        """Return a subject with an order number, so that no two are alike."""
        return f"{self.dice.choice(self._subjects)} (TF-{self.dice.randrange(10_000, 99_999)})"

    def words(self) -> str:
        """Return what somebody wrote."""
        return self.dice.choice(self._words)

    def status(self) -> Status:
        """Return where a ticket stands; most are done."""
        return self.dice.choices(list(STATUSES), list(STATUSES.values()))[0]

    def priority(self) -> Priority:
        """Return a priority; most are normal."""
        return self.dice.choices(list(PRIORITIES), list(PRIORITIES.values()))[0]

    def tags(self) -> list[str]:
        """Return no tag, one or two."""
        return self.dice.sample(TAGS, self.dice.choice((0, 1, 1, 2)))

    def talk(self, serial: int) -> int:
        """Return how many messages a ticket has: few, and every fiftieth has more than one page."""
        return LONG_TALK if serial % LONG_TALK_EVERY == 0 else self.dice.choice((1, 2, 2, 3, 4, 4, 5, 6, 8))

    def moments(self, count: int, now: datetime) -> list[datetime]:
        """Return when tickets came, oldest first: over a year, more of them lately."""
        ages = sorted((self.dice.random() ** 1.4 for _ in range(count)), reverse=True)
        return [now - SPAN * age for age in ages]
