"""Splits a message into its leaf parts: every part, in order, whatever is broken.

Bounded in depth and number by our own walk, because the standard library's parser
recurses without limit and spends ten seconds on fifty thousand tiny parts.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpdesk.channels.email.headers import Headers, split
from helpdesk.channels.email.parameters import Field, read_field

DEPTH_LIMIT = 50
PARTS_LIMIT = 1000
_FEED, _RETURN = b"\n\r"
_TAIL = 200  # what may follow a boundary on its line
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")


@dataclass(slots=True)
class Part:
    """An entity: a leaf with its still encoded body, or a multipart with children."""

    headers: Headers
    kind: Field  # Content-Type
    disposition: Field
    body: bytes = b""
    children: "list[Part]" = field(default_factory=list)

    @property
    def is_named_file(self) -> bool:
        """Did the sender mean this leaf as a file of its own?."""
        return self.disposition.value == "attachment" or "filename" in self.disposition.parameters

    def leaves(self) -> "Iterator[Part]":
        """All leaf parts in the order of the message."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                yield part

    def content(self, defects: list[str]) -> bytes:
        """The decoded bytes of a leaf."""
        written = self.headers.first("content-transfer-encoding").lower()
        # Mailers write 7-bit, 8 bits, quoted printable and more: only letters and digits count.
        encoding = "".join(char for char in written.partition(";")[0] if char.isalnum())
        if encoding == "base64":
            return _from_base64(self.body, defects)
        if encoding in {"quotedprintable", "qp"}:
            return quopri.decodestring(self.body)
        if encoding in {"xuuencode", "uuencode", "xuue", "uue"}:
            return _from_uuencode(self.body, defects)
        if encoding not in {"", "7bit", "8bit", "7bits", "8bits", "binary", "none", "plain"}:
            defects.append(f"unknown transfer encoding {written[:40]!a}")
        return self.body


@dataclass(slots=True)
class _Walk:
    """Counts shared by the whole walk."""

    defects: list[str]
    parts: int = 0


def read_message(raw: bytes, defects: list[str]) -> Part:
    """The tree of parts of a whole message."""
    return _read(raw, (0, len(raw)), "text/plain", 0, _Walk(defects))


def _read(raw: bytes, span: tuple[int, int], default: str, depth: int, walk: _Walk) -> Part:
    headers, start = split(raw, *span)
    walk.defects.extend(headers.defects)
    walk.parts += 1
    kind = read_field(headers.first("content-type"), default)
    part = Part(headers, kind, read_field(headers.first("content-disposition"), ""))
    if not kind.value.startswith("multipart/"):
        part.body = raw[start : span[1]]
        return part
    boundary = kind.parameters.get("boundary", "").rstrip()
    if not boundary or depth >= DEPTH_LIMIT:
        walk.defects.append("multipart without boundary" if not boundary else "nested deeper than 50 parts")
        return _as_leaf(part, raw[start : span[1]], readable=not boundary)
    default = "message/rfc822" if kind.value == "multipart/digest" else "text/plain"
    for first, last in _pieces(raw, (start, span[1]), boundary.encode("utf-8", "replace"), walk):
        if walk.parts >= PARTS_LIMIT:
            walk.defects.append("more than 1000 parts: the rest is kept as one")
            rest = Part(Headers(), kind, part.disposition)
            part.children.append(_as_leaf(rest, raw[first : span[1]], readable=False))
            break
        part.children.append(_read(raw, (first, last), default, depth + 1, walk))
    if not part.children:
        walk.defects.append("multipart without parts")
        return _as_leaf(part, raw[start : span[1]], readable=True)
    return part


def _as_leaf(part: Part, body: bytes, *, readable: bool) -> Part:
    """A multipart that is not divided any further."""
    part.kind = Field("text/plain" if readable else "application/octet-stream")
    part.body = body
    return part


def _pieces(raw: bytes, span: tuple[int, int], boundary: bytes, walk: _Walk) -> Iterator[tuple[int, int]]:
    """Offsets of what stands between the boundary lines; preamble and epilogue are for no one."""
    mark = b"--" + boundary
    start, end, piece = *span, -1
    position = raw.find(mark, start, end)
    while position >= 0:
        after = position + len(mark)
        tail = raw[after : min(end, after + _TAIL)].partition(b"\n")[0]
        at_line_start = position == start or raw[position - 1] == _FEED
        if not at_line_start or tail.strip() not in {b"", b"--"}:
            position = raw.find(mark, after, end)
            continue
        if piece >= 0:
            yield piece, _before_break(raw, piece, position)
        if tail.strip() == b"--":
            return
        piece = min(after + len(tail) + 1, end)
        position = raw.find(mark, piece, end)
    if piece >= 0:
        walk.defects.append("multipart does not end")
        if piece < end:
            yield piece, end


def _before_break(raw: bytes, start: int, end: int) -> int:
    """The line break before a boundary belongs to the boundary (RFC 2046)."""
    if end > start and raw[end - 1] == _FEED:
        end -= 1
        if end > start and raw[end - 1] == _RETURN:
            end -= 1
    return end


def _from_base64(body: bytes, defects: list[str]) -> bytes:
    try:
        # The usual case, straight through C; line breaks are skipped by it.
        return binascii.a2b_base64(body, strict_mode=False)
    except binascii.Error:
        packed = _NOT_BASE64.sub(b"", body).rstrip(b"=")
        defects.append("broken base64")
    packed = packed[: len(packed) - 1] if len(packed) % 4 == 1 else packed
    try:
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return body


def _from_uuencode(body: bytes, defects: list[str]) -> bytes:
    out = bytearray()
    lines = iter(body.replace(b"\r\n", b"\n").split(b"\n"))
    for line in lines:
        if line.startswith(b"begin "):
            break
    for line in lines:
        if line.rstrip() in {b"end", b"`", b""}:
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            defects.append("broken uuencode")
            break
    return bytes(out) or body
