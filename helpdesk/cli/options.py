"""Arguments that several commands take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import func, select

from helpdesk.accounts.models import Team
from helpdesk.accounts.teams import create_team
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM

mail_paths = click.argument("paths", nargs=-1, metavar="[FILE|FOLDER]...", type=click.Path(exists=True, path_type=Path))


class Instant(click.ParamType[datetime]):
    """An ISO 8601 date or date and time; without a zone it means UTC."""

    name = "ISO"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, or fail as usage."""
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-03-02 or 2026-03-02T09:00:00+01:00.", param, ctx)
        return at if at.tzinfo else at.replace(tzinfo=UTC)


def teams_named(names: Sequence[str]) -> list[Team]:
    """Return the teams with these names, whatever their case, and make those that do not exist. Raises `BadInput`."""
    return [team_named(name) for name in names]


def team_named(name: str) -> Team:
    """Return the team with this name, whatever its case; it is made when there is none. Raises `BadInput`.

    On an empty installation the commands that set it up come in any order, and no other command makes teams.
    """
    team = db.session.scalar(select(Team).where(func.lower(Team.name) == name.strip().lower()))
    return team or create_team(name, by=SYSTEM)
