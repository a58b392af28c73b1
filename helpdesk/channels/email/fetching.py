"""Reads a mailbox by IMAP (RFC 9051): by UID, without marking as read; marked or moved only once it is kept.

Nothing is ever expunged but what we ourselves copied elsewhere. A changed UIDVALIDITY means reading again what arrived
since we began; what we have already is known by its bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from imapclient import IMAPClient

from helpdesk.channels.base import Place, Unreachable
from helpdesk.channels.email.mailbox import GONE, opened
from helpdesk.channels.email.settings import EmailSettings
from helpdesk.channels.listening import Bookmark, Listening

POLL_SECONDS = 30.0
# Servers end an IDLE after half an hour (RFC 2177), and lines die silently; a look now and then costs nothing.
IDLE_ROUNDS, IDLE_SECONDS = 100, 3.0
AT_ONCE, BYTES_AT_ONCE = 25, 8 * 1024 * 1024
MAX_BYTES = 64 * 1024 * 1024
SEEN, DELETED = b"\\Seen", b"\\Deleted"


def listen(place: Place[EmailSettings], desk: Listening) -> None:
    """Take what is there and what comes, until the desk stops. Raises a `SendingFailed`; the desk tries again."""
    try:
        with opened(place.settings, desk) as line:
            while not desk.stopping():
                look(line, place.settings, desk)
                desk.looked()
                _wait(line, desk)
    except GONE as error:
        raise Unreachable("The mailbox server closed the line or did not answer.") from error


def look(line: IMAPClient, settings: EmailSettings, desk: Listening) -> None:
    """Take everything new, and mark it in the mailbox."""
    folder = settings.imap_folder or "INBOX"
    state = line.select_folder(folder)
    mark = desk.bookmark()
    if mark.epoch != state[b"UIDVALIDITY"]:
        # INTERNALDATE knows no time zone that could be trusted, so a day is added.
        again = mark.since - timedelta(days=1) if mark.epoch else None
        epoch = int(state[b"UIDVALIDITY"])
        mark = replace(mark, epoch=epoch, taken=0, done=0, backlog=_newest(line), backlog_since=again)
        desk.move(mark)
    elif mark.done < mark.taken:
        # The line was cut between keeping and marking. Between both numbers there also lies what was passed over, so
        # they are taken again rather than marked: what we have is known, and nothing is moved that we have not.
        mark = replace(mark, taken=mark.done)
    for uids in _in_groups(line, _wanted(line, mark)):
        kept = []
        for uid, raw in _messages(line, uids):
            mark = replace(mark, taken=uid)
            desk.take(raw, mark)
            kept.append(uid)
        mark = _mark_done(line, settings, desk, mark, kept)
        if desk.stopping():
            return


def _newest(line: IMAPClient) -> int:
    return max(line.search(["ALL"]), default=0)


def _from(line: IMAPClient, last: int) -> list[int]:
    """Return the UIDs after one; a range `n:*` always names the newest message too, whatever its number."""
    return sorted(uid for uid in line.search(["UID", f"{last + 1}:*"]) if uid > last)


def _wanted(line: IMAPClient, mark: Bookmark) -> list[int]:
    uids = _from(line, mark.taken)
    if not uids or uids[0] > mark.backlog:
        return uids
    since = mark.backlog_since
    fresh = set(line.search(["OR", "UNSEEN", "SINCE", since.date()] if since else ["UNSEEN"]))
    return [uid for uid in uids if uid > mark.backlog or uid in fresh]


def _in_groups(line: IMAPClient, uids: Sequence[int]) -> Iterator[list[int]]:
    """Yield the UIDs in groups that are fetched together: few, and not much memory."""
    for start in range(0, len(uids), AT_ONCE):
        some = uids[start : start + AT_ONCE]
        sizes = {uid: int(told.get(b"RFC822.SIZE", 0)) for uid, told in line.fetch(some, ["RFC822.SIZE"]).items()}
        ends = [0]
        total = 0
        for at, uid in enumerate(some):
            total += sizes.get(uid, 0)
            if total > BYTES_AT_ONCE and at > ends[-1]:
                ends.append(at)
                total = sizes.get(uid, 0)
        ends.append(len(some))
        yield from (list(some[one:other]) for one, other in pairwise(ends))


def _messages(line: IMAPClient, uids: list[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the messages that are still there. One that is larger than we can hold comes as its beginning."""
    answers = line.fetch(uids, [f"BODY.PEEK[]<0.{MAX_BYTES}>"])
    for uid in uids:
        raw = next((value for key, value in answers.get(uid, {}).items() if key.startswith(b"BODY[]")), None)
        if raw is None and uid in answers:
            # Some servers cannot produce a broken message; its head is better than nothing.
            told = line.fetch([uid], ["BODY.PEEK[HEADER]"]).get(uid, {})
            raw = told.get(b"BODY[HEADER]") or b"Subject: (a message that the mail server could not give us)\r\n\r\n"
        if raw is not None:
            yield uid, raw


def _mark_done(
    line: IMAPClient, settings: EmailSettings, desk: Listening, mark: Bookmark, uids: Sequence[int]
) -> Bookmark:
    if uids and settings.imap_after == "move" and settings.imap_move_to:
        _move(line, uids, settings.imap_move_to)
    elif uids and settings.imap_after != "keep":
        line.add_flags(uids, [SEEN], silent=True)
    if mark.done != mark.taken:
        mark = replace(mark, done=mark.taken)
        desk.move(mark)
    return mark


def _move(line: IMAPClient, uids: Sequence[int], folder: str) -> None:
    if not line.folder_exists(folder):
        line.create_folder(folder)
    line.add_flags(uids, [SEEN], silent=True)
    if line.has_capability("MOVE"):
        line.move(uids, folder)
        return
    line.copy(uids, folder)
    if line.has_capability("UIDPLUS"):  # Without it an expunge would take what others marked, too.
        line.add_flags(uids, [DELETED], silent=True)
        line.uid_expunge(uids)


def _wait(line: IMAPClient, desk: Listening) -> None:
    """Wait for news: told by the server if it can, else for a while."""
    if not line.has_capability("IDLE"):
        desk.rest(POLL_SECONDS)
        line.noop()
        return
    line.idle()
    for _ in range(IDLE_ROUNDS):
        if desk.stopping() or line.idle_check(timeout=IDLE_SECONDS):
            break
        desk.rest(0.05)  # A line that was closed answers at once and with nothing; ending the IDLE then says so.
    line.idle_done()
