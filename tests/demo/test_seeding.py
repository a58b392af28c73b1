"""`flask seed`: the demo's company with a true history, and synthetic tickets."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from helpdesk.accounts.models import Agent
from helpdesk.accounts.passwords import matches
from helpdesk.automation.models import Rule, RuleRun
from helpdesk.channels.models import Inbox
from helpdesk.demo.company import PASSWORD, described, found
from helpdesk.demo.customers import customers
from helpdesk.demo.files import made_file
from helpdesk.demo.script import BadScript, duration, plays, read
from helpdesk.demo.seeding import seed_demo, welcome
from helpdesk.demo.synthetic import make_tickets
from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import EventRow
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Attachment, Message, Ticket
from helpdesk.tickets.uploads import media_type_of

MOMENT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
BY_RULE = (Rule.name, RuleRun.outcome)
AGENTS = {one["key"] for one in described()["agents"]}


def verified(app):
    return app.test_cli_runner().invoke(args=["verify"])


@pytest.mark.timeout(300)
def test_the_demo_is_made_once_with_sixty_tickets_whose_history_is_true(app, work):
    with app.app_context():
        assert seed_demo()
        assert not seed_demo()
        lines = welcome()

    assert verified(app).exit_code == 0
    with work() as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 60
        assert set(session.scalars(select(Ticket.status))) == {"open", "pending", "snoozed", "resolved", "closed"}
        assert set(session.scalars(select(Envelope.state))) == {"processed"}
        assert set(session.scalars(select(Delivery.state))) == {"recorded", "seen", "sent"}
        asked = select(Inbox.channel, func.count()).join(Ticket, Ticket.inbox_id == Inbox.id).group_by(Inbox.channel)
        assert dict(session.execute(asked).all()) == {"email": 38, "sms": 12, "chat": 10}
        numbers = session.scalars(select(Ticket.created_at).order_by(Ticket.number)).all()
        assert numbers == sorted(numbers)
        told = session.scalars(select(EventRow.created_at).order_by(EventRow.id)).all()
        assert told == sorted(told)
        assert told[-1] <= now()
        assert session.scalar(select(func.count()).select_from(Attachment)) > 20
        ran = session.execute(select(Rule.name, RuleRun.outcome, func.count()).join(RuleRun.rule).group_by(*BY_RULE))
        assert {(name, outcome): count for name, outcome, count in ran} == {
            ("Refunds go to Billing", "ran"): 2,
            ("Who is in a hurry goes first", "ran"): 4,
        }
        assert many_said_how_it_went(session)
        assert settings.get("survey.delay_minutes") == 0
        for agent in session.scalars(select(Agent).where(Agent.role.has(name="admin"))):
            assert agent.email in lines
            assert matches(PASSWORD, agent.password_hash)


def many_said_how_it_went(session):
    scores = session.scalars(select(Survey.score)).all()
    answered = [score for score in scores if score is not None]
    return len(scores) > 20 and len(scores) / 2 < len(answered) < len(scores) and set(answered) == {1, 2, 3, 4, 5}


def test_a_demo_of_an_earlier_version_gets_the_inboxes_it_lacks(app, work):
    with app.app_context():
        with unit():
            found()
            db.session.execute(update(Inbox).where(Inbox.channel == "sms").values(address="+447700900901"))
        assert not seed_demo()
        assert not seed_demo()

    with work() as session:
        texts = select(Inbox.address).where(Inbox.channel == "sms").order_by(Inbox.id)
        assert session.scalars(texts).all() == ["+447700900901", "+447700900900"]
        assert session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_synthetic_tickets_come_by_mail_beside_the_demo(app, work):
    with app.app_context():
        with unit():
            found()
        make_tickets(20, seed=3)

    with work() as session:
        came = select(Inbox.channel).join(Ticket, Ticket.inbox_id == Inbox.id)
        assert set(session.scalars(came)) == {"email"}


def test_synthetic_tickets_hold_every_invariant(app, work):
    with app.app_context():
        made = make_tickets(120, seed=7)

    assert verified(app).exit_code == 0
    with work() as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == made.tickets == 120
        spoken = session.scalar(select(func.count()).select_from(Message).where(Message.kind != "event"))
        assert spoken == made.messages
        assert session.scalar(select(func.max(Ticket.number))) == 120


@pytest.mark.database
def test_more_tickets_go_on_counting_where_the_first_ended(app, work):
    with app.app_context():
        make_tickets(30, seed=1)
        make_tickets(30, seed=1)

    with work() as session:
        assert session.scalars(select(Ticket.number).order_by(Ticket.number)).all() == list(range(1, 61))


def test_nobody_in_the_plays_acts_in_the_future_or_is_unknown():
    said = [step for play in plays(MOMENT) for step in play.steps]

    assert [step for step in said if step.at > MOMENT] == []
    assert {step.who for step in said} <= AGENTS | customers().keys()
    assert {step.who for step in said if step.verb in {"writes", "answers"}} <= customers().keys()


def test_a_play_is_read_with_its_moments_files_and_words():
    opening = "== Cold\n@ dora writes to hello, 2 days ago at 08:15, with a.png, b.pdf\nIt is.\n\nDora\n"

    (play,) = read(f"{opening}@ +1d2h ben replies\nOh.\n", MOMENT)

    first, second = play.steps
    assert (first.at, first.files) == (datetime(2026, 2, 28, 8, 15, tzinfo=UTC), ("a.png", "b.pdf"))
    assert first.text == "It is.\n\nDora"
    assert (second.at, second.verb, second.text) == (datetime(2026, 3, 1, 10, 15, tzinfo=UTC), "replies", "Oh.")


@pytest.mark.parametrize("text", ["== A\n@ dora sings\n", "== A\n@ dora writes to hello, 1 day ago\nHi\n@ later\n"])
def test_a_play_that_cannot_be_read_names_its_line(text):
    with pytest.raises(BadScript):
        list(read(text, MOMENT))


def test_durations_are_short_words():
    assert [duration(word).total_seconds() for word in ("35m", "1d4h", "28 days", "70 minutes")] == [
        2100, 100_800, 2_419_200, 4200,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["eyelet.png", "quote-Q-318.pdf"])
def test_made_files_are_what_their_names_say(name):
    made = made_file(name)

    assert media_type_of(made.data, "application/octet-stream") == made.media_type
    assert made == made_file(name)
