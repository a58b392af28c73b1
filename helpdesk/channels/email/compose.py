"""Builds the mail that leaves, so that nothing a stranger wrote can become a header (SECURITY finding 1).

Values lose their control characters, anything like an encoded word is encoded once more, and the finished mail is read
again: unless it has exactly the intended header it does not leave.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any

from helpdesk.channels.base import Address, Outbound, OutboundFile, PermanentFailure, Place
from helpdesk.channels.email.inbound import LOOP_HEADER
from helpdesk.channels.email.outlook import answering
from helpdesk.kernel.clock import now
from helpdesk.kernel.tokens import signature

MAX_REFERENCES = 1500
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,400}>")
MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")
SENDABLE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,128}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})")
ON_THE_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=78)

_utf8 = Charset("utf-8")
_utf8.body_encoding = QP


def message_id(number: int, address: str) -> str:
    """Return the Message-ID of our message with this number: always the same, and not to be guessed."""
    return f"<{signature('message-id', number)}@{address.rpartition('@')[2]}>"


def reply_address(address: str, token: str) -> str:
    """Return the inbox's address with the token that lets an answer join: `support+<token>@acme.test`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def sendable(address: str) -> str | None:
    """Return the address as mail servers take it (an IDN in its ASCII form), or None when it cannot be written to."""
    local, _, domain = address.rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return written if SENDABLE.fullmatch(written) else None


def one_line(text: str) -> str:
    """Return the text without line breaks, control, bidi and zero-width characters."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Cn")).split())


def encoded(text: str) -> str:
    """Return a header's text in ASCII; what looks like an encoded word already is text too, and is encoded."""
    text = one_line(text)
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8", maxlinelen=66).encode(linesep="\n")


def mailbox(address: Address) -> str:
    """Return `name <address>` as a header wants it."""
    name = one_line(address.name)
    if not name:
        return f"<{address.value}>"
    if name.isascii() and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address.value}>'
    return f"{encoded(name)} <{address.value}>"


def references(ids: Sequence[str]) -> str:
    """Return a References value: the first id and the newest ones, as many as fit 1,500 characters."""
    good = list(dict.fromkeys(one for one in ids if MESSAGE_ID.fullmatch(one)))
    first, rest, room = good[:1], [], MAX_REFERENCES - sum(len(one) + 1 for one in good[:1])
    for one in reversed(good[1:]):
        room -= len(one) + 1
        if room < 0:
            break
        rest.append(one)
    return " ".join(first + rest[::-1])


def thread_headers(outbound: Outbound) -> list[tuple[str, str]]:
    """Return the header fields that any route carries: identity, thread, loop mark, RFC 3834."""
    answered = outbound.in_reply_to or ""
    fields = [
        ("Message-ID", outbound.external_id or ""),
        ("In-Reply-To", answered if MESSAGE_ID.fullmatch(answered) else ""),
        ("References", references(outbound.references)),
        (LOOP_HEADER, outbound.loop_mark),
    ]
    for name, value in answering(outbound.thread, at=outbound.sent_at or now(), number=outbound.number).items():
        fields.append((name, " ".join(encoded(value).split())))
    if outbound.automatic:
        submitted = "auto-replied" if outbound.answers else "auto-generated"
        fields += [("Auto-Submitted", submitted), ("X-Auto-Response-Suppress", "All")]
    if outbound.bulk:
        fields.append(("Precedence", "bulk"))
    return [(name, value) for name, value in fields if value]


def mime(outbound: Outbound, place: Place[Any]) -> bytes:
    """Return the whole mail as bytes. Raises `PermanentFailure` when its header is not what was meant."""
    fields = [
        ("From", mailbox(Address(place.address, place.name))),
        ("To", ", ".join(mailbox(one) for one in outbound.to) or "undisclosed-recipients:;"),
        ("Cc", ", ".join(mailbox(one) for one in outbound.cc)),
        ("Reply-To", f"<{reply_address(place.address, outbound.reply_token)}>" if outbound.reply_token else ""),
        ("Subject", encoded(outbound.subject)),
        ("Date", format_datetime(outbound.sent_at or now())),
        *thread_headers(outbound),
    ]
    message = _body(outbound)
    own = [(name, str(value)) for name, value in message.items()]
    for name, value in fields:
        if value or name == "Subject":
            message[name] = value
    raw = message.as_bytes(policy=ON_THE_WIRE)
    _check(raw, [*own, *[(name, value) for name, value in fields if value or name == "Subject"]])
    return raw


def _body(outbound: Outbound) -> MIMEBase:
    words: MIMEBase = _text(outbound.text, "plain")
    if outbound.html is not None:
        pictures = [file for file in outbound.files if file.inline and file.content_id]
        html: MIMEBase = _text(outbound.html, "html")
        words = _multipart("alternative", [words, _with_files("related", html, pictures)])
    rest = [file for file in outbound.files if not (file.inline and file.content_id and outbound.html is not None)]
    return _with_files("mixed", words, rest)


def _text(text: str, kind: str) -> MIMEText:
    part = MIMEText("", kind, "us-ascii")
    del part["Content-Transfer-Encoding"]
    part.set_payload(text.encode("utf-8", "replace").decode("utf-8"), _utf8)
    return part


def _multipart(kind: str, parts: Sequence[MIMEBase]) -> MIMEMultipart:
    # Neither base64 nor quoted-printable ever writes "=_", so no body can end a part early.
    whole = MIMEMultipart(kind, boundary=f"=_{secrets.token_hex(12)}")
    for part in parts:
        del part["MIME-Version"]
        whole.attach(part)
    return whole


def _with_files(kind: str, part: MIMEBase, files: Sequence[OutboundFile]) -> MIMEBase:
    return _multipart(kind, [part, *[_file(file) for file in files]]) if files else part


def _file(file: OutboundFile) -> MIMEBase:
    media_type = file.media_type.lower()
    if not MEDIA_TYPE.fullmatch(media_type) or media_type.startswith(("message/", "multipart/")):
        media_type = "application/octet-stream"  # A mail inside must not be encoded; as plain bytes it may.
    part = MIMEBase(*media_type.split("/"))
    part.set_payload(file.read())
    encode_base64(part)
    name = one_line(file.filename)
    filename: str | tuple[str, str, str] = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "inline" if file.inline else "attachment", filename=filename)
    content_id = re.sub(r"[^!-~]", "", file.content_id or "").strip("<>")[:400]
    if content_id:
        part.add_header("Content-ID", f"<{content_id}>")
    return part


def _check(raw: bytes, intended: Sequence[tuple[str, str]]) -> None:
    """Read the mail back; refuse unless it has exactly these fields with exactly these values."""
    read = [(name, _bare(str(value))) for name, value in message_from_bytes(raw).items()]
    if read != [(name, _bare(value)) for name, value in intended]:
        raise PermanentFailure("The mail would not have the header it should have.")


def _bare(value: str) -> str:
    return re.sub(r"\s+", "", value)
