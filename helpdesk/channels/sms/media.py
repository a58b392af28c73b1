"""Fetches the pictures and files of a text (MMS) from Twilio, outside of any transaction; from nobody else.

https://www.twilio.com/docs/messaging/api/media-resource: the address answers with a redirect to the bytes.
"""

import base64
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from helpdesk.channels.base import File, NotYet
from helpdesk.channels.sms.posted import first
from helpdesk.channels.sms.settings import Account
from helpdesk.kernel.clock import now
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.outbound import Blocked, FetchFailed, fetch

MAX_FILES = 10
MAX_BYTES = 16 * 1024 * 1024
SECONDS = 30.0
# A text must not wait for ever for its picture.
PATIENCE = timedelta(minutes=10)
ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
    "video/mp4": "mp4", "video/3gpp": "3gp", "audio/mpeg": "mp3", "audio/amr": "amr", "audio/ogg": "ogg",
    "text/vcard": "vcf", "text/x-vcard": "vcf", "text/calendar": "ics", "application/pdf": "pdf", "text/plain": "txt",
}  # fmt: skip


def files_in(fields: dict[str, list[str]], account: Account | None, *, since: datetime) -> tuple[list[File], list[str]]:
    """Return the files of a text, and a sentence for each that is lost.

    `since` is when the text came. Raises `NotYet` while a file that Twilio cannot give now may still come.
    """
    count = first(fields, "NumMedia")
    files: list[File] = []
    lost: list[str] = []
    for number in range(min(int(count), MAX_FILES) if count.isascii() and count.isdecimal() and len(count) < 4 else 0):  # noqa: PLR2004
        media_type = first(fields, f"MediaContentType{number}").partition(";")[0].strip().lower()[:120]
        data = _bytes(first(fields, f"MediaUrl{number}"), account, since)
        if data is None:
            lost.append(_("[A file of this message could not be fetched from Twilio.]"))
        else:
            name = f"{media_type.partition('/')[0] or 'file'}-{number + 1}.{ENDINGS.get(media_type, 'bin')}"
            files.append(File(name, media_type or "application/octet-stream", data))
    return files, lost


def _bytes(url: str, account: Account | None, since: datetime) -> bytes | None:
    origin = _trusted(url, account)
    if account is None or origin is None:
        return None
    login = base64.b64encode(f"{account.sid}:{account.token}".encode()).decode("ascii")
    headers = {"authorization": f"Basic {login}"}
    try:
        answer = fetch(url, headers=headers, max_bytes=MAX_BYTES, total_seconds=SECONDS, trusted=origin)
    except Blocked:
        return None
    except FetchFailed:
        _perhaps_later(since)
        return None
    if answer.status == 200:  # noqa: PLR2004
        return answer.body
    # What is gone or refused stays so; the rest is Twilio's own trouble, or the file is not there yet.
    if answer.status not in {400, 401, 403, 410}:
        _perhaps_later(since)
    return None


def _trusted(url: str, account: Account | None) -> str | None:
    """Return "" for an address of Twilio's, the origin for the API named in the environment, None for any other."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        base = urlsplit(account.base if account else "")
    except ValueError:
        return None
    if base.netloc and (parts.scheme, parts.netloc) == (base.scheme, base.netloc):
        return f"{base.scheme}://{base.netloc}"
    ours = host == "twilio.com" or host.endswith(".twilio.com")
    return "" if parts.scheme == "https" and ours else None


def _perhaps_later(since: datetime) -> None:
    if now() - since < PATIENCE:
        raise NotYet("a file of a text")
