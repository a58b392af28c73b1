"""Outlook keeps our answers in its thread."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from helpdesk.channels.email.outlook import answering, kept

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TICKS = (BEGAN - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10
ROOT = (TICKS >> 16).to_bytes(6, "big") + bytes(16)
INDEX = base64.b64encode(ROOT).decode()


def index_of(at, *, index=INDEX, number=7):
    return base64.b64decode(answering({"index": index}, at=at, number=number)["Thread-Index"])


def test_an_answer_is_one_block_of_five_bytes_more_and_says_when():
    answer = index_of(BEGAN + timedelta(hours=1))
    assert answer[:22] == ROOT
    assert len(answer) == 27
    ticks = (int.from_bytes(answer[22:26], "big") & 0x7FFFFFFF) << 18
    assert abs(ticks / 10_000_000 - 3600) < 1


def test_an_answer_after_years_says_so_in_coarser_steps():
    block = int.from_bytes(index_of(BEGAN + timedelta(days=1000))[22:26], "big")
    assert block >> 31
    assert abs(((block & 0x7FFFFFFF) << 23) / 10_000_000 - 1000 * 86400) < 2


def test_the_same_answer_has_the_same_index_each_time_and_another_one_a_different():
    at = BEGAN + timedelta(hours=1)
    assert index_of(at) == index_of(at)
    assert index_of(at, number=8) != index_of(at)


def test_an_answer_before_the_beginning_is_no_error():
    assert len(index_of(BEGAN - timedelta(days=9))) == 27


def test_an_endless_thread_stops_growing():
    index = INDEX
    for _ in range(100):
        index = answering({"index": index}, at=BEGAN, number=1)["Thread-Index"]
    assert len(base64.b64decode(index)) <= 22 + 5 * 60


@pytest.mark.parametrize(
    "index", ["", "x", "AAAA", "ä" * 30, "A" * 2000, "=" * 30, INDEX[:-4], "A\r\nBcc: e@evil.example"]
)
def test_what_is_no_index_is_not_echoed(index):
    assert kept("", index) == {}


def test_the_topic_is_echoed_as_it_was():
    assert kept("Kettle", INDEX) == {"topic": "Kettle", "index": INDEX}
    assert answering({"topic": "Kettle"}, at=BEGAN, number=1) == {"Thread-Topic": "Kettle"}
