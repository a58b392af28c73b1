"""Files an agent brings: uploaded first, owned by them until a reply or note takes them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

import puremagic
from sqlalchemy import delete, exists, select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.blobs import store
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.timers import every
from helpdesk.tickets.drafts import DraftFile
from helpdesk.tickets.models import Attachment, Message
from helpdesk.tickets.pictures import content_id_of, uploads_in

MAX_FILES = 20
MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_NAME = 150
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
KEPT_FOR = timedelta(days=1)
HIDING = re.compile(r"^[\s.]+")


class TooLarge(Problem):
    """A file is over the limit."""

    status, code, words = 413, "too_large", "A file may have at most 25 MB."


def upload(data: bytes, *, filename: str, claimed_type: str, by: Agent) -> Attachment:
    """Keep a file for a message to come. Its type is what its bytes say, else what its name or the browser claims."""
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge
    name, media_type = safe_name(filename), media_type_of(data, claimed_type)
    blob = store(data, media_type=media_type)
    attachment = Attachment(
        blob_sha=blob.sha256, filename=name, media_type=media_type, size=len(data), uploaded_by_id=by.id
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def take(message: Message, upload_ids: Sequence[int], *, by: Agent) -> None:
    """Give an agent's own unused uploads to a message, and those that its HTML shows in place.

    Raises `BadInput` for anybody else's or a used one.
    """
    shown = uploads_in(message.html)
    wanted = {*upload_ids, *shown}
    if len(wanted) > MAX_FILES:
        raise BadInput(_("A message may carry at most 20 files."), "attachments")
    if not wanted:
        return
    own = select(Attachment).where(
        Attachment.id.in_(wanted), Attachment.uploaded_by_id == by.id, Attachment.message_id.is_(None)
    )
    found = db.session.scalars(own.with_for_update()).all()
    if len(found) != len(wanted):
        raise BadInput(_("A file is no longer there. Attach it again."), "attachments")
    for attachment in found:
        attachment.message_id = message.id
        if attachment.id in shown and attachment.media_type in SHOWN_INLINE:
            attachment.content_id, attachment.inline = content_id_of(attachment.id), True


def drop(attachment_id: int, *, by: Agent) -> None:
    """Throw an own unused upload away; anything else stays as it is."""
    db.session.execute(
        delete(Attachment).where(
            Attachment.id == attachment_id, Attachment.uploaded_by_id == by.id, Attachment.message_id.is_(None)
        )
    )


def safe_name(name: str) -> str:
    """Return a file name fit to show and to save: NFC, no controls, bidi or zero-width marks, no path, ≤150 (R-ATT).

    The invisible characters go before anything else is looked at: a mailed `.htaccess` once passed a check that ran
    before U+200B was removed, and an accent that stood behind a control character joined its letter only afterwards.
    """
    visible = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    base = HIDING.sub("", unicodedata.normalize("NFC", visible).replace("\\", "/").rsplit("/", 1)[-1]).rstrip()
    if len(base) > MAX_NAME:
        stem, dot, ending = base.rpartition(".")
        base = stem[: MAX_NAME - 12] + dot + ending[:11] if dot else base[:MAX_NAME]
    return base.rstrip() or "file"


def media_type_of(data: bytes, claimed: str) -> str:
    """Return the media type the first bytes say; a picture or PDF is never taken on trust."""
    try:
        found = puremagic.from_string(data[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    claimed = claimed.split(";", maxsplit=1)[0].strip().lower()[:100]
    if found:
        return str(found)[:100]
    trusted = claimed.isascii() and claimed.count("/") == 1 and claimed not in SHOWN_INLINE | {"application/pdf"}
    return claimed if trusted and not claimed.startswith(("text/html", "image/svg")) else "application/octet-stream"


@every("tickets.forget_uploads", timedelta(hours=6))
def forget_uploads() -> None:
    """Throw away uploads that no message took within a day, and that no draft holds."""
    old, held = now() - KEPT_FOR, exists().where(DraftFile.attachment_id == Attachment.id)
    db.session.execute(delete(Attachment).where(Attachment.message_id.is_(None), Attachment.created_at < old, ~held))
