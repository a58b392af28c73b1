"""Ring 3. The commands of the command line: JSON on standard output."""

from flask import Flask

from helpdesk.cli import agents, exporting, inboxes, mail, replaying, settings, tickets, verifying, working

COMMANDS = (
    inboxes.group, agents.group, mail.group, settings.group, tickets.group,
    exporting.export, verifying.verify, replaying.replay_, working.work, working.worker,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in COMMANDS:
        app.cli.add_command(command)
