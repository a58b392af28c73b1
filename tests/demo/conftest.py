"""The demo with a part of its history."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.demo.company import found
from helpdesk.demo.script import plays
from helpdesk.demo.stage import perform
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.worker import Worker
from helpdesk.tickets.models import Message


@pytest.fixture
def stage(app: Flask, make_app) -> Callable[..., Flask]:
    """The program with DEMO=1, and of the demo's history what these people wrote."""

    def perform_with(*who: str) -> Flask:
        made = make_app(DEMO="1")
        made.config["WTF_CSRF_ENABLED"] = False
        with made.app_context():
            with unit():
                company = found()
            perform(company, [play for play in plays(now()) if play.steps[0].who in who])
        return made

    return perform_with


@pytest.fixture
def drained() -> Callable[[Flask], None]:
    """Do what waits to be done."""

    def drain(demo: Flask) -> None:
        with demo.app_context():
            Worker().drain()

    return drain


@pytest.fixture
def newest() -> Callable[[Flask], Message]:
    """The newest message from a customer, with its ticket and files."""

    def find(demo: Flask) -> Message:
        with demo.app_context(), unit(write=False):
            query = select(Message).where(Message.kind == "inbound").order_by(Message.id.desc())
            message = db.session.scalars(query).first()
            _ = message.ticket.number, message.ticket.contact.name, message.attachments
            return message

    return find
