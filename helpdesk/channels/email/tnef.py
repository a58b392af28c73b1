"""Opens winmail.dat, in which Outlook hides the files of a mail (MS-OXTNEF), in linear time and without recursion.

Ours, because the only library there is has not been released since 2021, counts to four billion when it is told to,
and cuts zeros off the ends of files (docs/decisions.md).
"""

import mimetypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

SIGNATURE = b"\x78\x9f\x3e\x22"
ATTRIBUTES_LIMIT, PROPERTIES_LIMIT, FILES_LIMIT, STREAMS_LIMIT = 20_000, 2_000, 200, 10
_HEAD, _CHECKSUM = struct.Struct("<BHHI"), 2
_RENDERING, _TITLE, _DATA, _PROPERTIES, _CODEPAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
_LONG_NAME, _NAME, _SHOWN_NAME, _OBJECT, _MIME, _CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x3701, 0x370E, 0x3712
_NAMED = 0x8000  # From here on a property carries a GUID and a name of its own.
_MANY = 0x1000
_FIXED = {0x1: 0, 0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_SHORT, _WIDE, _TEXT = frozenset({0x2, 0xB}), 0x1F, 0x1E
_VARIABLE = frozenset({0x0, 0xD, _TEXT, _WIDE, 0x102})
# What stands before a whole message that is attached (IID_IMessage); it is another such stream.
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_IID_BYTES = 16
_CODEPAGES = {20127: "ascii", 20866: "koi8-r", 28591: "latin-1", 28592: "iso8859-2", 65001: "utf-8"}


class Broken(ValueError):
    """The stream is cut or is none."""


@dataclass(slots=True)
class Hidden:
    """A file of the stream. `media_type` is the sender's word, or what its name suggests."""

    filename: str = ""
    media_type: str = ""
    content_id: str = ""
    data: bytes = b""
    embedded: bytes | None = None  # the stream of a mail that is attached whole


class _Attribute(NamedTuple):
    name: int
    data: memoryview


def files_in(stream: bytes) -> Iterator[Hidden]:
    """Yield the files of a stream and of mails attached in it. Raises `Broken` where it stops making sense."""
    waiting, streams, found = [memoryview(stream)], 0, 0
    while waiting and streams < STREAMS_LIMIT:
        streams += 1
        for hidden in _files(waiting.pop(0)):
            found += 1
            if found > FILES_LIMIT:
                raise Broken("too many files")
            if hidden.embedded is not None:
                waiting.append(memoryview(hidden.embedded))
            elif hidden.data:
                yield hidden


def _files(stream: memoryview) -> Iterator[Hidden]:
    hidden: Hidden | None = None
    codepage = "cp1252"
    for name, data in _attributes(stream):
        if name == _CODEPAGE and len(data) >= 4:  # noqa: PLR2004 -- A number of four bytes.
            number = int.from_bytes(data[:4], "little")
            codepage = _CODEPAGES.get(number, f"cp{number}")
        elif name == _RENDERING:
            if hidden is not None:
                yield _told(hidden)
            hidden = Hidden()
        elif hidden is not None and name == _TITLE:
            hidden.filename = hidden.filename or _decoded(bytes(data), codepage)
        elif hidden is not None and name == _DATA:
            hidden.data = bytes(data)
        elif hidden is not None and name == _PROPERTIES:
            _describe(hidden, data, codepage)
    if hidden is not None:
        yield _told(hidden)


def _attributes(stream: memoryview) -> Iterator[_Attribute]:
    if bytes(stream[:4]) != SIGNATURE:
        raise Broken("no signature")
    at, count = 6, 0
    while at + _HEAD.size + _CHECKSUM <= len(stream):
        count += 1
        _level, name, _kind, size = _HEAD.unpack_from(stream, at)
        start = at + _HEAD.size
        at = start + size + _CHECKSUM
        if at > len(stream) or count > ATTRIBUTES_LIMIT:
            raise Broken("cut short")
        yield _Attribute(name, stream[start : start + size])


def _describe(hidden: Hidden, data: memoryview, codepage: str) -> None:
    """Take from the MAPI properties of a file what we want to know."""
    names: dict[int, str] = {}
    for identity, kind, value in _properties(data):
        if identity == _OBJECT and bytes(value[:_IID_BYTES]) == _MESSAGE:
            hidden.embedded = bytes(value[_IID_BYTES:])
        elif identity == _OBJECT:
            hidden.data = hidden.data or bytes(value[_IID_BYTES:] if kind == 0xD else value)  # noqa: PLR2004
        elif kind in (_TEXT, _WIDE):
            names[identity] = _decoded(bytes(value), "utf-16-le" if kind == _WIDE else codepage)
    hidden.filename = names.get(_LONG_NAME) or names.get(_NAME) or hidden.filename or names.get(_SHOWN_NAME, "")
    hidden.media_type, hidden.content_id = names.get(_MIME, ""), names.get(_CONTENT_ID, "")


def _properties(data: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """Yield number, kind and first value of each property."""
    at = 4
    for _ in range(min(_number(data, 0), PROPERTIES_LIMIT)):
        kind, identity = _number(data, at, 2), _number(data, at + 2, 2)
        at += 4
        if identity >= _NAMED:
            named_by_text = _number(data, at + 16)
            at += 24 + (_padded(_number(data, at + 20)) if named_by_text else 0)
        many, kind = bool(kind & _MANY), kind & ~_MANY
        if kind in _VARIABLE:
            count, first, at = _number(data, at), None, at + 4
            for _value in range(min(count, PROPERTIES_LIMIT)):
                size = _number(data, at)
                if at + 4 + size > len(data):
                    raise Broken("a property is cut short")
                first = data[at + 4 : at + 4 + size] if first is None else first
                at += 4 + _padded(size)
            yield identity, kind, first if first is not None else data[:0]
        elif kind in _FIXED:
            count, at = (_number(data, at), at + 4) if many else (1, at)
            at += _padded(count * (2 if kind in _SHORT else _FIXED[kind]))
        else:
            raise Broken("an unknown kind of property")


def _number(data: memoryview, at: int, size: int = 4) -> int:
    if at + size > len(data):
        raise Broken("a property is cut short")
    return int.from_bytes(data[at : at + size], "little")


def _padded(size: int) -> int:
    return size + -size % 4


def _decoded(value: bytes, encoding: str) -> str:
    try:
        return value.decode(encoding, "replace").partition("\0")[0]
    except LookupError:
        return value.decode("cp1252", "replace").partition("\0")[0]


def _told(hidden: Hidden) -> Hidden:
    hidden.media_type = hidden.media_type or mimetypes.guess_type(hidden.filename)[0] or "application/octet-stream"
    return hidden
