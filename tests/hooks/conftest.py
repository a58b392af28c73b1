"""An inbox with its hook's address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.places import described
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.models import Envelope
from tests.mails import SUPPORT


@pytest.fixture
def hook(work: Callable[[], Any]) -> str:
    """The path SendGrid posts mail for support@acme.example to."""
    with work():
        inbox = create_inbox(channel="email", name="Support", address=SUPPORT, by=SYSTEM)
        return urlsplit(described(inbox)["hook_url"]).path


@pytest.fixture
def envelopes(app: Flask, work: Callable[[], Any]) -> Callable[[], list[Envelope]]:
    """What was kept, oldest first."""

    def kept() -> list[Envelope]:
        with work():
            return list(db.session.scalars(select(Envelope).order_by(Envelope.id)))

    return kept
