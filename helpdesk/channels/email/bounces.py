"""Recognises returned mail: by its machine-readable part, else by the words of known servers.

Gated: only what a mail server seems to have sent is looked at, for customers quote
bounces when they ask about them.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes

from flufl.bounce import all_failures

from helpdesk.channels.email.bounce_words import (
    ADDRESS,
    CODE,
    DAEMON_NAMES,
    DAEMONS,
    FAILURE,
    RETURNED_MAIL,
    STATUS,
    SUBJECTS,
    is_hard,
)
from helpdesk.channels.email.charsets import storable
from helpdesk.channels.email.delivery_status import RecipientStatus, read_delivery_status
from helpdesk.channels.email.headers import Headers, split
from helpdesk.channels.email.message_ids import message_ids
from helpdesk.channels.email.mime import Part
from helpdesk.channels.email.parsed import ParsedMail
from helpdesk.channels.email.sender import recipients_of

_SCAN_LIMIT = 128 * 1024
_NESTED_LIMIT = 20
_WORDS_LIMIT = 20_000
_RECIPIENT_LIMIT = 100
_RETURNED = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"})
_ANSWER = re.compile(r"\s{0,5}(?:re|aw|sv|antw|fwd?|wg|tr)\s{0,3}(?:\[\d{1,4}\])?\s{0,3}:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce says: of whom, the RFC 3463 status, and whether the address is gone for good."""

    is_bounce: bool = False
    recipients: tuple[str, ...] = ()
    hard: bool = False
    status: str = ""
    original_message_id: str = ""


def bounce_of(raw: bytes, root: Part, mail: ParsedMail, text: str) -> Bounce:
    """Tell whether a mail is a bounce, and of whom."""
    statuses = read_delivery_status(root, [])
    smell = _smell(root, mail)
    if smell == 0 and not statuses:
        return Bounce()
    if statuses and not any(status.is_failure or not status.action for status in statuses):
        return Bounce()  # Good news: delivered, relayed.
    failed = [status for status in statuses if status.is_failure]
    words = _words(text)
    recipients = _failed_recipients(root) + _by_known_servers(raw, root) or [one.address for one in failed]
    if not recipients and smell > 1:
        recipients = _near_failures(words, mail)
    if not recipients and not (failed or (smell > 1 and SUBJECTS.search(mail.subject))):
        return Bounce()
    bounce = _bounce(recipients, failed, words, root)
    # Whom the returned mail was for may be a list or an alias: too weak to suppress an address.
    return bounce if bounce.recipients else replace(bounce, recipients=returned_to(root), hard=False)


def _bounce(recipients: list[str], failed: list[RecipientStatus], words: str, root: Part) -> Bounce:
    status = next((one.status for one in failed if one.status), "") or _status_in(words)
    diagnosis = " ".join(one.diagnostic for one in failed) or words
    found = dict.fromkeys(storable(one).strip("<>.,:;\"' ")[:320] for one in recipients)
    return Bounce(
        is_bounce=True,
        recipients=tuple(one for one in found if "@" in one)[:_RECIPIENT_LIMIT],
        hard=is_hard(status, diagnosis) or (bool(failed) and is_hard(status, words)),
        status=status,
        original_message_id=_original_id(root, words),
    )


def _smell(root: Part, mail: ParsedMail) -> int:
    """0: no server sent this; 1: perhaps; 2: surely."""
    report = root.kind.parameters.get("report-type", "").lower()
    if root.kind.value == "multipart/report" and report in {"delivery-status", ""}:
        return 2
    if root.headers.has("x-failed-recipients"):
        return 2
    local = mail.from_email.rpartition("@")[0].lower().strip('"')
    by_daemon = local in DAEMONS or bool(DAEMON_NAMES.search(f"{mail.from_name} {local}"[:300]))
    subject = bool(SUBJECTS.search(mail.subject[:300]))
    if by_daemon or (mail.return_path == "" and subject):
        return 2
    # A person who answers or forwards a bounce keeps its subject behind "Re:".
    return 1 if subject and not _ANSWER.match(mail.subject) else 0


def _failed_recipients(root: Part) -> list[str]:
    """X-Failed-Recipients, as Exim and Gmail write it."""
    value = ",".join(root.headers.all("x-failed-recipients"))[:10_000]
    return [address.strip() for address in value.split(",") if "@" in address]


def _by_known_servers(raw: bytes, root: Part) -> list[str]:
    """Ask flufl.bounce, which knows the words of two dozen servers; bounded in size and nesting."""
    if sum(1 for _ in root.leaves()) > _NESTED_LIMIT:
        return []
    with contextlib.suppress(LookupError, ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        temporary, permanent = all_failures(message_from_bytes(raw[:_SCAN_LIMIT]))
        return sorted(one.decode("utf-8", "replace") for one in {*permanent, *temporary} if b"@" in one)
    return []


def _words(text: str) -> str:
    """The server's own words: what stands before the returned mail."""
    text = text[:_WORDS_LIMIT]
    start = RETURNED_MAIL.search(text, 1)
    return text[: start.start()] if start else text


def _near_failures(words: str, mail: ParsedMail) -> list[str]:
    """Addresses on lines near a word of failure, except those of the server and of the sender."""
    own = {mail.from_email.lower(), *(one.email.lower() for one in mail.to)}
    lines = words.split("\n")
    telling = [bool(FAILURE.search(line[:500])) for line in lines]
    found: list[str] = []
    for index, line in enumerate(lines):
        if any(telling[max(0, index - 3) : index + 4]):
            found += [one for one in ADDRESS.findall(line[:500]) if one.lower() not in own]
    people = [one for one in found if one.rpartition("@")[0].lower() not in DAEMONS]
    return people[:1]


def _status_in(words: str) -> str:
    exact = STATUS.search(words)
    if exact:
        return exact[1]
    code = CODE.search(words)
    return f"{code[1]}.0.0" if code else ""


def _original_id(root: Part, words: str) -> str:
    """The Message-ID of the returned mail."""
    for headers in returned(root):
        found = message_ids(headers, "message-id", limit=1)
        if found:
            return found[0]
    position = words.lower().find("message-id:")
    if position < 0:
        return ""
    opened, closed = words.find("<", position, position + 1000), words.find(">", position, position + 1000)
    return words[opened : closed + 1].replace("\n", "").replace(" ", "") if 0 <= opened < closed else ""


def returned_to(root: Part) -> tuple[str, ...]:
    """The only recipient of the returned mail."""
    for headers in returned(root):
        found = recipients_of(headers, "to", [])
        if len(found) == 1:
            return (found[0].email,)
    return ()


def returned(root: Part) -> Iterator[Headers]:
    """The headers of returned mails."""
    for part in root.leaves():
        if part.kind.value in _RETURNED:
            yield split(part.content([])[:_SCAN_LIMIT].lstrip(b"\r\n"))[0]
