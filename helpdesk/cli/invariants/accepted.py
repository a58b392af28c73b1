"""I1 and I3 against a list from outside: what we acknowledged, and what a provider took from us.

One JSON object a line. `{"sha256": …}`: a mail that we answered 2xx, by the digest of its bytes. `{"message_id": …,
"to": […]}`: a mail of ours that the provider accepted; a line for every time it did.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from helpdesk.cli.invariants.check import Check, found
from helpdesk.kernel.commandline import Unusable
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Delivery, DeliveryState, Envelope
from helpdesk.tickets.models import Message, MessageKind

TAKEN = {
    DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.SEEN, DeliveryState.BOUNCED, DeliveryState.UNCERTAIN,
}  # fmt: skip
Key = tuple[str, str]


@dataclass
class Accepted:
    """The list: digests of what we acknowledged, and how often the provider took which mail to whom."""

    digests: list[str] = field(default_factory=list)
    taken: Counter[Key] = field(default_factory=Counter)


def read(path: Path) -> Accepted:
    """Read the list. Raises `Unusable` for a line that is none of its two shapes."""
    listed = Accepted()
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        if line.strip():
            _add(listed, line, f"{path}, line {number}")
    return listed


def accepted(listed: Accepted) -> Iterator[Check]:
    """Yield the checks of the list, in the caller's unit."""
    if listed.digests:
        known = set(db.session.scalars(select(Envelope.blob_sha)))
        lost = (sha for sha in listed.digests if sha not in known)
        yield found("I1 what was acknowledged is kept", len(listed.digests), lost)
    if listed.taken:
        ours = _ours()
        yield found("I3 what the provider took, we sent", len(listed.taken), _unsent(listed.taken, ours))
        yield found("I3 what we call sent, the provider took", len(ours), _untaken(listed.taken, ours))


def _add(listed: Accepted, line: str, place: str) -> None:
    try:
        said: Any = json.loads(line)
    except ValueError as error:
        raise Unusable(f"{place} is no JSON.") from error
    match said:
        case {"sha256": str(digest)}:
            listed.digests.append(digest.lower())
        case {"message_id": str(message_id), "to": str(to)}:
            listed.taken[message_id, to.lower()] += 1
        case {"message_id": str(message_id), "to": list(to)}:
            listed.taken.update((message_id, str(one).lower()) for one in to)
        case _:
            raise Unusable(f"{place} is neither {{sha256}} nor {{message_id, to}}.")


def _ours() -> dict[Key, tuple[str, bool]]:
    query = (
        select(Message.external_id, Delivery.address, Delivery.state, Delivery.possible_duplicate)
        .join(Message, Delivery.message_id == Message.id)
        .where(Message.kind == MessageKind.OUTBOUND)
    )
    return {(i or "", address.lower()): (state, twice) for i, address, state, twice in db.session.execute(query)}


def _unsent(taken: Counter[Key], ours: dict[Key, tuple[str, bool]]) -> Iterator[str]:
    for key, times in taken.items():
        state, may_repeat = ours.get(key, ("", False))
        if state not in TAKEN:
            yield f"{key[0]} to {key[1]}: taken, but here {state or 'unknown'}"
        elif times > (2 if may_repeat else 1):
            yield f"{key[0]} to {key[1]}: taken {times} times"


def _untaken(taken: Counter[Key], ours: dict[Key, tuple[str, bool]]) -> Iterator[str]:
    for key, (state, _twice) in ours.items():
        if state in TAKEN - {DeliveryState.UNCERTAIN} and not taken[key]:
            yield f"{key[0]} to {key[1]}: here {state}, but never taken"
