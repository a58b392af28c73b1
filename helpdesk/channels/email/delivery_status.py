"""Reads message/delivery-status (RFC 3464), the machine-readable part of a bounce."""

import re
from dataclasses import dataclass

from helpdesk.channels.email.headers import Headers, split
from helpdesk.channels.email.mime import Part

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_BLOCK_LIMIT = 500
_FAILED = ("fail", "delay")
_ARRIVED = frozenset({"delivered", "relayed", "expanded", "transferred"})


@dataclass(frozen=True, slots=True)
class RecipientStatus:
    """What a server says of one recipient; `action` is failed, delayed, delivered, relayed or expanded."""

    address: str
    action: str
    status: str
    diagnostic: str

    @property
    def is_failure(self) -> bool:
        """Say whether the mail did not arrive (yet). Where the action is no known word the status decides."""
        return self.action.startswith(_FAILED) or (self.action not in _ARRIVED and self.status[:1] in {"4", "5"})


def read_delivery_status(root: Part, defects: list[str]) -> list[RecipientStatus]:
    """Read the recipients of all delivery-status parts."""
    found: list[RecipientStatus] = []
    for part in root.leaves():
        if part.kind.value in {"message/delivery-status", "message/global-delivery-status"}:
            found += _recipients(part.content(defects)[:200_000])
    return found


def _recipients(data: bytes) -> list[RecipientStatus]:
    blocks = re.split(rb"\n[ \t\r]*\n", data.replace(b"\r\n", b"\n"))[:_BLOCK_LIMIT]
    return [one for one in map(_recipient, blocks) if one is not None]


def _recipient(block: bytes) -> RecipientStatus | None:
    fields, _ = split(block.strip(b"\n") + b"\n")
    if not (fields.has("final-recipient") or fields.has("original-recipient")):
        return None
    diagnostic = fields.first("diagnostic-code")
    written = _STATUS.search(fields.first("status"))
    status = written[1] if written else ""
    precise = _STATUS.search(diagnostic)
    # Many servers write 5.0.0 and put the exact code into the words of the other side.
    if precise and (not status or status.endswith(".0.0")):
        status = precise[1]
    action = fields.first("action").partition(" ")[0].partition(";")[0].lower()
    return RecipientStatus(_address(fields), action, status, diagnostic[:1000])


def _address(fields: Headers) -> str:
    """Prefer the address that was written by the sender: it is the one that he knows."""
    for name in ("original-recipient", "final-recipient"):
        kind, semicolon, value = fields.first(name).partition(";")
        address = (value if semicolon else kind).strip().strip("<>").strip()
        if "@" in address and " " not in address:
            return address[:320]
    return ""
