"""A whole text of one word says whether its sender wants messages."""

import pytest

from helpdesk.channels.sms.keywords import consent_in


@pytest.mark.parametrize(
    "body",
    ["STOP", "stop", " Stop. ", "S.T.O.P!", "STOP\n", "stop all", "STOPALL", "unsubscribe", "Cancel", "END", "quit",
     "REVOKE", "Opt-Out", "opt out", "\uff33\uff34\uff2f\uff30", "\u201cStop\u201d"],
)  # fmt: skip
def test_it_stops(body):
    assert consent_in(body) == "out"


@pytest.mark.parametrize("body", ["START", "Yes!", "un-stop"])
def test_it_starts_again(body):
    assert consent_in(body) == "in"


@pytest.mark.parametrize(
    "body", ["", "Please stop by tomorrow", "stop it", "the end", "yes please", "no", "👍", "STOP 5"]
)
def test_other_words_are_just_words(body):
    assert consent_in(body) is None


def test_twilio_may_know_better():
    assert consent_in("Halt", "STOP") == "out"
    assert consent_in("Los", "START") == "in"
    assert consent_in("HELP", "HELP") is None
