"""What each agent wants to hear of, in the desk and by mail, and when they want to be left alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.remembered import Remembered
from helpdesk.notifications.events import NotificationsChosen
from helpdesk.notifications.letters import Choices
from helpdesk.sla.promising import terms_now

DAY = 24 * 60
# Several kinds of notification are one choice: an agent does not care why a reply did not leave.
CHOICE_OF = {"held": "failed", "undelivered": "failed"}


class Wish(NamedTuple):
    """Whether to be told in the desk, and by mail."""

    desk: bool
    mail: bool


BOTH, DESK_ONLY, NEITHER = Wish(desk=True, mail=True), Wish(desk=True, mail=False), Wish(desk=False, mail=False)
# What nobody chose: what waits for this very person also leaves by mail.
USUAL: Mapping[str, Wish] = {
    "assigned": BOTH,
    "message": BOTH,
    "mention": BOTH,
    "follow": DESK_ONLY,
    "team": NEITHER,
    "survey": BOTH,
    "rule": BOTH,
    "breach": BOTH,
    "failed": BOTH,
}


class Quiet(NamedTuple):
    """Hours without mail, as minutes of the day; over midnight when the end is the smaller."""

    start: int
    end: int


@dataclass(frozen=True)
class Chosen:
    """What holds for an agent."""

    kinds: Mapping[str, Wish] = field(default_factory=lambda: dict(USUAL))
    quiet: Quiet | None = None
    gathers: bool = False

    def of(self, kind: str) -> Wish:
        """Return the wish for a kind of notification; what is new to the choices is told both ways."""
        return self.kinds.get(CHOICE_OF.get(kind, kind), BOTH)


def chosen_by(agent_ids: Collection[int]) -> dict[int, Chosen]:
    """Return what holds for each of these agents, in one statement."""
    rows = db.session.scalars(select(Choices).where(Choices.agent_id.in_(agent_ids))) if agent_ids else ()
    return {identity: Chosen() for identity in agent_ids} | {row.agent_id: _read(row) for row in rows}


def _somebody_hears_of_teams() -> bool:
    return db.session.scalar(select(Choices.agent_id).where(Choices.hears_team).limit(1)) is not None


# Whether anybody asked for their team's new tickets: every mail that opens one wants to know.
somebody_hears_of_teams = Remembered("notifications.teams", _somebody_hears_of_teams, NotificationsChosen)


def choose(agent: Agent, chosen: Chosen, *, by: Acts) -> None:
    """Keep what an agent chose. Raises `BadInput` (quiet_from, quiet_to, kinds)."""
    _check(chosen)
    lock(agent)
    row = db.session.get(Choices, agent.id)
    if (_read(row) if row else Chosen()) == chosen:
        return
    if row is None:
        row = Choices(agent_id=agent.id)
        db.session.add(row)
    row.kinds = {word: wish._asdict() for word, wish in chosen.kinds.items()}
    row.quiet_from, row.quiet_to = chosen.quiet or (None, None)
    row.gathers, row.hears_team = chosen.gathers, any(chosen.of("team"))
    db.session.flush()
    record(NotificationsChosen(agent), by=by)


def zone_of(agent: Agent) -> str:
    """Return the zone in which an agent's hours are: their own, else the business's."""
    return agent.tz or terms_now(tz="UTC").tz


def quiet_until(agent: Agent, chosen: Chosen) -> datetime | None:
    """Return when the agent's quiet hours end, if they are in them now."""
    if chosen.quiet is None:
        return None
    start, end = chosen.quiet
    local = now().astimezone(ZoneInfo(zone_of(agent)))
    minute = local.hour * 60 + local.minute
    quiet = start <= minute < end if start < end else minute >= start or minute < end
    if not quiet:
        return None
    until = local.replace(hour=end // 60, minute=end % 60, second=0, microsecond=0)
    return (until if until > local else until + timedelta(days=1)).astimezone(UTC)


def _check(chosen: Chosen) -> None:
    if chosen.kinds.keys() != USUAL.keys():
        raise BadInput(_("This is not one of the choices."), "kinds")
    if chosen.quiet is None:
        return
    for name, minute in zip(("quiet_from", "quiet_to"), chosen.quiet, strict=True):
        if not 0 <= minute < DAY:
            raise BadInput(_("This must be a time of day, such as 18:30."), name)
    if chosen.quiet.start == chosen.quiet.end:
        raise BadInput(_("Quiet hours need an end that is not their beginning."), "quiet_to")


def _read(row: Choices) -> Chosen:
    kinds = {word: Wish(**row.kinds[word]) if word in row.kinds else usual for word, usual in USUAL.items()}
    quiet = Quiet(row.quiet_from, row.quiet_to) if row.quiet_from is not None and row.quiet_to is not None else None
    return Chosen(kinds, quiet, row.gathers)
