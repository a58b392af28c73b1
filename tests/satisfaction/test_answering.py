"""An answer is kept until it is changed, and tells those who care; it opens nothing."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.satisfaction.answering import LONGEST_COMMENT, SurveyOver, answer
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.status import reopen, resolve


@pytest.fixture
def asked(ticket, act, later, ben):
    act(resolve, ticket, by=ben)
    later()
    return 1


@pytest.fixture
def rate(work):
    """Answer as the contact does."""

    def give(survey_id, score, comment=None):
        with work():
            survey = db.session.get_one(Survey, survey_id)
            answer(survey, score, comment=comment, by=survey.contact)

    return give


def told(work):
    with work():
        found = db.session.scalars(select(EventRow).where(EventRow.name == "survey.answered").order_by(EventRow.id))
        return [(one.data["score"], one.data["was_score"]) for one in found]


def test_it_stands_on_the_ticket_and_says_who_earned_it(asked, rate, work, ticket, ben, support):
    rate(asked, 2, "It broke again.")

    with work():
        found = db.session.get_one(Ticket, ticket)
        assert (found.csat_score, found.status, found.needs_reply) == (2, "resolved", False)
        event = db.session.scalars(select(EventRow).where(EventRow.name == "survey.answered")).one()
        assert event.data == {"score": 2, "was_score": None, "agent_id": ben.id, "team_id": support.id}
        assert (event.ticket_id, event.actor_kind) == (ticket, "contact")


def test_the_same_answer_twice_is_told_once(asked, rate, work):
    rate(asked, 4, "Fine")
    rate(asked, 4, "Fine")
    rate(asked, 4)

    assert told(work) == [(4, None)]


def test_score_and_comment_can_be_changed_and_the_first_answers_time_stays(asked, rate, work, surveys, clock):
    rate(asked, 4, "Fine")
    first = clock.now
    clock.tick(days=1)
    rate(asked, 4, "Very fine")
    rate(asked, 1, "")

    assert told(work) == [(4, None), (4, 4), (1, 4)]
    assert [(one.score, one.comment, one.answered_at) for one in surveys()] == [(1, None, first)]


def test_after_its_end_nothing_is_taken(asked, rate, later, surveys):
    later(days=14)
    with pytest.raises(SurveyOver):
        rate(asked, 5)
    assert surveys()[0].score is None


@pytest.mark.parametrize("score", [0, 6, -1, 2**40])
def test_a_number_off_the_scale_is_refused(asked, rate, score):
    with pytest.raises(BadInput):
        rate(asked, score)


def test_a_novel_is_cut(asked, rate, surveys):
    rate(asked, 5, "x" * 9000)
    assert len(surveys()[0].comment) == LONGEST_COMMENT


def test_an_earlier_question_can_still_be_answered_and_the_newest_counts(asked, rate, work, act, later, ticket, ben):
    act(reopen, ticket, by=ben)
    act(resolve, ticket, by=ben)
    later()
    rate(2, 5)
    rate(1, 1)

    with work():
        assert db.session.get_one(Ticket, ticket).csat_score == 5
