"""`flask seed`: the demo's company, or synthetic tickets for load work."""

import click

from helpdesk.demo.seeding import seed_demo
from helpdesk.demo.synthetic import make_tickets
from helpdesk.kernel.commandline import answering, say


@click.command("seed")
@click.option("--demo", is_flag=True, help="Make the demo's company, unless it is there.")
@click.option("--tickets", type=click.IntRange(1, 1_000_000), help="Write this many synthetic tickets.")
@click.option("--seed", default=1, show_default=True, help="The same seed invents the same tickets.")
@answering
def seed(demo: bool, tickets: int | None, seed: int) -> None:  # noqa: FBT001 -- Click passes options by name.
    """Fill an installation with tickets: the demo (what you get without options), synthetic ones, or both."""
    if demo or not tickets:
        say({"demo": "made" if seed_demo() else "there already"})
    if tickets:
        say(make_tickets(tickets, seed=seed)._asdict())
