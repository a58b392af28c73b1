"""`flask seed`: the demo's company, or synthetic tickets for load work."""

import click

from helpdesk.demo.synthetic import make_tickets
from helpdesk.kernel.commandline import answering, say


@click.command("seed")
@click.option("--tickets", type=click.IntRange(1, 1_000_000), help="Write this many synthetic tickets.")
@click.option("--seed", default=1, show_default=True, help="The same seed invents the same tickets.")
@answering
def seed(tickets: int | None, seed: int) -> None:
    """Fill an installation with tickets."""
    if tickets:
        made = make_tickets(tickets, seed=seed)
        say(made._asdict())
