"""Turns bytes of a claimed charset into text that any database and JSON column takes.

A mail may lie about its charset or name one that does not exist: reading never fails,
and no answer holds a NUL or a lone surrogate.
"""

import codecs
import re
from functools import lru_cache

# What browsers do, so that mail reads here as it reads there: the name on the left is
# commonly used for the larger set on the right.
_LARGER_SETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
_NAMES_PYTHON_LACKS = {
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "unknown": "utf-8",
    "default": "utf-8",
    "utf8mb4": "utf-8",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "windows-874": "cp874",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-windows-949": "cp949",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-big5": "big5hkscs",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-7": "utf-7",
    "cp-850": "cp850",
    "cp-1252": "cp1252",
    "ansi": "cp1252",
}
# These are codecs by Python's book, yet no charset: they expand, fail or mean host names.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LATIN_CLAIMS = frozenset({"cp1252", "cp1254", "cp1250", "iso8859-15"})


@lru_cache(maxsize=256)
def codec_of(claimed: str) -> str | None:
    """The name of the codec to read a claimed charset with, None if there is no such charset."""
    name = claimed.strip(" \t\r\n\"'<>;").lower()[:60]
    name = _NAMES_PYTHON_LACKS.get(name, name)
    try:
        info = codecs.lookup(name)
        # Python's codecs include compressions and rot13, which turn text into text.
        if info.name in _NO_CHARSETS or "".encode(info.name) != b"".decode(info.name).encode(info.name):
            return None
    except (LookupError, UnicodeError, ValueError, TypeError, AttributeError):
        return None
    return _LARGER_SETS.get(info.name, info.name)


def storable(text: str) -> str:
    """The text without what PostgreSQL, UTF-8 and JSON refuse: NUL and lone surrogates."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def decode(data: bytes, claimed: str | None = None) -> tuple[str, bool]:
    """Text of bytes, and whether the claimed charset held.

    UTF-8 goes before any western single-byte claim, for text in those sets is practically
    never valid UTF-8, while senders mislabel UTF-8 daily.
    """
    if data.isascii():
        codec = codec_of(claimed) if claimed else None
        # Three charsets write other scripts with ASCII bytes only.
        if codec is None or not codec.startswith(("iso2022", "hz", "utf-7", "utf-16", "utf-32")):
            return storable(data.decode("ascii")), claimed is None or codec is not None
    codec = codec_of(claimed) if claimed else None
    if codec is None or codec in _LATIN_CLAIMS:
        read = _try(data, "utf-8")
        if read is not None:
            return read, claimed is None or codec is not None
    if codec is not None:
        read = _try(data, codec)
        if read is not None:
            return read, True
    return _guess(data, codec), False


def _try(data: bytes, codec: str) -> str | None:
    try:
        return storable(data.decode(codec))
    except (UnicodeError, LookupError, ValueError):
        return None


def _guess(data: bytes, codec: str | None) -> str:
    """Some reading of bytes that no honest charset explains."""
    if codec not in {None, "utf-8"} and codec is not None:
        text = data.decode(codec, "replace")
        # A few bad bytes in a text of the claimed charset: the claim is still the best guess.
        if text.count("\ufffd") * 20 < len(text):
            return storable(text)
    if codec == "utf-8":
        text = data.decode("utf-8", "replace")
        good = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
        if good > text.count("\ufffd"):
            return storable(text)
    read = _try(data, "utf-8")
    if read is not None:
        return read
    return storable(data.decode("cp1252", "replace"))
