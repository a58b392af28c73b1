"""What Outlook and Exchange keep a thread together by, beside References: Thread-Topic and Thread-Index (MS-OXOMSG).

An index is base64: 22 bytes of the conversation (a reserved 01, five bytes of its time, 16 of a GUID), and five bytes
for every answer since: how long after the beginning it was written. An answer of ours is one block more.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

ROOT_BYTES, CHILD_BYTES, MOST_BYTES = 22, 5, 22 + 5 * 60
INDEX = re.compile(r"[A-Za-z0-9+/]{28,480}={0,2}")
MAX_TOPIC = 255
TICK = timedelta(microseconds=1)
TICKS_PER_MICROSECOND = 10
BEGINNING = datetime(1601, 1, 1, tzinfo=UTC)
# A block says the time in steps of 2^18 ticks (26 ms); from 2^49 ticks (1.8 years) on in steps of 2^23 (0.8 s).
COARSE, FINE_SHIFT, COARSE_SHIFT = 1 << 49, 18, 23
THIRTY_ONE_BITS = (1 << 31) - 1


def kept(topic: str, index: str) -> dict[str, str]:
    """Return what of these two fields an answer must echo; empty for mails of other programs."""
    good = {"topic": topic[:MAX_TOPIC].strip(), "index": "".join(index.split())}
    if _bytes_of(good["index"]) is None:
        good["index"] = ""
    return {name: value for name, value in good.items() if value}


def answering(thread: Mapping[str, str], *, at: datetime, number: int) -> dict[str, str]:
    """Return the two fields of an answer written at an instant; the same answer has the same ones each time."""
    said = {"Thread-Topic": str(thread.get("topic", ""))[:MAX_TOPIC]}
    index = _bytes_of(str(thread.get("index", "")))
    if index is not None:
        block = _block(index, at, number) if len(index) + CHILD_BYTES <= MOST_BYTES else b""
        said["Thread-Index"] = base64.b64encode(index + block).decode("ascii")
    return {name: value for name, value in said.items() if value}


def _bytes_of(index: str) -> bytes | None:
    """Return an index as bytes, or None for what is none."""
    if not INDEX.fullmatch(index):
        return None
    try:
        raw = base64.b64decode(index, validate=True)
    except binascii.Error:
        return None
    fits = ROOT_BYTES <= len(raw) <= MOST_BYTES and (len(raw) - ROOT_BYTES) % CHILD_BYTES == 0
    return raw if fits else None


def _block(index: bytes, at: datetime, number: int) -> bytes:
    """Return the five bytes of one answer: whether the steps are coarse, 31 bits of time, four bits to tell twins."""
    began = int.from_bytes(index[:6], "big") << 16
    ticks = (at - BEGINNING) // TICK * TICKS_PER_MICROSECOND
    since = max(0, ticks - began)
    coarse = since >= COARSE
    steps = (since >> (COARSE_SHIFT if coarse else FINE_SHIFT)) & THIRTY_ONE_BITS
    return (((coarse << 31 | steps) << 8) | (number & 0xF) << 4).to_bytes(CHILD_BYTES, "big")
