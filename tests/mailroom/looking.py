"""What the tests of texts look at: rows, and what an agent sees."""

from sqlalchemy import func, select

from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Ticket
from tests.texts import PAT


def newest(work):
    with work():
        return db.session.scalar(select(func.max(Ticket.number)))


def count(work, kind):
    with work():
        return db.session.scalar(select(func.count()).select_from(kind))


def texts(shown, number):
    return [(one["kind"], one["text"]) for one in shown(number)["messages"] if one["kind"] != "event"]


def opted_out(work):
    with work():
        return db.session.scalars(select(Identity).where(Identity.value == PAT)).one().opted_out_at is not None
