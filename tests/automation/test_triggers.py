"""Rules hear of broken promises and of what customers think."""

import pytest
from sqlalchemy import select

from helpdesk.automation.triggers import TRIGGERS
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.satisfaction.answering import answer
from helpdesk.satisfaction.models import Survey
from helpdesk.sla.events import SlaBreached
from helpdesk.tickets.status import resolve
from tests.automation.conftest import field, tags


def test_a_rule_may_raise_what_is_overdue(a_rule, opened, change):
    a_rule("sla.breached", ("set_priority", {"priority": "urgent"}))

    ticket = change(opened(), lambda one: record(SlaBreached(one, "resolution"), by=SYSTEM))

    assert ticket.priority == "urgent"


@pytest.mark.parametrize(("score", "tagged"), [(1, ["unhappy"]), (5, [])])
def test_a_rule_may_follow_a_bad_rating(a_rule, opened, change, work, score, tagged):
    a_rule("survey.answered", ("add_tag", {"tag": "unhappy"}), condition=field("csat_score", "less", 3))
    with work():
        settings.put("survey.delay_minutes", 0, by=SYSTEM)
    asked = change(opened(), lambda one: resolve(one, by=SYSTEM))

    ticket = change(asked, lambda one: rate(one, score))

    assert (tags(ticket), ticket.status) == (tagged, "resolved")


def test_every_trigger_says_in_words_what_it_waits_for():
    assert all(str(trigger.label).strip() for trigger in TRIGGERS.values())


def rate(ticket, score):
    """The ticket's customer says how it went."""
    survey = db.session.scalars(select(Survey).where(Survey.ticket_id == ticket.id)).one()
    answer(survey, score, comment=None, by=survey.contact)
