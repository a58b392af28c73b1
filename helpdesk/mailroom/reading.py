"""The threads that read mailboxes, one each, beside the worker's own; several workers share the mailboxes by lease.

A mailbox that fails is tried again, more and more seldom; the others do not notice.
"""

import logging
import threading
from uuid import uuid4

from helpdesk.channels.base import CredentialsRefused, PermanentFailure, SendingFailed
from helpdesk.channels.listening import Bookmark
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.working import Context, alongside
from helpdesk.mailroom import mailboxes
from helpdesk.mailroom.models import MailboxTrouble

log = logging.getLogger("helpdesk.mailbox")
LOOK_SECONDS = 3.0
RENEW_EVERY = 5  # Looks between two renewals of a lease, which holds twenty.
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
MOST_DOUBLINGS = 12
LONGEST_STOP = 5.0


class Reader:
    """Reads one mailbox until it is stopped; what the channel asks of a `Listening`."""

    def __init__(self, inbox_id: int, name: str, *, once: bool = False) -> None:
        """`once`: come back as soon as everything there is has been taken."""
        self.inbox_id, self.name, self._once = inbox_id, name, once
        self._stop = threading.Event()
        self._place = ""
        self.taken = self.known = 0

    def read(self) -> None:
        """Let the channel read. Raises a `SendingFailed`, `LeaseLost`, or whatever the storage says."""
        with unit(write=False):
            inbox = db.session.get_one(Inbox, self.inbox_id)
            channel, place = channel_of(inbox), place_of(inbox)
        self._place = mailboxes.named(channel.mailbox(place) or "")
        channel.listen(place, self)

    def stop(self) -> None:
        """Ask to come back soon."""
        self._stop.set()

    def stopping(self) -> bool:
        """Tell whether somebody asked."""
        return self._stop.is_set()

    def rest(self, seconds: float) -> None:
        """Wait, but not beyond the wish to stop."""
        self._stop.wait(seconds)

    def bookmark(self) -> Bookmark:
        """Return how far we are."""
        with unit(write=False):
            return mailboxes.bookmark(self.inbox_id, self._place)

    def take(self, message: bytes, mark: Bookmark) -> None:
        """Keep a mail and the place behind it."""
        with unit():
            accepted = mailboxes.take(self.inbox_id, message, mark, place=self._place, reader=self.name)
        self.taken += 1
        self.known += accepted.duplicate

    def move(self, mark: Bookmark) -> None:
        """Keep how far we are."""
        with unit():
            mailboxes.move(self.inbox_id, mark, place=self._place, reader=self.name)

    def looked(self) -> None:
        """Note that all is well."""
        with unit():
            mailboxes.went_well(self.inbox_id)
        if self._once:
            self.stop()

    def remember(self, **settings: str) -> None:
        """Keep settings that the other side has changed."""
        with unit():
            mailboxes.remember(self.inbox_id, settings)


def read_on(context: Context, reader: Reader) -> None:
    """Read and read again, until the reader is stopped or another process has the mailbox."""
    while not reader.stopping():
        with context():
            try:
                reader.read()
            except mailboxes.LeaseLost:
                return
            except Exception as error:  # noqa: BLE001 -- A thread that dies would leave a mailbox unread and say nothing.
                reader.rest(_noted(reader, error))


def _noted(reader: Reader, error: Exception) -> float:
    """Note what went wrong and return how long to wait, in seconds."""
    trouble = trouble_of(error)
    if trouble == MailboxTrouble.BROKEN:
        log.error("mailbox_trouble", exc_info=error, extra={"inbox": reader.inbox_id})
    else:
        log.warning("mailbox_%s", trouble, extra={"inbox": reader.inbox_id})
    failures = MOST_DOUBLINGS
    try:
        with unit():
            failures = mailboxes.went_wrong(reader.inbox_id, trouble)
    except Exception:  # The database is away, which is said elsewhere.
        log.exception("mailbox_trouble_unwritten", extra={"inbox": reader.inbox_id})
    wait: float = min(FIRST_WAIT * 2 ** min(failures - 1, MOST_DOUBLINGS), LONGEST_WAIT)
    return wait


def trouble_of(error: Exception) -> MailboxTrouble:
    """Return the closed word for what went wrong."""
    if isinstance(error, CredentialsRefused):
        return MailboxTrouble.REFUSED
    if isinstance(error, PermanentFailure):
        return MailboxTrouble.BLOCKED
    return MailboxTrouble.UNREACHABLE if isinstance(error, SendingFailed) else MailboxTrouble.BROKEN


class Readers:
    """The readers of this process, by inbox, each with the account it was started for."""

    def __init__(self, context: Context) -> None:
        """Take a name for the leases."""
        self.context, self.name = context, f"reader-{uuid4().hex[:12]}"
        self._running: dict[int, tuple[str, Reader, threading.Thread]] = {}
        self._looks = 0

    def look(self) -> None:
        """Start, keep and stop readers as the inboxes want it."""
        with unit(write=False):
            wanted = mailboxes.listening()
        renewing = self._looks % RENEW_EVERY == 0
        self._looks += 1
        for inbox_id, (account, _reader, thread) in list(self._running.items()):
            if wanted.get(inbox_id) != account or not thread.is_alive():
                self._end(inbox_id)
        for inbox_id, account in wanted.items():
            known = inbox_id in self._running
            if known and not renewing:
                continue
            with unit():
                mine = mailboxes.lease(inbox_id, self.name)
            if known and not mine:
                self._end(inbox_id)
            elif mine and not known:
                self._start(inbox_id, account)

    def _start(self, inbox_id: int, account: str) -> None:
        reader = Reader(inbox_id, self.name)
        thread = threading.Thread(target=read_on, args=(self.context, reader), daemon=True)
        self._running[inbox_id] = account, reader, thread
        thread.start()

    def _end(self, inbox_id: int) -> None:
        _account, reader, thread = self._running.pop(inbox_id)
        reader.stop()
        thread.join(LONGEST_STOP)

    def close(self) -> None:
        """Stop every reader and let others have the mailboxes."""
        for _account, reader, _thread in self._running.values():
            reader.stop()
        for inbox_id in list(self._running):
            self._end(inbox_id)
        with unit():
            mailboxes.release(self.name)


@alongside
def read_mailboxes(context: Context, stop: threading.Event) -> None:
    """Run the readers of this process until it stops."""
    readers = Readers(context)
    try:
        while not stop.is_set():
            readers.look()
            stop.wait(LOOK_SECONDS)
    finally:
        readers.close()
