"""`flask agent`: who works here."""

from collections.abc import Sequence
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from helpdesk.accounts.invitations import invite
from helpdesk.accounts.membership import create_agent
from helpdesk.accounts.models import Agent
from helpdesk.accounts.permissions import ROLES
from helpdesk.cli.options import teams_named
from helpdesk.kernel.commandline import answering, say
from helpdesk.kernel.db import unit
from helpdesk.kernel.events import SYSTEM

INVITATION = "accounts.invitation"

group = AppGroup("agent", help="Create agents.")


@group.command("create")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(list(ROLES)))
@click.option("--team", "teams", multiple=True, help="A team they belong to; may be repeated.")
@click.option("--password", help="Without one, an invitation link is printed.")
@answering
def create(email: str, name: str, role: str, teams: Sequence[str], password: str | None) -> None:
    """Make an account and print it."""
    with unit():
        agent = create_agent(email=email, name=name, role=role, teams=teams_named(teams), password=password, by=SYSTEM)
        answer = _described(agent)
        if password is None:
            answer["invitation"] = _link(invite(agent, by=SYSTEM))
    say(answer)


def _described(agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.id,
        "email": agent.email,
        "role": agent.role.name,
        "teams": [team.name for team in agent.teams],
    }


def _link(token: str) -> str:
    return f"{current_app.config['BASE_URL']}/invitation/{token}"
