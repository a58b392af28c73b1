"""Carries a ParsedMail between processes: JSON for the words, then the attachments' bytes as they are.

Written out field by field by the dataclasses themselves, so nothing that arrives can become
code, as it could with pickle.
"""

import json
import struct
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from helpdesk.channels.email.addresses import Address
from helpdesk.channels.email.parsed import Complaint, Invitation, ParsedAttachment, ParsedMail

_SIZE = struct.Struct(">Q")
_ADDRESSES = ("reply_to", "to", "cc")


def pack(mail: ParsedMail) -> bytes:
    """The mail as bytes."""
    words = asdict(replace(mail, attachments=()))
    words["date"] = mail.date.isoformat() if mail.date else None
    words["attachments"] = [
        {**{f.name: getattr(one, f.name) for f in fields(one) if f.name != "data"}, "size": one.size}
        for one in mail.attachments
    ]
    head = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return b"".join([_SIZE.pack(len(head)), head, *(one.data for one in mail.attachments)])


def unpack(packed: bytes) -> ParsedMail:
    """The mail again. Raises ValueError if the bytes are not from pack()."""
    if len(packed) < _SIZE.size:
        raise ValueError("a packed mail is cut short")
    position = _SIZE.size + _SIZE.unpack_from(packed)[0]
    words = json.loads(packed[_SIZE.size : position])
    attachments = []
    for one in words["attachments"]:
        size = one.pop("size")
        if position + size > len(packed):
            raise ValueError("a packed mail is cut short")
        attachments.append(ParsedAttachment(data=packed[position : position + size], **one))
        position += size
    for name, value in words.items():
        if isinstance(value, list):
            words[name] = tuple(value)
    for name in _ADDRESSES:
        words[name] = tuple(Address(**one) for one in words[name])
    words["attachments"] = tuple(attachments)
    words["invitation"] = Invitation(**words["invitation"]) if words["invitation"] else None
    words["complaint"] = _complaint(words["complaint"])
    words["date"] = datetime.fromisoformat(words["date"]) if words["date"] else None
    return ParsedMail(**words)


def _complaint(words: dict[str, Any] | None) -> Complaint | None:
    if words is None:
        return None
    lists = {name: tuple(value) for name, value in words.items() if isinstance(value, list)}
    return Complaint(**{**words, **lists})
