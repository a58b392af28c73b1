"""`python -m tests.kernel.crowd WRITERS TIMES`: that many greenlets raise one number at once, as web requests would.

Each looks, waits a moment with the old number in its hand, and writes the next one.
"""
# ruff: noqa: E402 -- gevent has to patch the standard library before anything imports it.

from gevent import monkey

monkey.patch_all()

import sys

import gevent
from flask import Flask
from gevent.pool import Group
from sqlalchemy import select

from config import Config
from helpdesk import create_app
from helpdesk.kernel.db import db, lock, unit
from helpdesk.kernel.jobs import Job


def raise_it(app: Flask, times: int) -> None:
    for _ in range(times):
        with app.app_context(), unit():
            found = db.session.scalars(select(Job)).one()
            lock(found)
            seen = found.attempts
            gevent.idle()
            found.attempts = seen + 1


def main(writers: int, times: int) -> None:
    app = create_app(Config.from_env())
    crowd = Group()
    started = [crowd.spawn(raise_it, app, times) for _ in range(writers)]
    crowd.join(raise_error=True)
    assert all(one.successful() for one in started)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
