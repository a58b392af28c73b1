"""Ternfold, the company of the demo: who works there, in which teams, under which addresses, and whom they serve."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.membership import create_agent
from helpdesk.accounts.models import Agent, Team
from helpdesk.accounts.teams import create_team
from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.demo.letters import Letter
from helpdesk.demo.rules import write_rules
from helpdesk.demo.script import CONTENT
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.sla.promising import Terms, promise

ZONE = "Europe/Stockholm"
PASSWORD = "ternfold-demo"  # noqa: S105 -- Printed at every start of the demo; it guards invented people only.


@dataclass(frozen=True)
class Customer:
    """Somebody who writes to Ternfold. Those who write from work send HTML."""

    key: str
    name: str
    address: str

    @property
    def writes_html(self) -> bool:
        """Tell whether this person's mail program sends HTML."""
        return self.key in {"katrin", "amelie", "dan", "colin", "benedict", "stefan", "fiona"}


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


@cache
def customers() -> dict[str, Customer]:
    """Return the customers by short name."""
    known = tomllib.loads((CONTENT / "customers.toml").read_text("utf-8"))
    return {key: Customer(key, name, address) for key, (name, address) in known.items()}


def address_of(key: str) -> str:
    """Return an agent's address."""
    return f"{key}@{described()['domain']}"


def founded() -> bool:
    """Tell whether the company is there already."""
    first = address_of(described()["agents"][0]["key"])
    return db.session.scalar(select(Agent.id).where(Agent.email == first)) is not None


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
    inboxes = {
        one["key"]: create_inbox(
            channel="email", name=one["name"], address=one["address"], team=teams[one["team"]], by=SYSTEM
        )
        for one in described()["inboxes"]
    }
    for key, agent in agents.items():
        agent.signature = f"{agent.name}\n{described()['name']} · {address_of(key)}"
    promise(Terms(enabled=True, tz=ZONE), by=SYSTEM)
    write_rules(teams)
    return Company(
        {key: agent.id for key, agent in agents.items()},
        {name: team.id for name, team in teams.items()},
        {key: inbox.id for key, inbox in inboxes.items()},
    )


def letter_from(customer: Customer, **more: Any) -> Letter:
    """Return a mail of this customer; `more` are fields of Letter."""
    return Letter(sender_name=customer.name, sender=customer.address, html=customer.writes_html, **more)
