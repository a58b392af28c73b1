"""Turns what SendGrid took apart (parsed mode) back into one mail, so that there is one parser and not two.

Bytes stay bytes: each text travels in base64 under the charset SendGrid names for it.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from helpdesk.channels.base import Part

CHARSET = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}", re.IGNORECASE)
DESCRIBES_BODY = re.compile(rb"(?:content-[a-z-]+|mime-version)[ \t]*:", re.IGNORECASE)
OUTER, INNER = b"=_outer_parts", b"=_inner_parts"  # Base64 holds no underscore, so no body can end them early.
ADDRESSED = ("from", "to", "cc", "subject")
BODIES = (("text", "text/plain"), ("html", "text/html"))


def mail_of(parts: Sequence[Part]) -> bytes:
    """Return the mail with the sender's own header, its texts and all its files."""
    fields = {part.name: part.value() for part in parts if part.filename is None}
    charsets = json_object(fields.get("charsets", b""))
    lines = [_header(fields, charsets), b"MIME-Version: 1.0\r\n", _begin("mixed", OUTER)]
    lines += [b"--", OUTER, b"\r\n", _begin("alternative", INNER)]
    for name, media_type in BODIES:
        if name in fields:
            kind = f"{media_type}; charset={_charset(charsets.get(name))}"
            lines += [b"--", INNER, b"\r\n", _entity(kind, "", fields[name])]
    lines += [b"--", INNER, b"--\r\n"]
    described = json_object(fields.get("attachment-info", b""))
    for part in parts:
        if part.filename is not None:
            lines += [b"--", OUTER, b"\r\n", _file(part, described.get(part.name))]
    return b"".join([*lines, b"--", OUTER, b"--\r\n"])


def json_object(value: bytes) -> dict[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _header(fields: Mapping[str, bytes], charsets: Mapping[str, Any]) -> bytes:
    """Return the original header without what described the original body; without one, what SendGrid read of it."""
    if fields.get("headers", b"").strip():
        return _without_body_fields(fields["headers"])
    said = []
    for name in ADDRESSED:
        if name in fields:
            value = fields[name].decode(_charset(charsets.get(name)), "replace")
            said.append(f"{name.title()}: {' '.join(value.split())}\r\n".encode())
    return b"".join(said)


def _without_body_fields(header: bytes) -> bytes:
    kept, keeping = [], True
    for line in header.replace(b"\r\n", b"\n").split(b"\n"):
        if not line.startswith((b" ", b"\t")):
            keeping = bool(line) and not DESCRIBES_BODY.match(line)
        if keeping:
            kept.append(line + b"\r\n")
    return b"".join(kept)


def _begin(kind: str, boundary: bytes) -> bytes:
    return f'Content-Type: multipart/{kind}; boundary="{boundary.decode()}"\r\n\r\n'.encode()


def _file(part: Part, described: object) -> bytes:
    told = described if isinstance(described, dict) else {}
    name = str(told.get("filename") or told.get("name") or part.filename or "")
    media_type = str(told.get("type") or part.media_type).partition(";")[0].strip()
    content_id = re.sub(r"[^!-~]", "", str(told.get("content-id") or ""))[:500].strip("<>")
    extra = f"Content-Disposition: {'inline' if content_id else 'attachment'}; filename*=utf-8''{_quoted(name)}\r\n"
    if content_id:
        extra += f"Content-ID: <{content_id}>\r\n"
    return _entity(media_type if MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream", extra, part.value())


def _entity(media_type: str, extra: str, body: bytes) -> bytes:
    head = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n{extra}\r\n"
    return head.encode("ascii") + base64.encodebytes(body).replace(b"\n", b"\r\n")


def _charset(name: object) -> str:
    if isinstance(name, str) and CHARSET.fullmatch(name):
        try:
            "".encode(name)
        except (LookupError, UnicodeError):
            return "utf-8"
        return name
    return "utf-8"


def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "replace")[:600], safe="")
