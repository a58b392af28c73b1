"""What a child of the test runs instead of the parser: it chokes on POISON, and never ends with BURN."""

from itertools import count

from helpdesk.channels.email.parse import parse_packed as parse


def parse_packed(raw: bytes) -> bytes:
    """Parse, unless it must not be."""
    if b"POISON" in raw:
        raise RecursionError
    if b"BURN" in raw:
        for _ in count():
            pass
    return parse(raw)
