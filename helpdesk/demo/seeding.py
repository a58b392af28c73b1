"""Fills an empty installation with the demo, once, and says how to log in."""

import click
from flask import current_app

from helpdesk.demo.company import PASSWORD, address_of, complete, described, found, founded, lacks_inboxes
from helpdesk.demo.details import describe_customers
from helpdesk.demo.judging import ask_at_once
from helpdesk.demo.script import plays
from helpdesk.demo.stage import perform
from helpdesk.kernel import clock
from helpdesk.kernel.db import unit


def seed_demo() -> bool:
    """Make the company and its history; False when it is there already, then only inboxes it lacks are opened."""
    with unit(write=False):
        there = founded()
        lacking = there and lacks_inboxes()
    if lacking:
        with unit():
            complete()
    if there:
        return False
    said = plays(clock.now())
    clock.freeze(min(play.steps[0].at for play in said))
    try:
        with unit():
            company = found()
    finally:
        clock.thaw()
    perform(company, said)
    with unit():
        describe_customers()
    ask_at_once()
    return True


def prepare() -> None:
    """Make the demo if it is not there, and print how to get in; the supervisor calls it before the server starts."""
    seed_demo()
    click.echo(welcome())


def welcome() -> str:
    """Return the lines printed at the start: where to log in, as whom, and where the customers are."""
    base = current_app.config["BASE_URL"]
    people = [f"  {address_of(one['key'])}  ({one['role']})" for one in described()["agents"] if one["role"] != "agent"]
    helper = next(one for one in described()["agents"] if one["role"] == "agent")
    return "\n".join(
        [
            f"Helpdesk is at {base}",
            f"Log in with the password {PASSWORD} as",
            *people,
            f"  {address_of(helper['key'])}  (agent; there are more)",
            f"Its customers are at {base}/demo: write as one of them and watch it arrive at the desk.",
            f"  chat   {base}/demo/shop",
            f"  mail   {base}/demo/mailbox",
            f"  texts  {base}/demo/phone",
        ]
    )
