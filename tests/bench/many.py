"""Two hundred tickets changed at once by an agent, beside one bare transaction that changes as many rows."""

import itertools
from collections.abc import Iterator

from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.models import Status, Ticket
from tests.bench.apps import Bench
from tests.bench.rows import Row, p50, seconds

MANY = 200
TIMES = 4
_serial = itertools.count(1)


def many(bench: Bench, *, at: str) -> Iterator[Row]:
    """Give 200 open tickets another priority, several times."""
    client = bench.client()
    with bench.app.app_context(), unit(write=False):
        chosen = select(Ticket.number).where(Ticket.status == Status.OPEN).order_by(Ticket.id.desc()).limit(MANY)
        numbers = list(db.session.scalars(chosen))
    took, floor = [], []
    for turn in range(TIMES):
        took.append(1000 * seconds(lambda turn=turn: _change(client, numbers, ("high", "low")[turn % 2])))
        floor.append(1000 * seconds(lambda turn=turn: _bare_change(bench, numbers, ("urgent", "normal")[turn % 2])))
    where = f"{len(numbers)} tickets changed at once, {at} tickets, {bench.database}"
    yield Row(where, "ms", p50(took), p50(floor), TIMES)


def _change(client: FlaskClient, numbers: list[int], priority: str) -> None:
    sent = {"numbers": numbers, "action": "priority", "params": {"priority": priority}}
    answer = client.post("/desk/tickets/bulk", json=sent | {"client_key": f"bench-many-{next(_serial)}"})
    assert answer.status_code == 200, answer.get_data(as_text=True)


def _bare_change(bench: Bench, numbers: list[int], priority: str) -> None:
    """Update each row and insert an event for it: what 200 changes are without anybody who listens."""
    with bench.app.app_context(), unit():
        for number in numbers:
            changed = update(Ticket).where(Ticket.number == number).values(priority=priority, updated_at=now())
            identity = db.session.scalar(changed.returning(Ticket.id).execution_options(synchronize_session=False))
            about = {"subject_kind": "ticket", "subject_id": identity, "ticket_id": identity}
            row = {"name": "bench.changed", "actor_kind": "system", "data": {}, "depth": 0, "created_at": now()}
            db.session.execute(insert(EventRow).values(**row, **about))
