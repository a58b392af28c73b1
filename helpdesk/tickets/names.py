"""Everything a page needs to name, in one statement: agents, teams, tags, inboxes, counts of views, people of a ticket.

A UNION of small SELECTs instead of eight round trips; the promise is a bounded number of queries a page.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from helpdesk.accounts.models import Agent, Team, TeamMember
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity, Visitor
from helpdesk.contacts.suppression import Why, reason
from helpdesk.contacts.visitors import readable
from helpdesk.kernel.db import core
from helpdesk.tickets.models import Follower, Participant, Status, Tag, Ticket
from helpdesk.tickets.parts import Asked, Found, Part, Place, further, part
from helpdesk.tickets.whoever import ME, whoever

Counts = Callable[[Agent], Mapping[str, ColumnElement[bool]]]
COUNT_STOPS_AT = 1000
VERIFIED, OPTED_OUT = 1, 2
# What names.identities says of a suppressed address: each reason is one more multiple of four.
WHYS = tuple(Why)
NAMED = {"agent": "agents", "team": "teams", "tag": "tags", "inbox": "inboxes", "rule": "rules", "macro": "macros"}


@dataclass
class Names:
    """What was found, by kind: lists of {id, name} and whatever else was asked for.

    `beside` holds what registered parts found, for those who registered them.
    """

    agents: dict[int, str] = field(default_factory=dict)
    working: set[int] = field(default_factory=set)
    teams: dict[int, str] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)
    inboxes: dict[int, str] = field(default_factory=dict)
    channels: dict[int, str] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)
    macros: dict[int, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    participants: list[dict[str, Any]] = field(default_factory=list)
    identities: list[dict[str, Any]] = field(default_factory=list)
    follower_ids: list[int] = field(default_factory=list)
    own_team_ids: set[int] = field(default_factory=set)
    beside: defaultdict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))

    def refs(self, kind: str) -> list[dict[str, Any]]:
        """Return agents (who still work here), teams or inboxes as {id, name}, by name."""
        named: dict[int, str] = getattr(self, kind)
        chosen = {i: name for i, name in named.items() if kind != "agents" or i in self.working}
        return [{"id": i, "name": name} for i, name in sorted(chosen.items(), key=lambda item: item[1].lower())]


def names(*, counts: Counts | None = None, ticket: Place | None = None, agent: Agent | None = None) -> Names:
    """Load the names. `ticket` adds its people, `agent` what only this agent may see of it.

    `counts` adds what surrounds a whole page: how many tickets fit each condition, the teams' counts, own teams.
    """
    about: dict[str, int] = {**(ticket._asdict() if ticket else {}), **({ME: agent.id} if agent else {})}
    permissions = frozenset(agent.role.permissions) if agent else None
    found = Names()
    for kind, identity, name, extra in core().execute(_statement(counts, permissions, ticket is not None), about):
        _keep(found, kind, identity, name, extra)
    return found


@lru_cache(maxsize=64)
def _statement(counts: Counts | None, permissions: frozenset[str] | None, of_ticket: bool) -> Executable:  # noqa: FBT001
    """Build it once for all who have these permissions: that took longer than everything else about a page."""
    agent = whoever(permissions) if permissions is not None else None
    ids: list[Any] = [bindparam(name, type_=BigInteger) for name in Place._fields]
    ticket = Place(*ids) if of_ticket else None
    parts = [
        part("agent", Agent.id, Agent.name, Agent.deactivated_at),
        part("team", Team.id, Team.name),
        part("tag", Tag.id, Tag.name),
        part("inbox", Inbox.id, Inbox.name, Inbox.channel),
        *further(Asked(ticket, agent, whole_page=counts is not None)),
        *(_people(ticket) if ticket else ()),
        *(_around(counts(agent), agent) if counts and agent else ()),
    ]
    return union_all(*parts)


def _around(counts: Mapping[str, ColumnElement[bool]], agent: Agent) -> Iterable[Part]:
    yield from (part("count", counted(condition), literal(key)) for key, condition in counts.items())
    yield _team_counts()
    yield part("own_team", TeamMember.team_id, null()).where(TeamMember.agent_id == agent.id)


def _people(ticket: Place) -> Iterable[Part]:
    yield (
        part("participant", Identity.id, Identity.value, Participant.role + ":" + Identity.kind)
        .join(Participant, Participant.identity_id == Identity.id)
        .where(Participant.ticket_id == ticket.ticket_id)
    )
    verified = case((Identity.verified_at.is_not(None), VERIFIED), else_=0)
    flags = verified + case((Identity.opted_out_at.is_not(None), OPTED_OUT), else_=0)
    whys = {str(why): 4 * (place + 1) for place, why in enumerate(WHYS)}
    flags += case(whys, value=Identity.suppressed_why, else_=0)
    yield part("identity", flags, Identity.value, Identity.kind).where(Identity.contact_id == ticket.contact_id)
    claimed = part("claimed", 0, Visitor.email, literal("email", String)).distinct()
    yield claimed.join(Identity).where(Identity.contact_id == ticket.contact_id, Visitor.email.is_not(None))
    yield part("follower", Follower.agent_id, null()).where(Follower.ticket_id == ticket.ticket_id)


def counted(condition: ColumnElement[bool]) -> Any:
    """Return the number of tickets that fit, as part of a SELECT; counting stops when there are more than we show."""
    few = select(Ticket.id).where(condition).limit(COUNT_STOPS_AT + 1).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def _team_counts() -> Part:
    """Count each team's queue, each no further than we show: correlated, so that no big team is walked to its end."""
    few = select(Ticket.id).where(Ticket.status == Status.OPEN, Ticket.team_id == Team.id).correlate(Team)
    count = select(func.count()).select_from(few.limit(COUNT_STOPS_AT + 1).subquery()).scalar_subquery()
    return part("count", count, literal("team:") + cast(Team.id, String)).select_from(Team)


def _keep(found: Names, kind: str, identity: int, name: str, extra: str | None) -> None:
    match kind:
        case _ if kind in NAMED:
            _keep_named(found, kind, identity, name, extra)
        case "count":
            found.counts[name] = identity
        case "participant":
            role, _, of_kind = (extra or "").partition(":")
            found.participants.append({"address": name, "role": role, "kind": of_kind})
        case "identity":
            said: dict[str, Any] = {"verified": bool(identity & VERIFIED), "opted_out": bool(identity & OPTED_OUT)}
            why = WHYS[identity // 4 - 1] if identity >= 4 else None  # noqa: PLR2004 -- As `_people` counts.
            said["suppressed"] = reason(why) if why else None
            found.identities.append({"kind": extra, "value": name, "shown": readable(name), **said})
        case "claimed":
            if all(name != known["value"] for known in found.identities):
                said = {"verified": False, "opted_out": False, "suppressed": None}
                found.identities.append({"kind": extra, "value": name, "shown": name, **said})
        case "follower":
            found.follower_ids.append(identity)
        case "own_team":
            found.own_team_ids.add(identity)
        case _:
            found.beside[kind].append(Found(identity, name, extra or ""))


def _keep_named(found: Names, kind: str, identity: int, name: str, extra: str | None) -> None:
    getattr(found, NAMED[kind])[identity] = name
    if kind == "agent" and extra is None:
        found.working.add(identity)
    if kind == "inbox":
        found.channels[identity] = extra or ""
