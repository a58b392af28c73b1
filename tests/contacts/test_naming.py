"""What we call a person."""

from sqlalchemy import select

from helpdesk.contacts.naming import called, rename
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from tests.factories import a_contact


def test_a_name_is_corrected_once(db, dora, ben):
    for name in ("Dora  D. Diaz\n", "Dora D. Diaz"):
        rename(dora, name, by=ben)

    assert dora.name == "Dora D. Diaz"
    assert len(rows.session.scalars(select(EventRow).where(EventRow.name == "contact.renamed")).all()) == 1


def test_without_a_name_the_address_is_shown(db):
    nameless = a_contact("", address="who@customer.example")

    assert called(nameless) == "who@customer.example"


def test_a_name_has_at_most_200_characters(db, dora, ben):
    rename(dora, "x" * 500, by=ben)

    assert len(dora.name) == 200
