"""Passwords: kept as hashes, checked in the same time whoever is named."""

from time import process_time

import pytest

from helpdesk.accounts import passwords

RIGHT = "correct horse battery staple"


def test_a_password_opens_and_no_other_does():
    kept = passwords.hash_of(RIGHT)
    assert RIGHT not in kept
    assert passwords.matches(RIGHT, kept)
    assert not passwords.matches(RIGHT + " ", kept)
    assert not passwords.matches("", kept)
    assert not passwords.matches(RIGHT, None)


def test_two_ways_to_type_a_letter_are_one_password():
    assert passwords.matches("gru\u0308ne Wiese", passwords.hash_of("gr\u00fcne Wiese"))


@pytest.mark.parametrize("given", ["\ud800" * 12, "\0" * 12, "x" * 100_000])
def test_no_input_breaks_the_check(given):
    assert not passwords.matches(given, passwords.hash_of(RIGHT))


def test_a_very_long_password_never_matches_though_its_hash_would():
    assert not passwords.matches("too long" * 200, passwords.hash_of("too long"))
    assert not passwords.matches("x" * 1025, passwords.hash_of("x" * 1025))


@pytest.mark.parametrize("given", ["short", "a" * 30, "abab" * 10, "ü" * 600, ""])
def test_a_poor_password_is_refused(given):
    with pytest.raises(passwords.PasswordRefused):
        passwords.fitting(given)


def test_a_hash_made_with_weaker_parameters_is_outdated():
    assert not passwords.outdated(passwords.hash_of(RIGHT))
    assert not passwords.outdated(passwords.NOBODY)
    assert passwords.outdated(passwords.NOBODY.replace("t=2", "t=1"))


def test_an_unknown_account_costs_as_much_time_as_a_known_one():
    kept = passwords.hash_of(RIGHT)

    def cost(known):
        started = process_time()
        passwords.matches("wrong", known)
        return process_time() - started

    pairs = [(cost(kept), cost(None)) for _ in range(15)]
    # Time of the processor, and the least of it: a machine that is busy elsewhere only ever adds.
    known, unknown = (min(column) for column in zip(*pairs, strict=True))
    assert 0.8 < known / unknown < 1.25
