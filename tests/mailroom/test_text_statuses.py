"""Twilio tells what became of a text: in any order, and nothing goes twice by itself."""

from itertools import permutations

import pytest

from tests.mailroom.looking import newest
from tests.texts import a_status, a_text

pytestmark = pytest.mark.database


@pytest.mark.parametrize("order", list(permutations(["queued", "sending", "sent", "delivered"])), ids="-".join)
def test_the_furthest_status_wins_in_any_order(text, carrier, work, text_back, shown, order):
    text(a_text())
    number = newest(work)
    text_back(number)
    url, sid = carrier.accepted[0]["StatusCallback"], f"SM{1:032d}"

    for status in order:
        assert text(a_status(sid, status), url=url).status_code == 200

    assert shown(number)["messages"][-1]["delivery"]["state"] == "delivered"


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "undelivered"])), ids="-".join)
def test_a_failure_says_why(text, carrier, work, text_back, shown, order):
    text(a_text())
    number = newest(work)
    text_back(number)

    for status in order:
        why = {"ErrorCode": "30005"} if status == "undelivered" else {}
        text(a_status(f"SM{1:032d}", status, **why), url=carrier.accepted[0]["StatusCallback"])

    delivery = shown(number)["messages"][-1]["delivery"]
    assert delivery["state"] == "failed"
    assert "the number does not exist, or is no longer in use (Twilio 30005)" in delivery["words"]


def test_a_status_of_somebody_elses_message_changes_nothing(text, carrier, work, text_back, shown, text_hook):
    text(a_text())
    number = newest(work)
    text_back(number)
    url, sid = carrier.accepted[0]["StatusCallback"], f"SM{1:032d}"

    for strange in (
        f"{text_hook}/events",
        f"{text_hook}/events?message=99999",
        f"{text_hook}/events?message=x",
        f"{text_hook}/events?message=0",
    ):
        assert text(a_status(sid, "failed", Strange=strange), url=strange).status_code == 200
    assert text(a_status(sid, "delivered", to="+4915100000000"), url=url).status_code == 200
    assert text(a_status(f"SM{2:032d}", "levitating"), url=url).status_code == 200

    assert shown(number)["messages"][-1]["delivery"]["state"] == "sent"


def test_a_status_that_names_no_message_is_refused(text, text_hook):
    for fields in ({"Body": "hello"}, {"MessageSid": "x", "MessageStatus": "sent"}, a_status(f"SM{1:032d}", "SENT!")):
        assert text(fields, url=f"{text_hook}/events").status_code == 400


def test_an_uncertain_text_is_never_sent_again_by_itself(text, carrier, work, shown, text_back, run_jobs, clock):
    text(a_text())
    number = newest(work)
    carrier.answer(500)
    text_back(number)
    assert shown(number)["messages"][-1]["delivery"]["state"] == "uncertain"

    carrier.answer(201)
    clock.tick(hours=5)
    run_jobs()
    assert len(carrier.calls) == 1
