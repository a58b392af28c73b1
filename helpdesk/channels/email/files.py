"""Attachments: names that are fit for people and file systems, bytes as they were sent."""

import re
import unicodedata

from helpdesk.channels.email.bodies import Kept
from helpdesk.channels.email.charsets import storable
from helpdesk.channels.email.headers import split
from helpdesk.channels.email.mime import Part
from helpdesk.channels.email.parsed import ParsedAttachment
from helpdesk.channels.email.words import one_line

_NAME_LIMIT = 150
_ENDING_LIMIT = 20
_SEPARATORS = re.compile(r"[/\\]+")
_ENDINGS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "text/csv": "csv",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/rfc822-headers": "txt",
    "text/x-amp-html": "html",
    "message/rfc822": "eml",
    "message/global": "eml",
    "message/partial": "eml",
    "message/delivery-status": "txt",
    "message/feedback-report": "txt",
    "message/disposition-notification": "txt",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "image/tiff": "tiff",
    "image/bmp": "bmp",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/json": "json",
    "application/xml": "xml",
    "application/msword": "doc",
    "application/ics": "ics",
    "application/ms-tnef": "dat",
    "application/pgp-signature": "asc",
    "application/pgp-keys": "asc",
    "application/pgp-encrypted": "txt",
    "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s",
    "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m",
}


def attachments_of(kept: list[Kept], html: str, defects: list[str]) -> tuple[ParsedAttachment, ...]:
    """The kept parts as attachments; `inline` if the sender or the HTML shows them in the text."""
    return tuple(_attachment(one, number, html, defects) for number, one in enumerate(kept, 1))


def _attachment(kept: Kept, number: int, html: str, defects: list[str]) -> ParsedAttachment:
    part = kept.part
    data = part.content(defects) if kept.data is None else kept.data
    content_id = one_line(part.headers.first("content-id")).strip("<> ")[:250] or None
    shown = content_id is not None and f"cid:{content_id}" in html
    inline = (
        shown
        or (part.disposition.value == "inline" and not kept.related)
        or (kept.related and part.disposition.value != "attachment")
    )
    return ParsedAttachment(
        filename=_name(part, data, number),
        content_type=part.kind.value[:150],
        data=data,
        content_id=content_id,
        inline=inline,
    )


def _name(part: Part, data: bytes, number: int) -> str:
    given = part.disposition.parameters.get("filename") or part.kind.parameters.get("name")
    if not given and part.kind.value == "message/rfc822":
        given = f"{split(data)[0].text('subject')[:100] or 'message'}.eml"
    name = clean_name(given or one_line(part.headers.text("content-location")).rpartition("/")[2])
    ending = _ENDINGS.get(part.kind.value, "bin")
    return name or (f"invitation.{ending}" if ending == "ics" else f"part-{number}.{ending}")


def clean_name(name: str) -> str:
    """A file name without paths, control, direction and zero-width characters; 150 at most."""
    # Compose first and strip before anything looks at dots, so that nothing appears afterwards.
    name = unicodedata.normalize("NFC", storable(name))
    name = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in name)
    name = "".join(c for c in name if unicodedata.category(c) != "Cf")
    name = " ".join(_SEPARATORS.sub("_", name).split()).lstrip(". ").rstrip(". ")
    if len(name) <= _NAME_LIMIT:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _ENDING_LIMIT:
        return name[:_NAME_LIMIT]
    return f"{stem[: _NAME_LIMIT - len(ending) - 1]}.{ending}"
