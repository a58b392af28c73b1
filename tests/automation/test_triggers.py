"""Rules hear of broken promises and of what customers think."""

from datetime import timedelta

from helpdesk.automation.triggers import TRIGGERS
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.satisfaction.answering import answer
from helpdesk.satisfaction.models import Survey
from helpdesk.sla.events import SlaBreached
from tests.automation.conftest import tags


def test_a_rule_may_raise_what_is_overdue(a_rule, opened, change):
    a_rule("sla.breached", ("set_priority", {"priority": "urgent"}))

    ticket = change(opened(), lambda one: record(SlaBreached(one, "resolution"), by=SYSTEM))

    assert ticket.priority == "urgent"


def test_a_rule_may_answer_a_bad_rating(a_rule, opened, change, clock):
    a_rule("survey.answered", ("add_tag", {"tag": "unhappy"}), condition={"field": "csat_score", "op": "at_most", "value": 2})
    unhappy, happy = change(opened(), rate(1)), change(opened(), rate(5))

    assert (tags(unhappy), tags(happy)) == (["unhappy"], [])


def test_every_trigger_says_in_words_what_it_waits_for():
    assert all(str(trigger.label).strip() for trigger in TRIGGERS.values())


def rate(score):
    """The ticket's customer says how it went."""

    def say(ticket):
        survey = Survey(
            ticket_id=ticket.id,
            cycle=1,
            contact_id=ticket.contact_id,
            inbox_id=ticket.inbox_id,
            asked_at=now(),
            expires_at=now() + timedelta(days=1),
        )
        db.session.add(survey)
        db.session.flush()
        answer(survey, score, by=ticket.contact)

    return say
