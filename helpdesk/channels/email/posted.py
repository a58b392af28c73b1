"""What SendGrid's Inbound Parse posts, kept losslessly: the mail itself (raw mode), or every field and file in a zip.

https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
The zip is written the same way each time, so that a retried post has the same SHA-256 whatever its boundary was.
"""

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Sequence
from typing import Any, BinaryIO

from helpdesk.channels.base import Incoming, Kept, Part, WrongShape

SPOOL_BYTES = 512 * 1024
MAX_FACT_BYTES = 64 * 1024
MAX_EVENTS_BYTES = 10 * 1024 * 1024
PEEK_BYTES = 64 * 1024
INDEX = "parts.json"
EPOCH = (1980, 1, 1, 0, 0, 0)
FROM = re.compile(rb"^From[ \t]*:((?:[^\n]|\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"[^\s<>\"',;:()]{1,200}@[^\s<>\"',;:()]{1,200}")
RAW_FIELD = "email"


def keep_mail(request: Incoming) -> Kept:
    """Pack a posted mail. Content is never refused: what is no form at all is kept as it came."""
    if not request.parts:
        media_type = request.headers.get("content-type", "")[:200]
        form = "mime" if media_type.startswith("message/rfc822") else "body"
        return Kept(form, request.body, "message/rfc822", {"content_type": media_type}, peek(request.body))
    raw = [part for part in request.parts if part.name == RAW_FIELD]
    others = [part for part in request.parts if part.name != RAW_FIELD]
    if len(raw) == 1 and all(part.filename is None and _size(part.file) <= MAX_FACT_BYTES for part in others):
        return Kept("mime", raw[0].file, "message/rfc822", facts_of(others), peek(raw[0].file))
    sender = next((part.value() for part in request.parts if part.name == "from"), b"")
    return Kept("parts", _zipped(request.parts), "application/zip", {}, _first_address(sender[:PEEK_BYTES]))


def keep_events(request: Incoming) -> Kept:
    """Check that a signed post is a list of events, and keep it as it came. Raises `WrongShape`."""
    if _size(request.body) > MAX_EVENTS_BYTES:
        raise WrongShape("too large")
    events_in(request.body.read())
    return Kept("events", request.body, "application/json", {}, "events")


def events_in(raw: bytes) -> list[dict[str, Any]]:
    """Return the events of a post. Raises `WrongShape`."""
    try:
        events = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WrongShape("no JSON") from error
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise WrongShape("no list of events")
    return events


def unzipped(data: BinaryIO) -> list[Part]:
    """Return the fields and files again, in the order of the zip."""
    with zipfile.ZipFile(data) as archive:
        index = json.loads(archive.read(INDEX))
        return [
            Part(one["name"], io.BytesIO(archive.read(str(number))), one["filename"], one["media_type"])
            for number, one in enumerate(index)
        ]


def facts_of(parts: Sequence[Part]) -> dict[str, str]:
    """Return fields as text that any database can keep."""
    return {_clean(part.name): _clean(_text(part.value())) for part in parts if part.filename is None}


def peek(mail: BinaryIO) -> str:
    """Return the address in the From field, as far as the first bytes show it; a guess, good enough to sort by."""
    mail.seek(0)
    start = mail.read(PEEK_BYTES)
    mail.seek(0)
    found = FROM.search(start)
    return _first_address(found[1]) if found else ""


def _first_address(value: bytes) -> str:
    found = ADDRESS.findall(value)
    return found[-1].decode("latin-1").lower() if found else ""


def _zipped(parts: Sequence[Part]) -> BinaryIO:
    ordered = sorted(parts, key=lambda part: (part.name, part.filename or ""))
    file = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 -- The caller stores it.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        index = [
            {"name": _clean(one.name), "filename": one.filename and _clean(one.filename), "media_type": one.media_type}
            for one in ordered
        ]
        archive.writestr(zipfile.ZipInfo(INDEX, EPOCH), json.dumps(index))
        for number, part in enumerate(ordered):
            part.file.seek(0)
            with archive.open(zipfile.ZipInfo(str(number), EPOCH), "w") as entry:
                while chunk := part.file.read(SPOOL_BYTES):
                    entry.write(chunk)
    file.seek(0)
    return file  # type: ignore[return-value] # It has all that a binary file has.


def _size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _clean(text: str) -> str:
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
