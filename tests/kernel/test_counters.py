"""Counters: every number once, rising."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from helpdesk.kernel.counters import next_number

pytestmark = pytest.mark.database


def test_it_counts_from_one(db):
    assert [next_number("ticket") for _ in range(3)] == [1, 2, 3]


def test_many_at_once_never_get_the_same_number(work):
    def take(_turn: int) -> int:
        with work():
            return next_number("ticket")

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(40))) == list(range(1, 41))


def test_a_counter_nobody_declared_is_a_mistake(db):
    with pytest.raises(KeyError):
        next_number("tikcet")
