"""A customer who is unhappy with our help: the leads of the team that helped hear of it, else the admins."""

from datetime import timedelta

import pytest

from helpdesk.accounts.models import Agent, Team
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db as rows
from helpdesk.notifications.reading import page
from helpdesk.satisfaction.answering import answer
from helpdesk.satisfaction.models import Survey
from tests.factories import a_reply, a_ticket


def known(row):
    return rows.session.get_one(type(row), row.id)


@pytest.fixture
def ask(work, dora, inbox, ben, alma):
    """Ask Dora how it went; `team` is the one that helped."""

    def asked(team: Team | None) -> Survey:
        with work():
            ticket = a_ticket(by=known(dora), inbox=known(inbox))
            survey = Survey(
                ticket_id=ticket.id, cycle=1, contact_id=dora.id, agent_id=ben.id, team_id=team.id if team else None,
                inbox_id=inbox.id, message_id=a_reply(ticket, by=known(ben)).id, asked_at=now(),
                expires_at=now() + timedelta(days=7),
            )  # fmt: skip
            rows.session.add(survey)
            rows.session.flush()
            return survey

    return asked


@pytest.fixture
def rate(work, run_jobs):
    """Answer, and let it be told."""

    def give(survey, score, comment=None):
        with work():
            found = known(survey)
            answer(found, score, comment=comment, by=found.contact)
        run_jobs()

    return give


@pytest.fixture
def told(work):
    def ask(agent: Agent) -> list[str]:
        with work():
            return [line.words for line in page(known(agent))[0]]

    return ask


def test_the_teams_lead_is_told_and_nobody_else(ask, rate, told, support, ada, ben, alma):
    rate(ask(support), 2)

    assert told(ada) == ["Dora Diaz rated our help 2 of 5"]
    assert (told(ben), told(alma)) == ([], [])


@pytest.mark.parametrize("named", [True, False])
def test_without_a_lead_the_admins_are_told(ask, rate, told, billing, ada, cy, alma, named):
    rate(ask(billing if named else None), 1)

    assert told(alma) == ["Dora Diaz rated our help 1 of 5"]
    assert (told(ada), told(cy)) == ([], [])


def test_a_middling_answer_rings_no_bell_until_it_gets_worse_and_a_comment_rings_none(ask, rate, told, support, ada):
    survey = ask(support)
    rate(survey, 3)
    assert told(ada) == []

    rate(survey, 1)
    rate(survey, 1, comment="It still hums.")

    assert told(ada) == ["Dora Diaz rated our help 1 of 5"]
