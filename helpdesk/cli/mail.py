"""`flask mail`: reading mails without keeping them; taking them in is in delivering.py and fetching.py."""

from collections.abc import Sequence
from pathlib import Path

from flask.cli import AppGroup

from helpdesk.channels.email.parsed import ParsedAttachment, ParsedMail, as_json
from helpdesk.channels.email.wire import unpack
from helpdesk.cli.consent import consent
from helpdesk.cli.delivering import deliver_
from helpdesk.cli.fetching import fetch
from helpdesk.cli.mails import mails
from helpdesk.cli.options import mail_paths
from helpdesk.kernel.children import ChildFailed, Children
from helpdesk.kernel.commandline import answering, say

group = AppGroup("mail", help="Read mails, and take them in.")
group.add_command(deliver_)
group.add_command(fetch)
group.add_command(consent)


@group.command("parse")
@mail_paths
@answering
def parse(paths: Sequence[Path]) -> None:
    """Print what each mail says, one object a line; nothing is stored and no database is asked."""
    children = Children("helpdesk.channels.email.parse:parse_packed")
    try:
        for mail in mails(paths):
            say(as_json(_parsed(children, mail.raw), mail.path))
    finally:
        children.close()


def _parsed(children: Children, raw: bytes) -> ParsedMail:
    """Parse in a bounded child, so that a mail made to break parsers still gets its line and the next mail its turn."""
    try:
        return unpack(children.call(raw))
    except ChildFailed as error:
        kept = ParsedAttachment("message.eml", "message/rfc822", raw)
        return ParsedMail(attachments=(kept,), defects=(f"unreadable: {error.reason}",))
