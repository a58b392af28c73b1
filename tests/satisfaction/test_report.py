"""What the report counts, and how sure it says it is."""

import pytest

from helpdesk.satisfaction.report import Line, sum_of, wilson


@pytest.mark.parametrize(
    ("good", "answered", "low", "high"),
    # From the formula by hand, and from the tables in R. G. Newcombe, Statistics in Medicine 17 (1998), table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(good, answered, low, high):
    assert wilson(good, answered) == pytest.approx((low, high), abs=0.00006)


def test_it_never_leaves_what_a_share_can_be():
    for answered in range(1, 30):
        for good in range(answered + 1):
            low, high = wilson(good, answered)
            assert 0 <= low <= good / answered <= high <= 1


def test_without_answers_it_claims_nothing():
    line = Line(1, "Ben", asked=3, answered=0, good=0, total=0)

    assert (line.response, line.satisfied, line.average, line.between, line.few) == (0, None, None, None, False)


def test_a_sum_counts_every_answer_once():
    whole = sum_of([Line("sms", "SMS", 4, 2, 1, 6), Line("email", "Email", 6, 6, 5, 27)])

    assert (whole.asked, whole.answered, whole.good, whole.average) == (10, 8, 6, 33 / 8)
