"""Names in double braces that are filled in: {{customer.name}}. `KNOWN` are those of an automatic reply.

A linear walk over the text, once: what is filled in is never looked at again. No template engine ever sees it.
"""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

KNOWN = ("customer.name", "ticket.number", "agent.name")
OPENS, CLOSES = "{{", "}}"


class Piece(NamedTuple):
    """A part of a text: plain words, or the name between braces (`whole` is how it was written)."""

    whole: str
    name: str | None = None


def pieces(text: str) -> Iterator[Piece]:
    """Cut a text at its placeholders. Braces that never close are plain words."""
    head, *rest = text.split(OPENS)
    yield Piece(head)
    for part in rest:
        inside, closes, tail = part.partition(CLOSES)
        if closes:
            yield Piece(f"{OPENS}{inside}{CLOSES}", inside.strip())
            yield Piece(tail)
        else:
            yield Piece(OPENS + part)


def unknown(text: str, known: Container[str] = KNOWN) -> list[str]:
    """Return the placeholders that mean nothing, as they were written."""
    return [piece.whole for piece in pieces(text) if piece.name is not None and piece.name not in known]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled in; what `values` does not know stays as it is."""
    return "".join(piece.whole if piece.name is None else values.get(piece.name, piece.whole) for piece in pieces(text))
