"""Mail comes in through the pipe, is processed, and is looked at as a person would."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.kernel.worker import Tally
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope
from tests.mails import SUPPORT, a_mail


@pytest.fixture
def arrive(inbox: Inbox, work: Callable[[], Any], run_jobs: Callable[[], Tally]) -> Callable[..., Envelope]:
    """Let a mail (bytes, or the words of one) arrive at support@acme.example and be processed."""

    def come(mail: bytes | str = b"", **fields: str) -> Envelope:
        raw = mail if isinstance(mail, bytes) and mail else a_mail(*([mail] if mail else []), **fields)
        with work():
            found = db.session.scalars(select(Inbox).where(Inbox.address == SUPPORT)).one()
            identity = deliver(found, raw).envelope_id
        run_jobs()
        with work():
            envelope = db.session.get_one(Envelope, identity)
            _ = envelope.message and envelope.message.ticket and envelope.message.attachments
            return envelope

    return come


@pytest.fixture
def trusting(work: Callable[[], Any], inbox: Inbox) -> None:
    """The inbox believes the Authentication-Results of mx.acme.example."""
    with work():
        db.session.get_one(Inbox, inbox.id).settings = {"authserv_id": "mx.acme.example"}
