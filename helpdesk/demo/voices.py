"""How a customer of the plays speaks: by mail or text as the provider would post it, in the chat as the page does."""

import io
from dataclasses import dataclass, field

from sqlalchemy import select

from helpdesk.channels.base import Incoming
from helpdesk.channels.email.compose import reply_address
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.contacts.models import Visitor
from helpdesk.contacts.visitors import arrive, hash_of, issue
from helpdesk.demo import texts
from helpdesk.demo.customers import account_of, customers, letter_from
from helpdesk.demo.files import made_file
from helpdesk.demo.letters import parts_of
from helpdesk.demo.script import BadScript, Play, Step
from helpdesk.demo.texts import Text
from helpdesk.kernel.db import db
from helpdesk.mailroom.chatting import introduce, messages_of, say, see
from helpdesk.mailroom.intake import accept
from helpdesk.mailroom.marks import reply_token
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.models import Message, MessageKind, Ticket

HOOK = "https://demo.example/hooks"


@dataclass
class Scene:
    """A play while it runs: which ticket it became, and by what."""

    play: Play
    number: int
    ticket_id: int | None = None
    envelopes: list[int] = field(default_factory=list)
    visitor_id: int | None = None
    said: int = 0

    def ticket(self) -> Ticket:
        """Return the ticket, in the caller's unit."""
        return db.session.get_one(Ticket, self.ticket_id)

    def note_ticket(self) -> None:
        """Learn which ticket the first words opened, in the caller's unit."""
        if self.ticket_id is not None:
            return
        envelope = db.session.get_one(Envelope, self.envelopes[0])
        if envelope.message is None:
            raise BadScript(f"{self.play.subject}: {envelope.state} {envelope.reason}")
        self.ticket_id = envelope.message.ticket_id


def speak(scene: Scene, step: Step, inbox: Inbox) -> None:
    """Let a customer say something, in the caller's unit."""
    features = channel_of(inbox).features
    by = _chat if features.live else _text if features.segments else _mail
    by(scene, step, inbox)
    scene.said += 1


def read_along(scene: Scene) -> None:
    """Let a visitor who sits in front of the chat see what was answered, in the caller's unit."""
    if scene.visitor_id is None:
        return
    visitor = db.session.get_one(Visitor, scene.visitor_id)
    newest = db.session.scalar(messages_of(visitor).order_by(Message.id.desc()).limit(1))
    if newest is not None:
        see(visitor, newest.id)


def _mail(scene: Scene, step: Step, inbox: Inbox) -> None:
    letter = letter_from(
        customers()[step.who],
        name=f"demo-{scene.number}-{scene.said}",
        text=step.text,
        at=step.at,
        files=[made_file(name) for name in step.files],
        **_thread(scene, inbox.address),
    )
    raw = parts_of(letter)
    request = Incoming("messages", HOOK, {"content-type": "multipart/form-data"}, raw[0].file, raw)
    scene.envelopes.append(accept(inbox.id, channel_of(inbox).keep(request, place_of(inbox))).envelope_id)


def _thread(scene: Scene, address: str) -> dict[str, object]:
    """Return what makes a mail an answer: the newest reply's address and id, and its words below."""
    query = select(Message).where(Message.ticket_id == scene.ticket_id, Message.kind == MessageKind.OUTBOUND)
    answered = db.session.scalar(query.order_by(Message.id.desc()).limit(1)) if scene.ticket_id else None
    if answered is None:
        return {"to": address, "subject": scene.play.subject}
    return {
        "to": reply_address(address, reply_token(scene.ticket(), answered)),
        "subject": f"Re: {scene.play.subject}",
        "answers": answered.external_id,
        "quoted": answered.text,
    }


def _text(scene: Scene, step: Step, inbox: Inbox) -> None:
    sid = f"SM{scene.number:016x}{scene.said:016x}"
    text = Text(sender=customers()[step.who].phone, to=inbox.address, body=step.text, sid=sid)
    request = Incoming("messages", HOOK, {}, io.BytesIO(texts.encoded(text)))
    scene.envelopes.append(accept(inbox.id, channel_of(inbox).keep(request, place_of(inbox))).envelope_id)


def _chat(scene: Scene, step: Step, inbox: Inbox) -> None:
    visitor = _visitor(scene, step, inbox)
    message = say(visitor, step.text, inbox=inbox, client_key=f"demo-{scene.number}-{scene.said}")
    db.session.flush()
    scene.ticket_id = message.ticket_id


def _visitor(scene: Scene, step: Step, inbox: Inbox) -> Visitor:
    """Return who chats; whoever has an account is logged in at the shop, and the shop says so."""
    if scene.visitor_id is not None:
        return db.session.get_one(Visitor, scene.visitor_id)
    visitor = arrive(hash_of(issue(inbox.id), inbox.id), inbox_id=inbox.id, ip=step.who, limited=False)
    customer = customers()[step.who]
    if customer.has_account:
        introduce(visitor, value=account_of(customer, inbox), email=customer.address)
    db.session.flush()
    scene.visitor_id = visitor.id
    return visitor
