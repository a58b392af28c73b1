"""Mails that somebody attached whole, read by a bounded child, few at a time; the last ones stay for some seconds.

A page of such a mail asks for each of its pictures, and every one of them would read the whole mail anew.
"""

import threading
from dataclasses import dataclass, field
from time import monotonic

from helpdesk.channels.email.inbound import opened
from helpdesk.channels.email.parsed import ParsedMail
from helpdesk.kernel.blobs import BlobMissing, read
from helpdesk.kernel.children import ChildFailed
from helpdesk.kernel.problems import NotFound, Problem
from helpdesk.kernel.turns import Turns

MAX_BYTES = 40 * 1024 * 1024
KEPT_SECONDS, KEPT_MAILS, KEPT_BYTES = 20.0, 4, 64 * 1024 * 1024

_turns = Turns()


class CannotRead(Problem):
    """It takes too long, or too much."""

    status, code = 422, "unreadable"
    words = "This mail cannot be opened here. Its file can still be downloaded."


@dataclass
class _Kept:
    """The mails that were read last, by the name of their bytes: few, not much memory, and not for long."""

    mails: dict[str, tuple[float, int, ParsedMail]] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)
    alarm: threading.Timer | None = None

    def get(self, sha: str) -> ParsedMail | None:
        with self.turn:
            self._drop_old()
            found = self.mails.get(sha)
            return found[2] if found else None

    def keep(self, sha: str, mail: ParsedMail) -> None:
        size = _weight(mail)
        if size > KEPT_BYTES:
            return
        with self.turn:
            self.mails.pop(sha, None)
            self.mails[sha] = (monotonic() + KEPT_SECONDS, size, mail)
            while len(self.mails) > KEPT_MAILS or sum(kept[1] for kept in self.mails.values()) > KEPT_BYTES:
                del self.mails[next(iter(self.mails))]
            self._forget_later()

    def _forget_later(self) -> None:
        """See to it that memory is given back also when nobody asks again."""
        if self.alarm is None and self.mails:
            self.alarm = threading.Timer(KEPT_SECONDS + 1, self._forget_old)
            self.alarm.daemon = True
            self.alarm.start()

    def _forget_old(self) -> None:
        with self.turn:
            self.alarm = None
            self._drop_old()
            self._forget_later()

    def _drop_old(self) -> None:
        for sha in [sha for sha, (until, *_rest) in self.mails.items() if until <= monotonic()]:
            del self.mails[sha]


_kept = _Kept()


def mail_of(sha: str, size: int) -> ParsedMail:
    """Return what the kept mail of `size` bytes says. Takes seconds, so hold no transaction.

    Raises `NotFound` when its bytes are gone, `CannotRead`, and `Busy` when too many wait.
    """
    if size > MAX_BYTES:
        raise CannotRead
    if (known := _kept.get(sha)) is not None:
        return known
    with _turns.one():
        if (known := _kept.get(sha)) is not None:  # Somebody read it while we waited.
            return known
        try:
            mail = opened(read(sha))
        except BlobMissing:
            raise NotFound from None
        except ChildFailed:
            raise CannotRead from None
        _kept.keep(sha, mail)
        return mail


def _weight(mail: ParsedMail) -> int:
    """Return about how many bytes of memory a mail takes."""
    words = sum(len(one or "") for one in (mail.text, mail.reply_text, mail.quoted_text, mail.html, mail.reply_html))
    return 4 * words + sum(len(file.data) for file in mail.attachments)
