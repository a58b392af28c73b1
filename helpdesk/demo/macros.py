"""Five macros that Ternfold's people use, so that a newcomer who types / finds something."""

import tomllib
from collections.abc import Mapping

from helpdesk.accounts.models import Team
from helpdesk.automation.macros.checking import MacroDraft
from helpdesk.automation.macros.writing import create_macro
from helpdesk.demo.script import CONTENT
from helpdesk.kernel.events import SYSTEM


def write_macros(teams: Mapping[str, Team]) -> None:
    """Write the macros, in the caller's unit; `teams` by name."""
    for one in tomllib.loads((CONTENT / "macros.toml").read_text("utf-8"))["macros"]:
        team = teams[one["team"]] if "team" in one else None
        create_macro(MacroDraft(name=one["name"], text=one["text"], actions=one["actions"], team=team), by=SYSTEM)
