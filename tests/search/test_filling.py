"""Rows that are older than the index come into it in batches, and mail costs little more than it did."""

import flask_migrate
import pytest
from sqlalchemy import delete, select, text

from helpdesk.kernel.jobs import Job, enqueue
from helpdesk.mailroom.intake import deliver
from helpdesk.search import filling
from helpdesk.search.finding import find
from helpdesk.search.folding import fold
from helpdesk.search.models import SearchDocument
from helpdesk.tickets.queries import Listing
from tests.factories import a_contact, a_message, a_ticket
from tests.servers import PROJECT

MAIL = b"From: Dora <d@customer.example>\r\nSubject: Lamp\r\nMessage-ID: <%d@customer.example>\r\n\r\nDark.\r\n"
REPLY = MAIL.replace(b"\r\n\r\n", b"\r\nIn-Reply-To: <1@customer.example>\r\n\r\n")
NEWEST = Listing(sort="newest")


def test_older_rows_are_found_once_the_job_has_run(work, run_jobs, ada, inbox, monkeypatch):
    monkeypatch.setattr(filling, "BATCH", 4)
    with work() as session:
        for _ in range(9):
            a_message(a_ticket("Lamp", by=a_contact("Finn"), inbox=inbox), text="Flickers")
        session.flush()
    with work() as session:
        before = set(session.execute(select(SearchDocument.id, SearchDocument.title, SearchDocument.body)))
        session.execute(delete(SearchDocument))
    with work():
        assert find(ada, NEWEST, "flickers").count == 0
        enqueue(filling.fill, {})

    run_jobs()

    with work() as session:
        assert find(ada, NEWEST, "flickers").count == 9
        assert set(session.execute(select(SearchDocument.id, SearchDocument.title, SearchDocument.body))) == before
        assert session.scalar(select(Job.id).where(Job.kind == "search.fill")) is None


def test_the_migration_begins_the_filling_where_there_are_tickets(app, work, run_jobs, ada, dora, inbox):
    folder = str(PROJECT / "migrations")
    with work():
        a_ticket("Lamp", by=dora, inbox=inbox)
    with app.app_context():
        flask_migrate.downgrade(directory=folder, revision="0013")
        flask_migrate.upgrade(directory=folder)

    run_jobs()

    with work():
        assert find(ada, NEWEST, "lamp").count == 1


def test_a_mail_costs_two_statements_more(work, run_jobs, inbox, count_queries):
    for number, mail in ((1, MAIL), (2, REPLY)):
        with work():
            deliver(inbox, mail % number)
        with count_queries() as seen:
            run_jobs()
        # The housekeeping that learns words is another job's, once a minute.
        ours = [one for one in seen if "search_documents" in one and "search_documents.id >" not in one]
        assert len([*ours, *(one for one in seen if "AS doc" in one and one not in ours)]) == 2


def test_a_failed_change_leaves_nothing_in_the_index(work, dora, inbox):
    def fail() -> None:
        with work():
            a_ticket("Lamp", by=dora, inbox=inbox)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with work() as session:
        assert session.scalar(select(SearchDocument.id)) is None


def test_the_index_is_whole(work, database, dora, inbox):
    """FTS5 compares its index with the documents, and raises where they differ."""
    with work() as session:
        a_ticket("Lamp", by=dora, inbox=inbox)
    with work() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)"))
        assert session.scalars(select(SearchDocument.title).order_by(SearchDocument.id)).all() != []


def test_folding_takes_case_accents_and_signs_away():
    assert fold("  Müller-Straße, CAFÉ_№1\tÅ ﬁ ") == "muller strasse cafe no1 a fi"
    assert fold("東京タワー abc") == "東 京 タ ワ ー abc"
    assert fold("!!!") == fold("") == ""
