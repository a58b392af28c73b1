"""One person, many addresses; each address one person, whatever its spelling."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from helpdesk.contacts.identities import BadAddress, find, normalised, resolve, verify
from helpdesk.contacts.models import Contact, Identity
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, EventRow


def test_an_address_met_again_is_the_same_person(db):
    first = resolve("email", "Dora@Customer.example", name="Dora", source="mail")
    again = resolve("email", " dora@customer.EXAMPLE ", name="Somebody else", source="agent")

    assert again is first
    assert first.contact.name == "Dora"
    assert rows.session.scalar(select(func.count()).select_from(Contact)) == 1


def test_a_new_address_is_only_claimed(db):
    identity = resolve("email", "dora@customer.example", source="mail")

    assert identity.verified_at is None


def test_the_first_proof_counts_and_is_recorded_once(db, clock):
    identity = resolve("email", "dora@customer.example", source="mail")
    proved = clock.now
    verify(identity, by=SYSTEM)
    clock.tick(days=1)
    verify(identity, by=SYSTEM)

    assert identity.verified_at == proved
    assert len(rows.session.scalars(select(EventRow).where(EventRow.name == "contact.identity_verified")).all()) == 1


def test_a_number_is_no_mail_address(db):
    resolve("sms", "+491701234567", source="sms")

    assert find("sms", "+491701234567") is not None
    with pytest.raises(BadAddress):
        find("email", "+491701234567")


def test_a_name_is_one_line_of_at_most_200_characters(db):
    identity = resolve("email", "d@customer.example", name=" Dora\r\n  Diaz " + "x" * 300, source="mail")

    assert identity.contact.name.startswith("Dora Diaz x")
    assert len(identity.contact.name) == 200


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "@",
        "dora",
        "dora@",
        "@x",
        "a b@x",
        "a\u00a0b@x",
        "a@x\r\nBcc: y@z",
        "a@x\0",
        "a\u202e@x",
        "a@" + "x" * 319,
    ],
)
def test_what_nobody_could_write_to_is_no_address(address):
    with pytest.raises(BadAddress):
        normalised("email", address)


@pytest.mark.parametrize(
    "address", ['"odd@local"@customer.example', "o'hara+tag@customer.example", "jörg@bücher.example", "x@[192.0.2.1]"]
)
def test_an_odd_but_real_sender_still_reaches_us(address):
    assert normalised("email", address) == address


@given(st.text(max_size=60))
def test_cleaning_an_address_again_changes_nothing(text):
    try:
        once = normalised("email", text + "@x.example")
    except BadAddress:
        return

    assert normalised("email", once) == once
    assert once.encode()


def test_strangers_who_write_twice_at_once_become_one_person(app, work):
    both, done = threading.Barrier(2), []

    def meet():
        with work():
            both.wait(5)
            done.append(resolve("email", "dora@customer.example", source="mail").contact_id)

    threads = [threading.Thread(target=meet) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(done) == 2
    assert done[0] == done[1]
    with work():
        assert len(rows.session.scalars(select(Identity)).all()) == 1
        assert len(rows.session.scalars(select(Contact)).all()) == 1
