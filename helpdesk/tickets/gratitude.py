"""A bare "thanks" does not reopen: who only thanks asks for nothing, and a person can say otherwise with one click.

Only thanks, in one language, and who is spoken to or signs. A question mark, a file, or any other word ends it, and the
ticket opens as ever: to miss a thanks costs a click, to miss a question costs a customer.
"""

import unicodedata
from collections.abc import Collection, Sequence

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.status import DONE, reopen
from helpdesk.tickets.thanks_words import EVERYWHERE, LANGUAGES, Thanks

LONGEST = 240  # Characters; who writes more has something to say.
MOST_WORDS = 24
MOST_NAMES = 4
ASKING = frozenset("?？؟\u037e՞፧⁇⁈⁉")  # noqa: RUF001 -- Every script's question mark.
FOOTERS = (
    "sent from my ",
    "get outlook for ",
    "von meinem ",
    "gesendet von ",
    "envoyé de ",
    "envoyé depuis ",
    "enviado desde ",
    "inviato da ",
    "verzonden vanaf ",
    "enviado do ",
    "отправлено ",
)


def only_thanks(text: str, *, names: Collection[str] = ()) -> bool:
    """Tell whether a text thanks and says nothing else; `names` are words that may stand beside it."""
    said = _said(text[: LONGEST * 2])
    if len(said) > LONGEST or any(sign in ASKING for sign in said):
        return False
    words = words_of(said)
    if not 0 < len(words) <= MOST_WORDS:
        return False
    return any(_thanks(words, language, names) for language in LANGUAGES.values())


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case; what is neither letter nor figure only parts them."""
    folded = unicodedata.normalize("NFC", text).lower()
    # An accent that is a sign of its own (Hindi, Thai) belongs to its letter.
    kept = "".join(c if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") else " " for c in folded)
    return kept.split()


def thanks_alone(ticket: Ticket, text: str, *, files: Sequence[object]) -> bool:
    """Tell whether a contact's message asks nothing more of a ticket that is done."""
    if ticket.status not in DONE or files or len(text) > LONGEST * 2:
        return False
    return only_thanks(text) or only_thanks(text, names=_names_on(ticket))


def reopen_thanked(ticket: Ticket, *, by: Acts) -> None:
    """Open a ticket that stayed resolved on a bare thanks: an agent read more in it. Who wrote waits since then."""
    lock(ticket)
    if ticket.status not in DONE:
        return
    wrote = select(Message.created_at).where(Message.ticket_id == ticket.id, Message.kind == MessageKind.INBOUND)
    ticket.needs_reply = True
    ticket.waiting_since = db.session.scalar(wrote.order_by(Message.id.desc()).limit(1)) or now()
    reopen(ticket, by=by)


def _said(text: str) -> str:
    """Return the text without the line that a telephone adds, and without what stands below "-- "."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if bare == "--":
            break
        if not bare.lower().startswith(FOOTERS):
            lines.append(bare)
    return " ".join(lines).strip()


def _thanks(words: Sequence[str], language: Thanks, names: Collection[str]) -> bool:
    called, thanked = 0, False
    for word in words:
        thanked = thanked or word in language.thanking
        fitting = language.following | language.thanking if thanked else language.leading
        if word in fitting or word in EVERYWHERE:
            continue
        called += 1
        if word not in names or called > MOST_NAMES:
            return False
    return thanked


def _names_on(ticket: Ticket) -> set[str]:
    """Return the words of the names of who talks here: the contact, and the agents who answered."""
    agents = select(Agent.name).join(Message, Message.agent_id == Agent.id).where(Message.ticket_id == ticket.id)
    called = [ticket.contact.name, *db.session.scalars(agents.distinct())]
    return {word for name in called for word in words_of(name)}
