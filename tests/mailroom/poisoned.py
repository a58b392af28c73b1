"""What a child of the test runs instead of the parser: it chokes on POISON."""

from helpdesk.channels.email.parse import parse_packed as parse


def parse_packed(raw: bytes) -> bytes:
    """Parse, unless it must not be."""
    if b"POISON" in raw:
        raise RecursionError
    return parse(raw)
