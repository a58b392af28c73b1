"""Reads what providers report when somebody calls our mail spam: Abuse Reporting Format (RFC 5965)."""

from helpdesk.channels.email.bounces import returned, returned_to
from helpdesk.channels.email.headers import LOOP_FIELD, split
from helpdesk.channels.email.message_ids import message_ids
from helpdesk.channels.email.mime import Part
from helpdesk.channels.email.parsed import Complaint

_FIELDS_LIMIT = 64 * 1024
_RECIPIENTS_LIMIT = 20
# RFC 5965, and what providers wrote before it. A report of failed authentication (RFC 6591) is no complaint.
_COMPLAINING = frozenset({"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "miscategorized"})


def complaint_of(root: Part) -> Complaint | None:
    """Return the complaint, or None for any other mail; whom it names as recipient is as the provider says."""
    if root.kind.value != "multipart/report":
        return None
    report = next((part for part in root.leaves() if part.kind.value == "message/feedback-report"), None)
    if report is None:
        return None
    fields, _ = split(report.content([])[:_FIELDS_LIMIT].strip(b"\r\n") + b"\n\n")
    kind = fields.first("feedback-type").strip().lower()
    if kind not in _COMPLAINING:
        return None
    told = [_bare(value) for value in fields.all("original-rcpt-to")[:_RECIPIENTS_LIMIT]]
    originals = list(returned(root))
    names = [name for headers in originals for name in message_ids(headers, "message-id", limit=1)]
    return Complaint(
        original_message_id=names[0] if names else "",
        recipients=tuple(one for one in told if "@" in one) or returned_to(root),
        kind=kind,
        loop_marks=tuple(mark.lower() for headers in originals for mark in headers.all(LOOP_FIELD))[:_RECIPIENTS_LIMIT],
    )


def _bare(value: str) -> str:
    return value.rpartition(";")[2].strip().strip("<>").strip()[:320]
