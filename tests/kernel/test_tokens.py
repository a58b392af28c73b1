"""Tokens: what was made for one purpose opens nothing else, and no input does more than be refused."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.kernel import clock
from helpdesk.kernel.tokens import (
    BadToken,
    hashed,
    matches,
    new_token,
    read_signed,
    seal,
    signature,
    signed,
    unseal,
)  # fmt: skip

NOT_TOKENS: list[object] = [
    None,
    "",
    " ",
    [],
    {},
    True,
    False,
    0,
    17,
    1.5,
    b"bytes",
    "\ud800",
    "\x00",
    "é",
    "x" * 10_000_000,
    "a.b.c",
]


@pytest.fixture(autouse=True)
def _app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "a-secret-of-good-length"
    with app.app_context():
        yield


@pytest.fixture
def stopped_clock():
    clock.freeze()
    yield
    clock.thaw()


def test_a_signature_survives_a_mail_server_that_changes_case():
    word = signature("reply", 42, 7)
    assert word == word.lower()
    assert len(word) == 26
    assert matches(word.upper(), "reply", 42, 7)


def test_a_signature_is_for_these_parts_and_this_purpose_only():
    word = signature("reply", 42, 7)
    assert not matches(word, "reply", 42, 8)
    assert not matches(word, "reply", 427)
    assert not matches(word, "survey", 42, 7)
    assert signature("reply", "a", "bc") != signature("reply", "ab", "c")


def test_a_shorter_signature_has_the_bits_that_were_asked_for():
    assert len(signature("reply", 42, bits=80)) == 16
    assert matches(signature("reply", 42, bits=80), "reply", 42, bits=80)
    assert not matches(signature("reply", 42, bits=80), "reply", 42)


@pytest.mark.parametrize("given", NOT_TOKENS)
def test_nothing_strange_matches_a_signature(given):
    assert not matches(given, "reply", 42)


def test_a_signed_link_carries_its_payload():
    token = signed("survey", {"ticket": 42}, expires_in=timedelta(days=1))
    assert read_signed("survey", token) == {"ticket": 42}


def test_a_signed_link_opens_nothing_else():
    token = signed("survey", {"ticket": 42}, expires_in=None)
    with pytest.raises(BadToken):
        read_signed("reset", token)
    with pytest.raises(BadToken):
        read_signed("survey", token[:-1])


def test_a_signed_link_ends_when_it_was_said_to(stopped_clock):
    token = signed("reset", 1, expires_in=timedelta(minutes=15))
    clock.tick(timedelta(minutes=14, seconds=59))
    assert read_signed("reset", token) == 1
    clock.tick()
    with pytest.raises(BadToken):
        read_signed("reset", token)


@pytest.mark.parametrize("token", NOT_TOKENS)
def test_whatever_comes_instead_of_a_token_is_refused_alike(token):
    for door in (lambda: read_signed("reset", token), lambda: unseal(token)):
        with pytest.raises(BadToken):
            door()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text() | st.text(alphabet="abcXYZ019-_.=", max_size=200))
def test_no_text_does_more_than_be_refused(token):
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "another-secret"
    with app.app_context():
        for door in (lambda: read_signed("reset", token), lambda: unseal(token)):
            with pytest.raises(BadToken):
                door()


@pytest.mark.parametrize("token", [None, "", [], True, 17, "\ud800", "é", "x" * 10_000])
def test_a_bearer_token_must_be_a_plain_string(token):
    with pytest.raises(BadToken):
        hashed(token)


def test_a_bearer_token_is_found_by_its_hash():
    token = new_token()
    assert token != new_token()
    assert hashed(token) == hashed(token)
    assert token not in hashed(token)


def test_a_sealed_secret_comes_back_and_hides_meanwhile():
    sealed = seal("SG.pässword")
    assert "SG." not in sealed
    assert unseal(sealed) == "SG.pässword"
    assert seal("SG.pässword") != sealed


def test_a_changed_secret_stays_sealed():
    sealed = seal("SG.password")
    other = "A" if sealed[20] != "A" else "B"
    with pytest.raises(BadToken):
        unseal(sealed[:20] + other + sealed[21:])


def test_another_secret_key_opens_nothing():
    sealed, token = seal("x"), signed("reset", 1, expires_in=None)
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "quite-another-secret"
    with app.app_context():
        with pytest.raises(BadToken):
            unseal(sealed)
        with pytest.raises(BadToken):
            read_signed("reset", token)
