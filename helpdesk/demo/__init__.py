"""Ring 3. A believable small company to try things on, and its customers' mailbox at /demo (only with DEMO=1)."""

from flask import Flask

from helpdesk.demo import commands


def init_app(app: Flask) -> None:
    """Add `flask seed`."""
    app.cli.add_command(commands.seed)
