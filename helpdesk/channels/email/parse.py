"""Reads a mail: raw bytes in, plain values out. It never fails, whatever the bytes.

What could not be read is named in `defects`; every part of the message is in the text or
among the attachments.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from helpdesk.channels.email.automatic import automatic_of
from helpdesk.channels.email.bodies import divide
from helpdesk.channels.email.bounces import Bounce, bounce_of
from helpdesk.channels.email.complaints import complaint_of
from helpdesk.channels.email.files import attachments_of
from helpdesk.channels.email.headers import LOOP_FIELD, Headers
from helpdesk.channels.email.invitations import invitation_of
from helpdesk.channels.email.message_ids import message_ids
from helpdesk.channels.email.mime import read_message
from helpdesk.channels.email.parsed import ParsedAttachment, ParsedMail, as_json
from helpdesk.channels.email.sender import recipients_of, sender_of
from helpdesk.channels.email.views import views_of
from helpdesk.channels.email.wire import pack

__all__ = ["as_json", "parse", "parse_packed"]

_HOPELESS = (RecursionError, LookupError, UnicodeError, ValueError, MemoryError, TypeError, AttributeError)
_DEFECT_LIMIT = 50
_REFERENCES = 100
_DATE_NOISE = re.compile(r"\([^()]*\)| {2,}")


def parse(raw: bytes) -> ParsedMail:
    """Everything a mail says. For bytes that defeat us, an object with the raw mail attached."""
    defects: list[str] = []
    try:
        return _parse(_newlines(raw), defects)
    except _HOPELESS as error:
        defects.append(f"unreadable: {type(error).__name__}")
        kept = ParsedAttachment("message.eml", "message/rfc822", raw)
        return ParsedMail(attachments=(kept,), defects=_told(defects))


def parse_packed(raw: bytes) -> bytes:
    """What a child process does: parse, and pack the answer for `wire.unpack`."""
    return pack(parse(raw))


def _parse(raw: bytes, defects: list[str]) -> ParsedMail:
    root = read_message(raw, defects)
    headers = root.headers
    headers.charset = next(
        (part.kind.parameters["charset"] for part in root.leaves() if "charset" in part.kind.parameters), None
    )
    mail = _header_values(headers, defects)
    bodies = divide(root, defects)
    views = views_of(bodies.segments, mail.subject, defects)
    complaint = complaint_of(root)
    bounce = Bounce() if complaint else bounce_of(raw, root, mail, views.text)
    automatic = automatic_of(headers, root, mail, is_bounce=bounce.is_bounce)
    files = attachments_of(bodies.files + views.files, views.html or "", defects)
    return replace(
        mail,
        text=views.text,
        reply_text=views.reply_text,
        quoted_text=views.quoted_text,
        html=views.html,
        reply_html=views.reply_html,
        html_too_large=views.html_too_large,
        has_remote_images=views.has_remote_images,
        attachments=files,
        invitation=invitation_of(files, defects),
        is_automatic=automatic.is_automatic,
        is_auto_reply=automatic.is_auto_reply,
        is_bounce=bounce.is_bounce,
        final_recipient=bounce.recipients,
        hard_bounce=bounce.hard,
        bounce_status=bounce.status,
        complaint=complaint,
        original_message_id=bounce.original_message_id,
        defects=_told(defects),
    )


def _header_values(headers: Headers, defects: list[str]) -> ParsedMail:
    sender = sender_of(headers, defects)
    return ParsedMail(
        from_email=sender.address.email,
        from_name=sender.address.name,
        from_ambiguous=sender.ambiguous,
        reply_to=recipients_of(headers, "reply-to", defects),
        to=recipients_of(headers, "to", defects),
        cc=recipients_of(headers, "cc", defects),
        subject=headers.text("subject")[:2000],
        message_id=next(iter(message_ids(headers, "message-id", limit=1)), ""),
        in_reply_to=next(iter(message_ids(headers, "in-reply-to", limit=1)), ""),
        references=message_ids(headers, "references", limit=_REFERENCES),
        date=_date(headers, defects),
        return_path=headers.first("return-path").strip("<> ")[:320] if headers.has("return-path") else None,
        delivered_to=_delivered_to(headers),
        authentication_results=tuple(headers.all("authentication-results")[:20]),
        received=tuple(headers.all("received")[:50]),
        auto_submitted=headers.first("auto-submitted")[:200],
        precedence=headers.first("precedence")[:200],
        list_id=headers.first("list-id")[:500],
        thread_topic=headers.text("thread-topic")[:2000],
        thread_index=headers.first("thread-index")[:2000],
        loop_marks=tuple(headers.all(LOOP_FIELD)[:20]),
    )


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "x-envelope-to", "envelope-to", "x-delivered-to")
    found = (value.strip("<> ")[:320] for name in names for value in headers.all(name)[:20])
    return tuple(dict.fromkeys(address for address in found if address))


def _date(headers: Headers, defects: list[str]) -> datetime | None:
    written = headers.first("date")[:100]
    if not written:
        return None
    try:
        date = parsedate_to_datetime(_DATE_NOISE.sub(" ", written).replace(" :", ":").replace(": ", ":"))
        # A mail that does not say its zone means UTC; far years overflow in the conversion.
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        defects.append("Date cannot be read")
        return None


def _newlines(raw: bytes) -> bytes:
    """The mail with line feeds where an old Mac or a broken relay wrote something else."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if b"\n" not in raw[:100_000] and b"\r" in raw:
        return raw.replace(b"\r", b"\n")
    if b"\r\r\n" in raw[:2000]:
        return raw.replace(b"\r\r\n", b"\r\n")
    return raw


def _told(defects: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(defects))[:_DEFECT_LIMIT]
