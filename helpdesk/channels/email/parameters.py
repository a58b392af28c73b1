"""Reads Content-Type and Content-Disposition: a value and its parameters.

Understands RFC 2231 (continued and charset-marked parameters), encoded words where none
belong, raw 8-bit letters, and file names with spaces that nobody quoted.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from helpdesk.channels.email.charsets import decode
from helpdesk.channels.email.words import decode_words, one_line

_PARAMETER_LIMIT = 100
_SECTION_DIGITS = 3
_MARKS = 2  # charset'language'value
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_TOKEN = re.compile(r"[a-z]{1,60}")


@dataclass(slots=True)
class Field:
    """A lower-case value such as text/plain, and its parameters by lower-case name."""

    value: str
    parameters: dict[str, str] = field(default_factory=dict)


def read_field(text: str, default: str) -> Field:
    """Read a field; what is no type at all (or missing) becomes the default."""
    if not text:
        return Field(default)
    value, _, rest = text.partition(";")
    value = value.strip().lower()
    match = (_TYPE if "/" in default else _TOKEN).match(value)
    if match is None and value == "text":
        return Field(default, _parameters(rest))
    if match is None and "=" in value:  # The value is missing, its parameters are there.
        return Field(default, _parameters(text))
    return Field(match[0] if match else default, _parameters(rest))


def _parameters(text: str) -> dict[str, str]:
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value in _pairs(text):
        base, star, section = name.partition("*")
        if not star:
            plain.setdefault(name, one_line(decode_words(value)))
            continue
        number = section.rstrip("*")
        index = int(number) if number.isascii() and number.isdigit() and len(number) <= _SECTION_DIGITS else 0
        pieces.setdefault(base, {}).setdefault(index, (value, section.endswith("*") or section == ""))
    for base, sections in pieces.items():
        plain[base] = one_line(_assemble(sections))
    return plain


def _assemble(sections: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: sections in their order; the first may name the charset."""
    charset, data = "utf-8", bytearray()
    for order, index in enumerate(sorted(sections)):
        value, encoded = sections[index]
        if order == 0 and encoded and value.count("'") >= _MARKS:
            claimed, _, rest = value.split("'", 2)
            charset, value = claimed or "utf-8", rest
        data += unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace")
    text, _ = decode(bytes(data), charset)
    return decode_words(text)


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names and values between semicolons that stand outside quotes."""
    pairs: list[tuple[str, str]] = []
    position, size = 0, len(text)
    while position < size and len(pairs) < _PARAMETER_LIMIT:
        equals = text.find("=", position)
        if equals < 0:
            break
        semicolon = text.find(";", position)
        if 0 <= semicolon < equals:  # A word without a value.
            position = semicolon + 1
            continue
        name = text[position:equals].strip().lower()
        value, position = _value(text, equals + 1)
        if name:
            pairs.append((name[-60:], value))
    return pairs


def _value(text: str, position: int) -> tuple[str, int]:
    while position < len(text) and text[position] in " \t":
        position += 1
    if position >= len(text) or text[position] != '"':
        end = text.find(";", position)
        end = len(text) if end < 0 else end
        return text[position:end].strip(), end + 1
    out: list[str] = []
    index = position + 1
    while index < len(text) and text[index] != '"':
        # Windows mailers write C:\\paths unescaped: only a quote or a backslash can be escaped.
        if text[index] == "\\" and text[index + 1 : index + 2] in {'"', "\\"}:
            index += 1
        out.append(text[index])
        index += 1
    end = text.find(";", index)
    return "".join(out), (len(text) if end < 0 else end + 1)
