"""Who wrote: and when a forged From can be read in two ways, nobody is believed."""

import pytest

from helpdesk.channels.email.addresses import read_addresses
from helpdesk.channels.email.parse import parse


def sender(*values):
    raw = "".join(f"From: {value}\n" for value in values) + "\nHello"
    parsed = parse(raw.encode())
    return parsed.from_email, parsed.from_name, parsed.from_ambiguous


@pytest.mark.parametrize(
    ("written", "email", "name"),
    [
        ("dora@customer.test", "dora@customer.test", ""),
        ("Dora <dora@customer.test>", "dora@customer.test", "Dora"),
        ('"Dora \\"D\\" C" <dora@customer.test>', "dora@customer.test", 'Dora "D" C'),
        ("=?utf-8?q?Doe,_J=C3=B6rg?= <j@customer.test>", "j@customer.test", "Doe, Jörg"),
        ("dora@customer.test <dora@customer.test>", "dora@customer.test", "dora@customer.test"),
        ('"dora@customer.test" <dora@customer.test>', "dora@customer.test", "dora@customer.test"),
        ("dora@customer.test (Dora)", "dora@customer.test", "Dora"),
        ("<mailto:dora@customer.test>", "dora@customer.test", ""),
        ("<@relay.test:dora@customer.test>", "dora@customer.test", ""),
        ("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "pete@silly.test", "Pete"),
        ('"dora smith"@customer.test', '"dora smith"@customer.test', ""),
        ("Дора <dora@пример.test>", "dora@пример.test", "Дора"),
    ],
)
def test_an_honest_sender_is_certain(written, email, name):
    assert sender(written) == (email, name, False)


@pytest.mark.parametrize(
    ("values", "email"),
    [
        (["victim@corp.test <mallory@attacker.test>"], "mallory@attacker.test"),
        (["victim@corp.test", "mallory@attacker.test"], "victim@corp.test"),
        (["victim@corp.test, mallory@attacker.test"], "victim@corp.test"),
        (["(victim@corp.test) mallory@attacker.test"], "mallory@attacker.test"),
        (["mallory@attacker.test (victim@corp.test)"], "mallory@attacker.test"),
        (["Victim <victim@corp.test> <mallory@attacker.test>"], "victim@corp.test"),
        (["<victim@corp.test"], "victim@corp.test"),
        (["victim@corp.test mallory@attacker.test"], "victim@corp.test"),
        (["<<victim@corp.test>>"], "victim@corp.test"),
        (['"never closed <victim@corp.test>'], "victim@corp.test"),
        ([""], ""),
        (["nobody"], "nobody"),
    ],
)
def test_a_sender_who_can_be_read_in_two_ways_is_ambiguous(values, email):
    found, _, ambiguous = sender(*values)
    assert ambiguous
    assert found == email


def test_without_from_the_envelope_is_named_but_not_believed():
    parsed = parse(b"Return-Path: <dora@customer.test>\n\nHello")
    assert (parsed.from_email, parsed.from_ambiguous) == ("dora@customer.test", True)


def test_display_names_hold_no_line_break():
    assert sender("=?utf-8?q?Dora=0D=0ABcc:_x@y.test?= <dora@customer.test>")[1] == "Dora Bcc: x@y.test"


@pytest.mark.parametrize(
    ("written", "emails"),
    [
        ("a@a.test; b@b.test", ["a@a.test", "b@b.test"]),
        ("undisclosed-recipients:;", []),
        ("Team: a@a.test, b@b.test;, c@c.test", ["a@a.test", "b@b.test", "c@c.test"]),
        ('"Doe, J" <j@a.test>, k@b.test', ["j@a.test", "k@b.test"]),
        ("a@a.test,,, b@b.test,", ["a@a.test", "b@b.test"]),
        ("(nobody)", []),
    ],
)
def test_lists_of_recipients(written, emails):
    assert [address.email for address in read_addresses(written).addresses] == emails


@pytest.mark.parametrize(
    "junk", ["(" * 5000, '"' * 5000, "<" * 5000, '(<"' * 5000, "a@b, " * 5000, "=?utf-8?q?" * 5000]
)
def test_hostile_address_fields_end_soon(junk):
    assert len(read_addresses(junk).addresses) <= 500
