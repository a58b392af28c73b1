"""`flask verify`: whether anything was lost, as a script can ask after a crash, a restore or a test run."""

from pathlib import Path

import click

from helpdesk.cli.invariants.accepted import accepted, read
from helpdesk.cli.invariants.arrivals import arrivals
from helpdesk.cli.invariants.audit import audit
from helpdesk.cli.invariants.departures import departures, letters
from helpdesk.cli.invariants.stored import stored
from helpdesk.kernel.commandline import answering, say
from helpdesk.kernel.db import unit


@click.command("verify")
@click.option(
    "--accepted",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of what was acknowledged or what the provider took: JSON lines, see docs/operations.md.",
)
@click.pass_context
@answering
def verify(context: click.Context, path: Path | None) -> None:
    """Check the invariants and print the verdict; exit 1 if any is violated."""
    listed = read(path) if path else None
    with unit(write=False):
        checks = [*arrivals(), *departures(), *letters(), *stored(), *audit()]
        if listed is not None:
            checks += accepted(listed)
    fine = not any(check.violations for check in checks)
    say({"ok": fine, "checks": [check.as_json() for check in checks]})
    if not fine:
        context.exit(1)
