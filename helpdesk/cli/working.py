"""`flask work` and `flask worker`: running jobs, until none is due or until SIGTERM."""

import click
from flask import current_app
from sqlalchemy import func, select

from helpdesk.kernel.commandline import answering, say
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.jobs import Job
from helpdesk.kernel.worker import Worker
from helpdesk.kernel.working import run_forever


@click.command("work")
@click.option("--until-idle", is_flag=True, required=True, help="Run what is due, then end.")
@answering
def work(until_idle: bool) -> None:  # noqa: ARG001, FBT001 -- Click passes options by name; this one says yes by being there.
    """Run due jobs until none is due; print how many ran, were given up and wait for a later date."""
    tally = Worker().drain()
    with unit(write=False):
        waiting = db.session.scalar(select(func.count()).select_from(Job).where(Job.failed_at.is_(None)))
    say({"ran": tally.ran, "failed": tally.failed, "waiting": waiting})


@click.command("worker")
@answering
def worker() -> None:
    """Run jobs until SIGTERM: what `python wsgi.py` does by itself unless WORKER=external."""
    run_forever(current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001 -- Flask's own way to leave the proxy.
