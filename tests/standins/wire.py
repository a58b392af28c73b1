"""A wire between desks: a real mail server that hands each mail to its recipient's hook, stripped of a machine's signs.

What it carries has another Message-ID, no thread, and no sign that a machine wrote it: the worst that relays do.
"""

import queue
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.mails import a_form
from tests.standins import smtp
from tests.standins.smtp import Mail, MailServer

STRIPPED = re.compile(
    rb"^(?:auto-submitted|x-[a-z-]+|precedence|in-reply-to|references|reply-to|list-[a-z-]+|thread-[a-z]+|message-id)"
    rb"[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass
class Wire:
    """Where the mails of an address are posted, and all that was carried, in order: from whom to whom."""

    url: str = ""
    hooks: dict[str, str] = field(default_factory=dict)
    carried: list[tuple[str, str]] = field(default_factory=list)

    def carry(self, mail: Mail) -> None:
        """Post a mail to the desk of each recipient, as SendGrid does when it believes the sender."""
        head, blank, body = mail.raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        name = f"Message-ID: <{len(self.carried)}@wire.example>\n".encode()
        raw = name + STRIPPED.sub(b"", head + b"\n") + blank[1:] + body
        sender = str(mail.message["From"].addresses[0].addr_spec)
        for recipient in mail.recipients:
            self.carried.append((sender, recipient))
            self.hand_in(raw, sender, recipient)

    def hand_in(self, raw: bytes, sender: str, recipient: str) -> None:
        """Post a mail to a desk, its sender proved."""
        local, _, domain = recipient.partition("@")
        proof = f"{{@{sender.partition('@')[2]} : pass}}".encode()
        form = a_form(("email", raw), ("SPF", b"pass"), ("dkim", proof))
        hook = self.hooks[f"{local.partition('+')[0]}@{domain}"]
        request = urllib.request.Request(hook, form["data"], {"Content-Type": form["content_type"]})
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200


class _Inbound(list[Mail]):
    """Takes what the mail server keeps and passes it on."""

    def __init__(self, waiting: "queue.Queue[Mail | None]") -> None:
        super().__init__()
        self.waiting = waiting

    def append(self, mail: Mail) -> None:
        super().append(mail)
        self.waiting.put(mail)


@contextmanager
def running() -> Iterator[Wire]:
    """Carry until the block ends."""
    wire, waiting = Wire(), queue.Queue[Mail | None]()

    def carry_all() -> None:
        while (mail := waiting.get()) is not None:
            wire.carry(mail)

    carrier = threading.Thread(target=carry_all, daemon=True)
    with smtp.running() as server:
        assert isinstance(server, MailServer)
        server.mails = _Inbound(waiting)
        wire.url = server.url
        carrier.start()
        try:
            yield wire
        finally:
            waiting.put(None)
            carrier.join(20)
