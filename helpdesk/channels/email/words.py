"""RFC 2047 words in headers (=?utf-8?q?...?=), also the broken ones that real mailers write.

Words are decoded once: what they contain is text, never syntax, and never a line break.
"""

import binascii
import re
from collections.abc import Iterator

from helpdesk.channels.email.charsets import decode, storable

_START = re.compile(r"=\?([^\s?*=]{1,60})(?:\*[^\s?]{0,40})?\?([bBqQ])\?")
_CONTROLS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_Q_BYTE = re.compile(rb"=([0-9A-Fa-f]{2})")
_LIMIT = 100_000


def one_line(text: str) -> str:
    """Text fit for a header field: one line, no control characters, single spaces."""
    return storable(_CONTROLS.sub(" ", text)).strip(" ")


def decode_words(text: str) -> str:
    """The readable form of an unfolded header value."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    held = bytearray()  # bytes of neighbours in one charset: a letter may be split between words
    held_charset = ""
    end = 0
    for start, stop, charset, data in _words(text[:_LIMIT]):
        between = text[end:start]
        if held_charset and (between.strip() or charset.lower() != held_charset):
            pieces.append(decode(bytes(held), held_charset)[0])
            held.clear()
        if between.strip() or not held_charset:
            pieces.append(between)
        held += data
        held_charset, end = charset.lower(), stop
    if held_charset:
        pieces.append(decode(bytes(held), held_charset)[0])
    pieces.append(text[end:])
    return "".join(pieces)


def word_end(text: str, position: int) -> int:
    """Where the encoded word that starts at a position ends, or the position itself if none starts there."""
    match = _START.match(text, position)
    if match is None:
        return position
    close = text.find("?=", match.end(), match.end() + 2_000)
    return position if close < 0 else close + 2


def _words(text: str) -> Iterator[tuple[int, int, str, bytes]]:
    """Start, end, charset and bytes of each encoded word."""
    starts = list(_START.finditer(text))
    done = 0
    for index, match in enumerate(starts):
        if match.start() < done:
            continue
        close = text.find("?=", match.end())
        if close < 0:
            return
        following = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        if close > following:
            continue  # This word was never closed; the next one is whole.
        data = _bytes_of(match[2], text[match.end() : close])
        if data is not None:
            done = close + 2
            yield match.start(), done, match[1], data


def _bytes_of(encoding: str, content: str) -> bytes | None:
    raw = content.encode("utf-8", "surrogateescape" if content.isascii() else "replace")
    if encoding in "qQ":
        return _Q_BYTE.sub(lambda m: bytes((int(m[1], 16),)), raw.replace(b"_", b" "))
    packed = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    if len(packed) % 4 == 1:
        packed = packed[:-1]
    try:
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return None
