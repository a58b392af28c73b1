"""`flask setting`: what an admin may change while it runs."""

import click
from flask.cli import AppGroup

from helpdesk.kernel import settings
from helpdesk.kernel.commandline import answering, say
from helpdesk.kernel.db import unit
from helpdesk.kernel.events import SYSTEM

group = AppGroup("setting", help="Show and change settings.")


@group.command("set")
@click.argument("key")
@click.argument("value")
@answering
def set_(key: str, value: str) -> None:
    """Change one setting and print it."""
    with unit():
        settings.put(key, settings.from_text(key, value), by=SYSTEM)
        answer = {"key": key, "value": settings.get(key)}
    say(answer)


@group.command("list")
@answering
def list_() -> None:
    """Print every setting, one a line."""
    with unit(write=False):
        known = settings.list_all()
    for setting, value in known:
        say({"key": setting.key, "value": value, "default": setting.default, "label": str(setting.label)})
