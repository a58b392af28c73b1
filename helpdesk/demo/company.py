"""Ternfold, the company of the demo: who works there, in which teams, under which addresses, and whom they serve."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.membership import create_agent
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.teams import create_team, set_mode
from helpdesk.accounts.workspace import NAME
from helpdesk.channels.models import Inbox
from helpdesk.demo.customers import customers, make_known
from helpdesk.demo.details import define_fields
from helpdesk.demo.inboxes import open_inboxes
from helpdesk.demo.macros import write_macros
from helpdesk.demo.rules import write_rules
from helpdesk.demo.script import CONTENT
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.sla.promising import Terms, promise

ZONE = "Europe/Stockholm"
PASSWORD = "ternfold-demo"  # noqa: S105 -- Printed at every start of the demo; it guards invented people only.


@dataclass(frozen=True)
class Company:
    """Ids of what was made, by the short names that the plays use."""

    agents: dict[str, int]
    teams: dict[str, int]
    inboxes: dict[str, int]

    def agent(self, key: str) -> Agent:
        """Return an agent, in the caller's unit."""
        return db.session.get_one(Agent, self.agents[key])

    def inbox(self, key: str) -> Inbox:
        """Return an inbox, in the caller's unit."""
        return db.session.get_one(Inbox, self.inboxes[key])

    def team(self, name: str) -> Team:
        """Return a team, in the caller's unit."""
        return db.session.get_one(Team, self.teams[name])


@cache
def described() -> dict[str, Any]:
    """Return company.toml."""
    return tomllib.loads((CONTENT / "company.toml").read_text("utf-8"))


def address_of(key: str) -> str:
    """Return an agent's address."""
    return f"{key}@{described()['domain']}"


def founded() -> bool:
    """Tell whether the company is there already."""
    first = address_of(described()["agents"][0]["key"])
    return db.session.scalar(select(Agent.id).where(Agent.email == first)) is not None


def lacks_inboxes() -> bool:
    """Tell whether an earlier version made the company, with fewer inboxes than there are today."""
    known = set(db.session.scalars(select(Inbox.address)))
    return any(one["address"] not in known for one in described()["inboxes"])


def complete() -> None:
    """Open the inboxes that an earlier version did not make, in the caller's unit; no ticket is invented for them."""
    make_known(customers().values(), open_inboxes(described()["inboxes"])["shop"])


def found() -> Company:
    """Make teams, agents and inboxes, and promise what a company usually does, in the caller's unit."""
    teams = {name: create_team(name, by=SYSTEM) for name in described()["teams"]}
    agents = {
        one["key"]: create_agent(
            email=address_of(one["key"]),
            name=one["name"],
            role=one["role"],
            teams=[teams[name] for name in one["teams"]],
            password=PASSWORD,
            by=SYSTEM,
        )
        for one in described()["agents"]
    }
    inboxes = open_inboxes(described()["inboxes"])
    make_known(customers().values(), inboxes["shop"])
    settings.put(NAME.key, described()["name"], by=SYSTEM)
    for key, agent in agents.items():
        agent.signature = f"{agent.name}\n{described()['name']} · {address_of(key)}"
    set_mode(teams["Orders"], "least_busy", by=SYSTEM)
    promise(Terms(enabled=True, tz=ZONE), by=SYSTEM)
    write_rules(teams)
    write_macros(teams)
    define_fields()
    return Company(
        {key: agent.id for key, agent in agents.items()},
        {name: team.id for name, team in teams.items()},
        {key: inbox.id for key, inbox in inboxes.items()},
    )
