"""Performs the plays: every step at its own moment, by the verb or through the mailroom, as it would have happened.

All plays run together in the order of time, so that numbers, events and history are true.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.channels.base import Incoming
from helpdesk.channels.email.compose import reply_address
from helpdesk.channels.places import channel_of, place_of
from helpdesk.demo.company import Company, customers, letter_from
from helpdesk.demo.files import made_file
from helpdesk.demo.judging import judge
from helpdesk.demo.letters import Letter, parts_of
from helpdesk.demo.script import BadScript, Play, Step, duration
from helpdesk.kernel import clock
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.worker import Worker
from helpdesk.mailroom.intake import accept
from helpdesk.mailroom.marks import reply_token
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.replying import reply
from helpdesk.tickets.status import close, resolve, set_pending, snooze
from helpdesk.tickets.tags import add_tag
from helpdesk.tickets.uploads import upload

HOOK = "https://demo.example/hooks"


@dataclass
class Scene:
    """A play while it runs: which ticket it became."""

    play: Play
    number: int
    ticket_id: int | None = None
    envelopes: list[int] = field(default_factory=list)

    def ticket(self) -> Ticket:
        """Return the ticket, in the caller's unit."""
        return db.session.get_one(Ticket, self.ticket_id)


def perform(company: Company, plays: list[Play]) -> None:
    """Run all plays, moving the clock from step to step; the clock runs on when it returns."""
    scenes = [Scene(play, number) for number, play in enumerate(plays)]
    steps = [(step.at, scene.number, place) for scene in scenes for place, step in enumerate(scene.play.steps)]
    worker = Worker()
    try:
        for at, number, place in sorted(steps):
            clock.freeze(at)
            judge()
            scene, step = scenes[number], scenes[number].play.steps[place]
            with unit():
                _act(company, scene, step)
            if step.verb in {"writes", "answers", "replies"}:
                worker.drain()
            if scene.ticket_id is None:
                scene.ticket_id = _ticket_of(scene)
    finally:
        clock.thaw()
    worker.drain()


def _act(company: Company, scene: Scene, step: Step) -> None:
    if step.verb in {"writes", "answers"}:
        _mail(company, scene, step)
    elif step.verb in ACTS:
        ACTS[step.verb](company, scene.ticket(), step, company.agent(step.who))
    else:
        raise BadScript(step.verb)


def _mail(company: Company, scene: Scene, step: Step) -> None:
    inbox = company.inbox(scene.play.inbox)
    letter = letter_from(
        customers()[step.who],
        name=f"demo-{scene.number}-{len(scene.envelopes)}",
        text=step.text,
        at=step.at,
        files=[made_file(name) for name in step.files],
        **_thread(scene, inbox.address),
    )
    scene.envelopes.append(_deliver(company, scene, letter))


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


def _deliver(company: Company, scene: Scene, letter: Letter) -> int:
    inbox = company.inbox(scene.play.inbox)
    raw = parts_of(letter)
    request = Incoming("messages", HOOK, {"content-type": "multipart/form-data"}, raw[0].file, raw)
    return accept(inbox.id, channel_of(inbox).keep(request, place_of(inbox))).envelope_id


def _ticket_of(scene: Scene) -> int:
    with unit(write=False):
        envelope = db.session.get_one(Envelope, scene.envelopes[0])
        if envelope.message is None:
            raise BadScript(f"{scene.play.subject}: {envelope.state} {envelope.reason}")
        return envelope.message.ticket_id


def _reply(_company: Company, ticket: Ticket, step: Step, agent: Agent) -> None:
    files = [made_file(name) for name in step.files]
    ids = [upload(one.data, filename=one.name, claimed_type=one.media_type, by=agent).id for one in files]
    reply(ticket, by=agent, text=step.text, upload_ids=ids)


def _note(_company: Company, ticket: Ticket, step: Step, agent: Agent) -> None:
    add_note(ticket, by=agent, text=step.text)


def _assign(company: Company, ticket: Ticket, step: Step, agent: Agent) -> None:
    assign_agent(ticket, company.agent(step.what), by=agent)


def _move(company: Company, ticket: Ticket, step: Step, agent: Agent) -> None:
    assign_team(ticket, company.team(step.what.removeprefix("to ")), by=agent)


def _tag(_company: Company, ticket: Ticket, step: Step, agent: Agent) -> None:
    for name in step.what.split(","):
        add_tag(ticket, name, by=agent)


def _snooze(_company: Company, ticket: Ticket, step: Step, agent: Agent) -> None:
    snooze(ticket, until=step.at + duration(step.what), by=agent)


ACTS: dict[str, Callable[[Company, Ticket, Step, Agent], None]] = {
    "replies": _reply,
    "notes": _note,
    "takes": lambda _company, ticket, _step, agent: assign_agent(ticket, agent, by=agent),
    "assigns": _assign,
    "moves": _move,
    "tags": _tag,
    "sets": lambda _company, ticket, step, agent: set_priority(ticket, step.what, by=agent),
    "waits": lambda _company, ticket, _step, agent: set_pending(ticket, by=agent),
    "snoozes": _snooze,
    "resolves": lambda _company, ticket, _step, agent: resolve(ticket, by=agent),
    "closes": lambda _company, ticket, _step, agent: close(ticket, by=agent),
}
