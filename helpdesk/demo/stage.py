"""Performs the plays: every step at its own moment, by the verb or as their customer would, as it would have happened.

All plays run together in the order of time, so that numbers, events and history are true.
"""

from collections.abc import Callable

from helpdesk.accounts.models import Agent
from helpdesk.demo.company import Company
from helpdesk.demo.details import fill_in
from helpdesk.demo.files import made_file
from helpdesk.demo.judging import judge
from helpdesk.demo.script import BadScript, Play, Step, duration
from helpdesk.demo.voices import Scene, read_along, speak
from helpdesk.kernel import clock
from helpdesk.kernel.db import unit
from helpdesk.kernel.worker import Worker
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.replying import reply
from helpdesk.tickets.status import close, resolve, set_pending, snooze
from helpdesk.tickets.tags import add_tag
from helpdesk.tickets.uploads import upload

SAID = frozenset({"writes", "answers", "replies"})  # What brings about more: it is filed, delivered, seen.


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
            if step.verb in SAID:
                worker.drain()
                if scene.ticket_id is None or scene.visitor_id is not None:
                    with unit():
                        scene.note_ticket()
                        read_along(scene)
    finally:
        clock.thaw()
    worker.drain()


def _act(company: Company, scene: Scene, step: Step) -> None:
    if step.verb in {"writes", "answers"}:
        speak(scene, step, company.inbox(scene.play.inbox))
    elif step.verb in ACTS:
        ACTS[step.verb](company, scene.ticket(), step, company.agent(step.who))
    else:
        raise BadScript(step.verb)


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
    "fills": lambda _company, ticket, step, agent: fill_in(ticket, step.what, by=agent),
    "closes": lambda _company, ticket, _step, agent: close(ticket, by=agent),
}
