"""Everything a page needs to name, in one statement: agents, teams, tags, inboxes, counts of views, people of a ticket.

A UNION of small SELECTs instead of eight round trips; the promise is a bounded number of queries a page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Select, String, case, cast, func, literal, null, select, union_all

from helpdesk.accounts.models import Agent, Team, TeamMember
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity, Visitor
from helpdesk.contacts.visitors import readable
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Follower, Participant, Status, Tag, Ticket

COUNT_STOPS_AT = 1000
VERIFIED, OPTED_OUT = 1, 2
NAMED = {"agent": "agents", "team": "teams", "tag": "tags", "inbox": "inboxes", "rule": "rules"}


@dataclass
class Names:
    """What was found, by kind: lists of {id, name} and whatever else was asked for."""

    agents: dict[int, str] = field(default_factory=dict)
    working: set[int] = field(default_factory=set)
    teams: dict[int, str] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)
    inboxes: dict[int, str] = field(default_factory=dict)
    channels: dict[int, str] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    participants: list[dict[str, Any]] = field(default_factory=list)
    identities: list[dict[str, Any]] = field(default_factory=list)
    follower_ids: list[int] = field(default_factory=list)
    own_team_ids: set[int] = field(default_factory=set)

    def refs(self, kind: str) -> list[dict[str, Any]]:
        """Return agents (who still work here), teams or inboxes as {id, name}, by name."""
        named: dict[int, str] = getattr(self, kind)
        chosen = {i: name for i, name in named.items() if kind != "agents" or i in self.working}
        return [{"id": i, "name": name} for i, name in sorted(chosen.items(), key=lambda item: item[1].lower())]


def _part(kind: str, identity: Any, name: Any, extra: Any = None) -> Select[*tuple[Any, ...]]:
    return select(
        literal(kind, String).label("kind"),
        cast(identity, BigInteger).label("id"),
        cast(name, String).label("name"),
        (cast(null(), String) if extra is None else cast(extra, String)).label("extra"),
    )


_further: dict[str, Callable[[], Select[*tuple[Any, ...]]]] = {}


def also_named(kind: str, identity: Any, name: Any) -> None:
    """Let pages name rows that only a higher ring knows (rules); `kind` is one of NAMED."""
    _further[kind] = lambda: _part(kind, identity, name)


class Place(NamedTuple):
    """A ticket and its contact, by id: all that is needed to find its people."""

    ticket_id: int
    contact_id: int


def names(
    *, counts: dict[str, ColumnElement[bool]] | None = None, ticket: Place | None = None, agent_id: int | None = None
) -> Names:
    """Load the names; `counts` adds how many tickets fit each condition, `ticket` its people, `agent_id` own teams."""
    parts = [
        _part("agent", Agent.id, Agent.name, Agent.deactivated_at),
        _part("team", Team.id, Team.name),
        _part("tag", Tag.id, Tag.name),
        _part("inbox", Inbox.id, Inbox.name, Inbox.channel),
        *(part() for part in _further.values()),
        *(_part("count", _count(condition), literal(key)) for key, condition in (counts or {}).items()),
        *([_team_counts()] if counts else ()),
        *(_people(ticket) if ticket else ()),
        *([_part("own_team", TeamMember.team_id, null()).where(TeamMember.agent_id == agent_id)] if agent_id else ()),
    ]
    found = Names()
    for kind, identity, name, extra in db.session.execute(union_all(*parts)):
        _keep(found, kind, identity, name, extra)
    return found


def _people(ticket: Place) -> Iterable[Select[*tuple[Any, ...]]]:
    yield (
        _part("participant", Identity.id, Identity.value, Participant.role)
        .join(Participant, Participant.identity_id == Identity.id)
        .where(Participant.ticket_id == ticket.ticket_id)
    )
    verified = case((Identity.verified_at.is_not(None), VERIFIED), else_=0)
    flags = verified + case((Identity.opted_out_at.is_not(None), OPTED_OUT), else_=0)
    yield _part("identity", flags, Identity.value, Identity.kind).where(Identity.contact_id == ticket.contact_id)
    claimed = _part("claimed", 0, Visitor.email, literal("email", String)).distinct()
    yield claimed.join(Identity).where(Identity.contact_id == ticket.contact_id, Visitor.email.is_not(None))
    yield _part("follower", Follower.agent_id, null()).where(Follower.ticket_id == ticket.ticket_id)


def _count(condition: ColumnElement[bool]) -> Any:
    few = select(Ticket.id).where(condition).limit(COUNT_STOPS_AT + 1).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def _team_counts() -> Select[*tuple[Any, ...]]:
    """Count each team's queue, each no further than we show: correlated, so that no big team is walked to its end."""
    few = select(Ticket.id).where(Ticket.status == Status.OPEN, Ticket.team_id == Team.id).correlate(Team)
    count = select(func.count()).select_from(few.limit(COUNT_STOPS_AT + 1).subquery()).scalar_subquery()
    return _part("count", count, literal("team:") + cast(Team.id, String)).select_from(Team)


def _keep(found: Names, kind: str, identity: int, name: str, extra: str | None) -> None:
    if kind in NAMED:
        getattr(found, NAMED[kind])[identity] = name
        if kind == "agent" and extra is None:
            found.working.add(identity)
        if kind == "inbox":
            found.channels[identity] = extra or ""
        return
    match kind:
        case "count":
            found.counts[name] = identity
        case "participant":
            found.participants.append({"address": name, "role": extra})
        case "identity":
            flags = {"verified": bool(identity & VERIFIED), "opted_out": bool(identity & OPTED_OUT)}
            found.identities.append({"kind": extra, "value": name, "shown": readable(name), **flags})
        case "claimed" if all(name != known["value"] for known in found.identities):
            claimed = {"verified": False, "opted_out": False}
            found.identities.append({"kind": extra, "value": name, "shown": name, **claimed})
        case "follower":
            found.follower_ids.append(identity)
        case "own_team":
            found.own_team_ids.add(identity)
