"""Colours as #rrggbb, and how well white words can be read on them (WCAG 2.2, contrast ratio)."""

import re

HEX = re.compile(r"#[0-9a-f]{6}")
READABLE = 4.5


def hex_of(typed: str) -> str | None:
    """Return a colour in its one spelling (#4f46d8), or None for what is none; the sign may be left out."""
    written = f"#{typed.strip().lower().removeprefix('#')}"
    return written if HEX.fullmatch(written) else None


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of white on this colour, from 1 (white) to 21 (black)."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- As WCAG says.
