"""Erasing bytes for good: what nothing refers to any more leaves the store. Its name and size stay, without it.

Whoever keeps names of blobs says which of them are in use (`refers`). A minute passes before the bytes go, so that
whoever was about to refer to them when it was asked has done so, and what was put again since stays.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import TypeVar

from helpdesk.kernel.blobs import Blob, discard
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.jobs import Outcome, Outside, enqueue, job

DELAY = timedelta(minutes=1)
Refers = Callable[[Collection[str]], set[str]]
R = TypeVar("R", bound=Refers)
_referring: list[Refers] = []


def refers(function: R) -> R:
    """Ask the function which of some names are in use; what it names is kept."""
    _referring.append(function)
    return function


def in_use(shas: Collection[str]) -> set[str]:
    """Return those of these names that anything refers to."""
    return set().union(*(function(shas) for function in _referring)) if shas else set()


def erase(shas: Collection[str]) -> None:
    """Have those of these bytes deleted that nothing refers to, soon after this unit is committed."""
    asked_at = now()
    for sha in sorted(set(shas) - in_use(set(shas))):
        enqueue(erase_one, {"sha": sha, "asked_at": asked_at.timestamp()}, run_at=asked_at + DELAY)


@job("blobs.erase")
def erase_one(sha: str, asked_at: float) -> Outcome:
    """Look at the truth once more, then delete."""
    blob = db.session.get(Blob, sha)
    if blob is None or in_use([sha]):
        return None
    blob.erased_at = now()

    def note(gone: bool) -> None:  # noqa: FBT001 -- What came of it.
        if not gone:  # Somebody brought the same bytes again.
            db.session.get_one(Blob, sha).erased_at = None

    return Outside(lambda: discard(sha, before=asked_at), note)
