"""From kept bytes to what somebody wrote: parsed in a bounded child process, judged and named here."""

import atexit
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from helpdesk.channels.base import Address, Bounced, Complained, File, Inbound, Kept, Place, Receipt
from helpdesk.channels.email import outlook
from helpdesk.channels.email.parsed import ParsedMail
from helpdesk.channels.email.posted import RAW_FIELD, events_in, facts_of, unzipped
from helpdesk.channels.email.rebuilt import json_object, mail_of
from helpdesk.channels.email.receipts import receipts_in
from helpdesk.channels.email.settings import EmailSettings
from helpdesk.channels.email.verdicts import verdict_of
from helpdesk.channels.email.wire import unpack
from helpdesk.kernel.children import Children

LOOP_HEADER = "X-Helpdesk-Loop"
LOOP = re.compile(rb"^X-Helpdesk-Loop[ \t]*:[ \t]*([0-9a-z-]{1,80})[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
HEADER_BYTES = 256 * 1024
MAX_LOOP_MARKS = 20
MAX_SHOWN_DEFECTS = 10

# The worst mail we could think of takes 0.3 s; whatever takes longer than this keeps a queue of others waiting.
CPU_SECONDS = 6

_children = Children("helpdesk.channels.email.parse:parse_packed", cpu_seconds=CPU_SECONDS)
atexit.register(_children.close)


class NotAMail(ValueError):
    """What was posted is no form, so nobody can say what it is."""


def understood(kept: Kept, place: Place[EmailSettings]) -> list[Inbound | Receipt]:
    """Return what the kept bytes say. Raises `ChildFailed`, `NotAMail` or ValueError for what defeats us."""
    raw = kept.data.read()
    match kept.form:
        case "events":
            return list(receipts_in(events_in(raw)))
        case "mime":
            return [_inbound(raw, kept.facts, place)]
        case "parts":
            kept.data.seek(0)
            parts = unzipped(kept.data)
            own = [part for part in parts if part.name == RAW_FIELD]
            mail = own[0].value() if len(own) == 1 else mail_of(parts)
            return [_inbound(mail, facts_of([part for part in parts if part.name != RAW_FIELD]), place)]
        case _:
            raise NotAMail


def opened(raw: bytes) -> ParsedMail:
    """Return what a mail says that somebody attached whole, read in a bounded child. Raises `ChildFailed`."""
    return unpack(_children.call(raw))


def _inbound(raw: bytes, facts: Mapping[str, Any], place: Place[EmailSettings]) -> Inbound:
    mail = opened(raw)
    return Inbound(
        sender=Address(mail.from_email, mail.from_name),
        verdict=verdict_of(mail, facts, place.settings.authserv_id),
        subject=mail.subject,
        text=mail.reply_text,
        quoted_text=mail.quoted_text or None,
        html=mail.html,
        has_remote_images=mail.has_remote_images,
        external_id=mail.message_id or None,
        references=tuple(dict.fromkeys(ref for ref in (*mail.references, mail.in_reply_to) if ref)),
        to=tuple(Address(one.email, one.name) for one in mail.to),
        cc=tuple(Address(one.email, one.name) for one in mail.cc),
        arrived_at=_arrived_at(mail, facts),
        sent_at=mail.date,
        automatic=mail.is_automatic,
        # "auto-generated" is a machine's first word (a shop's notice), not a machine's answer.
        auto_reply=mail.is_auto_reply and not mail.auto_submitted.lower().startswith("auto-generated"),
        bounced=_bounced(mail),
        complained=_complained(mail),
        loop_marks=_loop_marks(raw),
        files=tuple(File(a.filename, a.content_type, a.data, a.content_id, a.inline) for a in mail.attachments),
        headers=_headers(mail),
    )


def _arrived_at(mail: ParsedMail, facts: Mapping[str, Any]) -> tuple[str, ...]:
    envelope = json_object(str(facts.get("envelope", "")).encode("utf-8", "replace")).get("to")
    told = [one for one in envelope if isinstance(one, str)] if isinstance(envelope, list) else []
    written = [one.email for one in (*mail.to, *mail.cc)]
    return tuple(dict.fromkeys([*told, *mail.delivered_to, *written]))


def _bounced(mail: ParsedMail) -> Bounced | None:
    if not mail.is_bounce:
        return None
    return Bounced(mail.original_message_id, mail.final_recipient, mail.hard_bounce, mail.bounce_status)


def _complained(mail: ParsedMail) -> Complained | None:
    told = mail.complaint
    return Complained(told.original_message_id, told.recipients, told.kind, told.loop_marks) if told else None


def _loop_marks(raw: bytes) -> tuple[str, ...]:
    """Return the marks in the mail's own header; those of a mail inside it (a forwarded one) do not count."""
    header = raw[:HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return tuple(mark.decode("ascii").lower() for mark in LOOP.findall(header)[:MAX_LOOP_MARKS])


def _headers(mail: ParsedMail) -> dict[str, Any]:
    """Return what is kept beside the message for people to look at."""
    said: dict[str, Any] = {
        "from": mail.from_email,
        "from_name": mail.from_name,
        "to": [one.email for one in mail.to],
        "cc": [one.email for one in mail.cc],
        "reply_to": [one.email for one in mail.reply_to],
        "subject": mail.subject,
        "defects": list(mail.defects[:MAX_SHOWN_DEFECTS]),
        "html_too_large": mail.html_too_large,
        "invitation": asdict(mail.invitation) if mail.invitation else None,
        "thread": outlook.kept(mail.thread_topic, mail.thread_index),
    }
    return {name: value for name, value in said.items() if value}
