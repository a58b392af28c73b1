"""Two desks, each a program of its own, answer each other by machine: they fall silent by themselves, and soon."""

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.live_server import LiveServer, until
from tests.mails import a_mail
from tests.standins import wire as wires

pytestmark = pytest.mark.timeout(240)
ONE, TWO = "help@one.example", "help@two.example"
AN_HOUR = 3  # SECURITY R-AR 2: so many mails of machines an hour to an address.
QUIET_SECONDS = 6.0


@pytest.fixture
def wire():
    with wires.running() as running:
        yield running


@pytest.fixture
def desks(tmp_path: Path, wire):
    """Two desks that acknowledge every new ticket and send through the wire."""
    started = []
    try:
        for name, address in (("one", ONE), ("two", TWO)):
            (tmp_path / name).mkdir()
            desk = LiveServer(tmp_path / name, {"SMTP_URL": wire.url})
            started.append(desk)
            desk.start()
            inbox = ["--channel", "email", "--name", name.title(), "--address", address, "--set", "acknowledge=on"]
            (made,) = desk.order("inbox", "create", *inbox)
            wire.hooks[address] = made["hook_url"]
        yield started
    finally:
        for desk in started:
            desk.stop()


class Silence:
    """Tells whether nothing was carried for a while."""

    def __init__(self, wire):
        self.wire, self.count, self.since = wire, 0, time.monotonic()

    def __call__(self):
        if len(self.wire.carried) != self.count:
            self.count, self.since = len(self.wire.carried), time.monotonic()
        return time.monotonic() - self.since >= QUIET_SECONDS


def test_two_desks_that_answer_each_other_by_machine_fall_silent(desks, wire):
    began = time.monotonic()
    wire.hand_in(a_mail("Is anybody there?", sender=f"Two <{TWO}>", to=ONE, subject="Hello"), TWO, ONE)
    until(lambda: wire.carried, seconds=30, what="the first answer")

    until(Silence(wire), seconds=60, what="silence")
    assert time.monotonic() - began < 100

    told = Counter(recipient.partition("@")[2] for _sender, recipient in wire.carried)
    assert 2 <= sum(told.values()) <= 2 * AN_HOUR
    assert all(each <= AN_HOUR for each in told.values())
    for desk in desks:
        (said,) = desk.order("verify")
        assert said["ok"], said
