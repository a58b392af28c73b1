"""A PDF is looked at as pictures of its pages, drawn by a bounded child process; its own bytes are only downloaded."""

from typing import NamedTuple

from helpdesk.kernel.blobs import BlobMissing, read
from helpdesk.kernel.children import ChildFailed, Children
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.turns import Turns
from helpdesk.tickets.uploads import MAX_FILE_BYTES

MEDIA_TYPE = "application/pdf"
_NUMBER_BYTES = 2

_children = Children("helpdesk.kernel.pdf_pages:page", cpu_seconds=8, memory_mb=768, recycle_after=50, wall_seconds=20)
_turns = Turns()


class Page(NamedTuple):
    """One page as a WebP picture, and how many there are."""

    pages: int
    picture: bytes


def is_drawn(media_type: str, size: int) -> bool:
    """Whether the pages of such a file can be asked for; `size` in bytes."""
    return media_type == MEDIA_TYPE and size <= MAX_FILE_BYTES


def page_of(sha: str, number: int) -> Page:
    """Draw page `number`, counted from 1, of the kept PDF. Takes seconds, so hold no transaction.

    Raises NotFound for what cannot be drawn (no PDF, a password, no such page), Busy when too many wait.
    """
    if not 1 <= number < 1 << 8 * _NUMBER_BYTES:
        raise NotFound
    try:
        with _turns.one():
            answer = _children.call(number.to_bytes(_NUMBER_BYTES, "big") + read(sha))
    except (BlobMissing, ChildFailed):
        raise NotFound from None
    return Page(int.from_bytes(answer[:_NUMBER_BYTES], "big"), answer[_NUMBER_BYTES:])
