"""The busiest pages at several sizes, beside a bare page: 50 joined rows through Jinja in a Flask of its own."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text

from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db, unit
from helpdesk.search.models import SearchDocument
from helpdesk.tickets.models import Message, MessageKind, Ticket
from tests.bench.apps import Bench
from tests.bench.rows import Row, alternately, p50, p95

TIMES = 40
JOINED = text(
    "SELECT t.number, t.subject, t.status, t.snippet, t.last_message_at, c.name AS contact, a.name AS agent "
    "FROM tickets t JOIN contacts c ON c.id = t.contact_id LEFT JOIN agents a ON a.id = t.assignee_id "
    "WHERE t.status = 'open' ORDER BY t.last_message_at DESC LIMIT 50"
)
BARE = """<!doctype html><title>Tickets</title><table>{% for row in rows %}<tr>
<td><a href="/tickets/{{ row.number }}">#{{ row.number }}</a></td><td>{{ row.subject }}</td><td>{{ row.status }}</td>
<td>{{ row.contact }}</td><td>{{ row.agent or "" }}</td><td>{{ row.snippet }}</td><td>{{ row.last_message_at }}</td>
<td><span class="chip">{{ row.status }}</span><span class="av">{{ row.contact[:2] }}</span></td>
</tr>{% endfor %}</table>"""
URGENT = {
    "all": [
        {"field": "status", "op": "is", "value": "open"},
        {"any": [{"field": "priority", "op": "is", "value": one} for one in ("urgent", "high")]},
    ]
}
CONSONANTS = str.maketrans("bcdfgklmnprst", "tnfgpdmlrgstb")


def pages(bench: Bench, *, at: str) -> Iterator[Row]:
    """Measure the queue in several orders, the page of a ticket with 30 messages, and what a search shows."""
    client, bare = bench.client(), _bare(bench).test_client()
    common, second, rare = _words(bench)
    paths = {
        "queue page": "/desk/tickets",
        "queue page, a saved view's filter": f"/desk/tickets?view={_saved_view(client)}",
        "queue page, closed ones by priority": "/desk/tickets?view=closed&sort=priority",
        "ticket page": f"/desk/tickets/{_long_ticket(bench)}",
        "search, common word": f"/desk/tickets?q={common}",
        "search, rare word": f"/desk/tickets?q={rare}",
        "search, two words": f"/desk/tickets?q={common}+{second}",
        "search, one wrong letter": f"/desk/tickets?q={_mistyped(common)}",
    }
    for name, path in paths.items():
        took, floor = alternately(partial(_get, client, path), partial(bare.get, "/"), times=TIMES)
        where = f"{name}, {at} tickets, {bench.database}"
        yield Row(f"{where}, p50", "ms", p50(took), p50(floor), TIMES)
        yield Row(f"{where}, p95", "ms", p95(took), p95(floor), TIMES)
        with bench.app.app_context(), _counted(db.engine) as statements:
            size = _get(client, path)
        asked = [one for one in statements if not one.startswith("PRAGMA")]
        yield Row(f"{where}, statements", "SQL", float(len(asked)), None, 1)
        yield Row(f"{where}, HTML", "KB", size / 1024, None, 1)


def _get(client: FlaskClient, path: str) -> int:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return len(answer.data)


def _bare(bench: Bench) -> Flask:
    app = Flask("bare")
    template = app.jinja_env.from_string(BARE)  # Compiled once, as templates of files are.

    @app.get("/")
    def page() -> str:
        with bench.app.app_context():
            engine = db.engine
        with engine.connect() as connection:
            rows = connection.execute(JOINED).all()
        return render_template(template, rows=rows)

    return app


def _saved_view(client: FlaskClient) -> str:
    wish = {"name": "Urgent", "icon": "", "filter": URGENT, "sort": "due", "scope": "agent", "team_id": None}
    answer = client.post("/desk/views", json=wish)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(answer.json["view"]["key"])


def _mistyped(word: str) -> str:
    """Return the word with one letter in its middle wrong."""
    place = next((at for at in range(len(word) // 2, 0, -1) if word[at].translate(CONSONANTS) != word[at]), 1)
    return word[:place] + word[place].translate(CONSONANTS) + word[place + 1 :]


def _words(bench: Bench) -> tuple[str, str, str]:
    """Return the two words that most of a sample's messages hold, and the address of one contact."""
    with bench.app.app_context(), unit(write=False):
        texts = db.session.scalars(select(SearchDocument.body).order_by(SearchDocument.id.desc()).limit(500))
        common = Counter(word for text in texts for word in set(text.split()) if len(word) > 4)
        rare = db.session.scalars(select(Identity.value).order_by(Identity.id.desc()).limit(1)).one()
    (first, _), (second, _) = common.most_common(2)
    return first, second, rare


def _long_ticket(bench: Bench) -> int:
    """Return the number of a ticket with about thirty messages."""
    long = (
        select(Ticket.number)
        .join(Message, Message.ticket_id == Ticket.id)
        .where(Message.kind != MessageKind.EVENT)
        .group_by(Ticket.number)
        .having(func.count(Message.id) >= 30)
        .order_by(Ticket.number.desc())
        .limit(1)
    )
    with bench.app.app_context(), unit(write=False):
        return int(db.session.scalars(long).one())


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
