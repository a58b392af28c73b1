"""The header of a message or part: names and values as bytes arrived, in order, bounded.

Broken headers are read the way a person would: junk lines between fields are skipped, a
missing blank line ends the header where the fields end.
"""

import re
from dataclasses import dataclass, field

from helpdesk.channels.email.charsets import decode
from helpdesk.channels.email.words import decode_words, one_line

HEADER_LIMIT = 256 * 1024
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_BLANK = re.compile(rb"\n\r?\n")
# Other desks steer themselves by such fields; arriving from outside they are forged.
_CONTROL = ("x-helpdesk-", "x-zammad-", "x-otrs-", "rt-")
LOOP_FIELD = "x-helpdesk-loop"  # Kept, for its value is an HMAC that only we can make.
_KNOWN = frozenset(
    b"from to cc bcc subject date message-id mime-version content-type content-transfer-encoding "
    b"content-disposition content-id received return-path reply-to sender in-reply-to references".split()
)


@dataclass(slots=True)
class Headers:
    """The values of each field in their order; names in lower case."""

    values: dict[str, list[bytes]] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)
    charset: str | None = None  # what to try for raw letters beyond ASCII that are no UTF-8

    def first(self, name: str) -> str:
        """The first value as undecoded text on one line, or an empty string."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """All values as undecoded text on one line."""
        return [one_line(self._decoded(value)) for value in self.values.get(name, ())]

    def _decoded(self, value: bytes) -> str:
        text, is_utf8 = decode(value, "utf-8")
        return text if is_utf8 else decode(value, self.charset)[0]

    def text(self, name: str) -> str:
        """The first value with its encoded words read."""
        return one_line(decode_words(self.first(name)))

    def has(self, name: str) -> bool:
        """Tell whether there is such a field."""
        return name in self.values


def split(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """The header of the entity between two offsets, and the offset at which its body starts."""
    end = len(raw) if end is None else end
    headers = Headers()
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return headers, raw.index(b"\n", start) + 1
    blank = _BLANK.search(raw, start, end)
    stop, body = (blank.start(), blank.end()) if blank else (end, min(end, start + HEADER_LIMIT))
    if stop - start > HEADER_LIMIT:
        headers.defects.append("header larger than 256 kB: the rest was not read")
    lines = raw[start : min(stop, start + HEADER_LIMIT)].replace(b"\r\n", b"\n").split(b"\n")
    used = _read(lines, headers)
    if used < len(lines):
        # The fields ended before the blank line: what follows them is the body.
        headers.defects.append("no blank line between header and body")
        body = _offset(raw, start, used)
    return headers, body


def _read(lines: list[bytes], headers: Headers) -> int:
    """Fill in the fields; the answer is how many lines belong to the header."""
    name, parts, last = "", [], _last_field(lines)
    for index, line in enumerate(lines):
        if line[:1] in b" \t" and line and name:
            parts.append(line)
            continue
        match = _FIELD.match(line)
        if match is None:
            if index == 0 and line.startswith((b"From ", b">From ")):
                continue
            if index > last:
                _add(headers, name, parts)
                return index
            if line.strip():
                headers.defects.append("a line of the header is no field")
            continue
        _add(headers, name, parts)
        name, parts = match[1].decode("ascii").lower(), [line[match.end() :]]
    _add(headers, name, parts)
    return len(lines)


def _add(headers: Headers, name: str, parts: list[bytes]) -> None:
    if name and (name == LOOP_FIELD or not name.startswith(_CONTROL)):
        headers.values.setdefault(name, []).append(b"".join(parts).strip())


def _last_field(lines: list[bytes]) -> int:
    """Index of the last line that is surely a field; junk before it is junk, after it the body."""
    for index in range(len(lines) - 1, -1, -1):
        match = _FIELD.match(lines[index])
        if match and (match[1].lower() in _KNOWN or match[1][:2].lower() == b"x-"):
            return index
    return -1


def _offset(raw: bytes, position: int, lines: int) -> int:
    for _ in range(lines):
        position = raw.find(b"\n", position) + 1
    return position
