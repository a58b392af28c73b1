"""The bell of every page: how much is unread, and the news that changes it while the page is open."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask

from helpdesk.accounts.models import Agent
from helpdesk.desk.door import me
from helpdesk.kernel.db import db, in_unit
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import Speech, speaking
from helpdesk.kernel.live import News, shows
from helpdesk.kernel.tokens import signed
from helpdesk.notifications import reading
from helpdesk.notifications.events import AgentNotified, NotificationsRead
from helpdesk.tickets.rows import iso

SOCKETS_FOR = timedelta(hours=24)


def init_app(app: Flask) -> None:
    """Give the sidebar of server-rendered pages `bell()`."""
    app.jinja_env.globals["bell"] = bell


def bell() -> dict[str, Any]:
    """Return what the sidebar needs of the reader's bell: how many are unread, and a token to hear of more."""
    if not in_unit():
        return {"unread": [], "token": ""}
    return {"unread": reading.unread(me()), "token": socket_token(me())}


def socket_token(agent: Agent) -> str:
    """Return what a page shows to prove that it is this agent's own."""
    return signed("socket", {"agent": agent.id}, expires_in=SOCKETS_FOR)


@shows(AgentNotified)
def ring(event: EventRow) -> Iterator[News]:
    """Ring the bell of the one who was told."""
    agent_id = event.data["agent_id"]
    yield News((f"desk:agent:{agent_id}",), "bell", partial(_bell, agent_id, event.subject_id), f"bell:{agent_id}")


@shows(NotificationsRead)
def hush(event: EventRow) -> Iterator[News]:
    """Say in the agent's other windows that it was read."""
    agent_id = event.subject_id
    yield News((f"desk:agent:{agent_id}",), "bell", partial(_bell, agent_id, None), f"bell:{agent_id}")


def _bell(agent_id: int, notification_id: int | None) -> dict[str, Any]:
    agent = db.session.get_one(Agent, agent_id)
    line = reading.still_unread(agent, notification_id) if notification_id else None
    with speaking(Speech(agent.locale, agent.tz)):
        return {"unread": reading.unread(agent), "notification": line and line_json(line)}


def line_json(line: reading.Line) -> dict[str, Any]:
    """Return a notification as pages show it."""
    return {
        "number": line.number,
        "subject": line.subject,
        "words": line.words,
        "read": line.read,
        "at": iso(line.at),
    }
