"""What a mail says, as plain values: the answer of parse(), free of tickets and databases."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from helpdesk.channels.email.addresses import Address


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """A part that is kept as a file. `content_id` is without its angle brackets."""

    filename: str
    content_type: str
    data: bytes = field(repr=False)
    content_id: str | None = None
    inline: bool = False

    @property
    def size(self) -> int:
        """Bytes after decoding."""
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event of a calendar part. Times are ISO 8601: an instant with its zone, a time of nobody's zone, or a day.

    `answer` is what somebody says to an invitation of ours: accepted, declined, tentative.
    """

    method: Literal["request", "cancel", "reply", "event"]
    summary: str
    starts_at: str
    ends_at: str | None = None
    place: str = ""
    organiser: str = ""
    organiser_email: str = ""
    repeats: bool = False
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A provider's report that somebody called our mail spam: which one, by its Message-ID and marks, and who."""

    original_message_id: str = ""
    recipients: tuple[str, ...] = ()
    kind: str = ""
    loop_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """Everything the mailroom wants to know of a mail. No string holds a NUL or a lone surrogate."""

    from_email: str = ""
    from_name: str = ""
    # True unless there is exactly one From with exactly one address and no doubt: such a
    # sender's verdict can be no better than "ambiguous" (SECURITY R-TH 2).
    from_ambiguous: bool = True
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None

    text: str = ""  # all that is visible, as plain text
    reply_text: str = ""  # only what is new
    quoted_text: str = ""  # the rest: earlier mails that were quoted
    html: str | None = None  # cleaned; pictures of the mail itself as cid:
    reply_html: str | None = None  # cleaned, without the quote
    html_too_large: bool = False
    has_remote_images: bool = False
    attachments: tuple[ParsedAttachment, ...] = ()
    invitation: Invitation | None = None

    is_automatic: bool = False  # a machine wrote it: never answered by machine, never reopens
    is_auto_reply: bool = False
    is_bounce: bool = False
    final_recipient: tuple[str, ...] = ()
    hard_bounce: bool = False
    bounce_status: str = ""
    original_message_id: str = ""  # of the mail that bounced or was answered by a machine
    complaint: Complaint | None = None

    return_path: str | None = None  # "" is the null path of bounces, None: not given
    delivered_to: tuple[str, ...] = ()  # Delivered-To, X-Original-To, Envelope-To
    authentication_results: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    auto_submitted: str = ""
    precedence: str = ""
    list_id: str = ""
    thread_topic: str = ""
    thread_index: str = ""
    loop_marks: tuple[str, ...] = ()  # X-Loop and the like, to recognise our own mail
    defects: tuple[str, ...] = ()


def as_json(mail: ParsedMail, path: str) -> dict[str, object]:
    """The object that `mail parse` prints."""
    return {
        "path": path,
        "from_email": mail.from_email,
        "from_name": mail.from_name,
        "to": [address.email for address in mail.to],
        "cc": [address.email for address in mail.cc],
        "subject": mail.subject,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else None,
        "body": mail.text,
        "reply_text": mail.reply_text,
        "html": mail.html,
        "attachments": [
            {
                "filename": attachment.filename,
                "content_type": attachment.content_type,
                "size": attachment.size,
                "content_id": attachment.content_id,
                "inline": attachment.inline,
            }
            for attachment in mail.attachments
        ],
        "is_auto_reply": mail.is_auto_reply,
        "is_bounce": mail.is_bounce,
        "final_recipient": list(mail.final_recipient),
        "hard_bounce": mail.hard_bounce,
        "bounce_status": mail.bounce_status,
        "defects": list(mail.defects),
    }
