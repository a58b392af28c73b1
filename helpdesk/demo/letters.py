"""What a demo customer's mail program sends: a real MIME message, and the form in which SendGrid would post it."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from markupsafe import escape

from helpdesk.channels.base import Part
from helpdesk.channels.email.compose import one_line
from helpdesk.demo.files import MadeFile


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A customer's mail. `name` makes its Message-ID; `answers` and `references` are Message-IDs it replies to."""

    name: str
    sender_name: str
    sender: str
    to: str
    subject: str
    text: str
    at: datetime
    html: bool = False
    answers: str | None = None
    references: Sequence[str] = ()
    quoted: str = ""
    files: Sequence[MadeFile] = ()

    def mime(self) -> bytes:
        """Return the mail as it goes over the wire."""
        mail = EmailMessage(policy=SMTP)
        domain = self.sender.rpartition("@")[2]
        mail["From"] = formataddr((one_line(self.sender_name), self.sender))
        mail["To"] = self.to
        mail["Subject"] = one_line(self.subject)
        mail["Date"] = format_datetime(self.at)
        mail["Message-ID"] = f"<{re.sub(r'[^a-z0-9-]', '', self.name.lower())}@{domain}>"
        if self.answers:
            mail["In-Reply-To"] = self.answers
            mail["References"] = " ".join([*self.references, self.answers])
        mail.set_content(self._plain())
        if self.html:
            mail.add_alternative(self._html(), subtype="html")
        for file in self.files:
            kind, _, subtype = file.media_type.partition("/")
            mail.add_attachment(file.data, maintype=kind, subtype=subtype, filename=file.name)
        return mail.as_bytes()

    def _plain(self) -> str:
        if not self.quoted:
            return f"{self.text}\n"
        return f"{self.text}\n\n{self._attribution()}\n" + "".join(f"> {line}\n" for line in self.quoted.splitlines())

    def _html(self) -> str:
        paragraphs = "".join(f"<p>{_lines(part)}</p>" for part in self.text.split("\n\n"))
        quote = f"<blockquote><p>{_lines(self.quoted)}</p></blockquote>"
        earlier = f"<p>{escape(self._attribution())}</p>{quote}" if self.quoted else ""
        return f'<div dir="ltr">{paragraphs}{earlier}</div>'

    def _attribution(self) -> str:
        return f"On {self.at:%d %b %Y, at %H:%M}, Ternfold <{self.to}> wrote:"


def fields_of(letter: Letter) -> Mapping[str, bytes]:
    """Return the fields that SendGrid's Inbound Parse posts in raw mode for a mail whose sender it could verify."""
    domain = letter.sender.rpartition("@")[2]
    envelope = json.dumps({"from": letter.sender, "to": [letter.to]})
    return {
        "email": letter.mime(),
        "envelope": envelope.encode("ascii"),
        "SPF": b"pass",
        "dkim": f"{{@{domain} : pass}}".encode("ascii", "replace"),
        "sender_ip": b"127.0.0.1",
    }


def parts_of(letter: Letter) -> list[Part]:
    """Return the same fields as a channel gets them from the door."""
    return [Part(name, io.BytesIO(value)) for name, value in fields_of(letter).items()]


def _lines(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>")
