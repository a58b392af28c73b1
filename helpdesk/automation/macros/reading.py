"""Which macros there are for an agent to use, and which to change."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from helpdesk.accounts.models import Agent, TeamMember
from helpdesk.automation.macros.models import Macro, Scope
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotFound

SHARE = "settings.macros"


def usable(agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Macro: everyone's, those of own teams, and own ones; none that was put away."""
    teams = select(TeamMember.team_id).where(TeamMember.agent_id == agent.id)
    return and_(
        Macro.archived_at.is_(None),
        or_(Macro.scope == Scope.EVERYONE, Macro.team_id.in_(teams), Macro.agent_id == agent.id),
    )


def usable_macros(agent: Agent, words: str, *, most: int) -> list[Macro]:
    """Return the macros with all these words in name or text: where the name has them first, then the most used.

    Their number is bounded (writing.py), so they are compared here, in one way for every alphabet and database.
    """
    found = db.session.scalars(select(Macro).where(usable(agent)).order_by(Macro.uses.desc(), Macro.id)).all()
    wanted = words.casefold().split()
    ranked = [(rank, macro) for macro in found if (rank := _rank(macro, wanted)) is not None]
    ranked.sort(key=lambda pair: pair[0])
    return [macro for _rank_of, macro in ranked[:most]]


def _rank(macro: Macro, wanted: Sequence[str]) -> int | None:
    name = macro.name.casefold()
    if all(word in name for word in wanted):
        return 0 if name.startswith(" ".join(wanted)) else 1
    whole = f"{name} {(macro.text or '').casefold()}"
    return 2 if all(word in whole for word in wanted) else None


def usable_macro(agent: Agent, identity: int) -> Macro:
    """Return a macro the agent may use. Raises `NotFound` alike for unknown and foreign ones."""
    found = db.session.scalar(select(Macro).where(Macro.id == identity, usable(agent)))
    if found is None:
        raise NotFound
    return found


def changeable(agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Macro: own ones, and shared ones for who may share."""
    own = Macro.agent_id == agent.id
    return or_(own, Macro.scope != Scope.PERSONAL) if agent.may(SHARE) else own


def changeable_macros(agent: Agent, *, archived: bool = False) -> Sequence[Macro]:
    """Return the macros an agent may change, by name: those in use, or those put away."""
    there = Macro.archived_at.is_not(None) if archived else Macro.archived_at.is_(None)
    found = db.session.scalars(select(Macro).options(selectinload(Macro.team)).where(changeable(agent), there)).all()
    return sorted(found, key=lambda macro: (macro.name.casefold(), macro.id))


def changeable_macro(agent: Agent, identity: int) -> Macro:
    """Return a macro the agent may change. Raises `NotFound` alike for unknown and foreign ones."""
    found = db.session.scalar(select(Macro).where(Macro.id == identity, changeable(agent)))
    if found is None:
        raise NotFound
    return found
