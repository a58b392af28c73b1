"""What Ben does not read in the desk reaches him by mail: once a conversation, not while he is away, not too often."""

import pytest

from helpdesk.channels.models import Inbox
from helpdesk.kernel import settings
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.settings import SettingError
from helpdesk.notifications.choices import Wish
from helpdesk.notifications.reading import mark_read
from helpdesk.tickets.assignment import assign_agent, assign_team
from helpdesk.tickets.followers import follow
from tests.factories import a_message, a_ticket, an_inbox
from tests.notifications.conftest import known, words

TOLD = "Told in the desk."


def test_news_still_unread_after_five_minutes_leave_as_one_mail(carried, bens, write, later, fate, ben):
    ticket = bens()
    write(ticket, "It stays cold.")
    later(minutes=3)
    write(ticket, "It is <b>still</b> cold!")
    assert carried.accepted == []

    later(minutes=2)

    (mail,) = carried.accepted
    assert mail["personalizations"][0]["to"] == [{"email": "ben@acme.example", "name": "Ben"}]
    assert mail["subject"] == f"Dora Diaz wrote: The kettle does not boil (#{ticket.number})"
    assert "It is <b>still</b> cold!" in words(mail)
    assert "It stays cold." not in words(mail)
    assert "and 1 more piece of news" in words(mail)
    assert f"/desk/tickets/{ticket.number}\n" in words(mail)
    assert "It is &lt;b&gt;still&lt;/b&gt; cold!" in mail["content"][1]["value"]
    assert fate(ticket, ben)[0].startswith(f"{TOLD} Mailed, ")
    assert fate(ticket, ben)[1].startswith(f"{TOLD} Counted in the mail about something newer here. Mailed, ")


def test_no_machine_is_invited_to_answer_it(carried, bens, write, later):
    write(bens())
    later(minutes=5)

    (mail,) = carried.accepted
    told = {name: mail["headers"][name] for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence")}
    assert told == {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}
    assert mail["headers"]["X-Helpdesk-Loop"]
    assert mail["reply_to"]["email"].startswith("support+a-")  # Ben's own, for this ticket (mailroom/agents_answer.py).


def test_what_was_read_in_time_is_not_mailed(carried, bens, write, later, fate, work, ben):
    ticket = bens()
    write(ticket)
    later(minutes=2)
    with work():
        mark_read(known(ben), ticket=known(ticket))
    later(minutes=10)

    assert carried.accepted == []
    assert fate(ticket, ben)[0] == f"{TOLD} No mail: you read it before one left."


def test_what_came_after_reading_has_its_own_five_minutes(carried, bens, write, later, work, ben):
    ticket = bens()
    write(ticket)
    later(minutes=2)
    with work():
        mark_read(known(ben), ticket=known(ticket))
    later(minutes=1)
    write(ticket)
    later(minutes=3)
    assert carried.accepted == []

    later(minutes=2)

    assert len(carried.accepted) == 1


def test_who_looks_at_the_ticket_gets_no_mail(carried, bens, write, later, fate, work, ben):
    ticket = bens()
    write(ticket)
    with work():
        mark_read(known(ben), ticket=known(ticket))
    later(minutes=10)

    assert carried.accepted == []
    assert fate(ticket, ben)[0] == f"{TOLD} No mail: you were looking at the ticket."


def test_ones_own_acts_are_told_to_nobody(carried, bens, later, fate, ben):
    ticket = bens()
    later(minutes=10)

    assert carried.accepted == []
    assert fate(ticket, ben) == ["Not told: you did it yourself."]


def test_without_a_provider_it_is_recorded_and_not_sent(bens, write, later, fate, ben):
    ticket = bens()
    write(ticket)
    later(minutes=5)

    assert fate(ticket, ben)[0] == f"{TOLD} Mail was written but not sent: no provider is configured."


def test_without_an_open_inbox_that_is_the_reason(carried, bens, write, later, fate, work, inbox, ben):
    ticket = bens()
    write(ticket)
    with work():
        known(inbox).enabled = False
    later(minutes=5)

    assert (carried.accepted, fate(ticket, ben)[0]) == (
        [],
        f"{TOLD} No mail: there is no open email inbox to send it from.",
    )


def test_an_admin_may_name_the_inbox(carried, bens, write, later, work, alma):
    with work():
        an_inbox("desk@acme.example")
        settings.put("notifications.inbox", "Desk@acme.example", by=alma)
    with work(), pytest.raises(SettingError):
        settings.put("notifications.inbox", "nobody@acme.example", by=alma)
    write(bens())
    later(minutes=5)

    assert carried.accepted[0]["from"]["email"] == "desk@acme.example"


@pytest.mark.parametrize(
    ("wish", "mails", "said"),
    [
        (Wish(desk=True, mail=False), 0, f"{TOLD} No mail: you chose none for this."),
        (Wish(desk=False, mail=True), 1, "Not told in the desk: you chose not to hear of this there. Mailed"),
        (
            Wish(desk=False, mail=False),
            0,
            "Not told in the desk: you chose not to hear of this there. No mail: you chose none for this.",
        ),
    ],
)
def test_each_kind_is_told_as_the_agent_chose(carried, bens, write, later, fate, chooses, ben, wish, mails, said):
    chooses(ben, kinds={"message": wish})
    ticket = bens()
    write(ticket)
    later(minutes=5)

    assert len(carried.accepted) == mails
    assert fate(ticket, ben)[0].startswith(said)


def test_followers_are_told_in_the_desk_only_unless_they_choose(carried, bens, write, later, fate, work, ada):
    ticket = bens()
    with work():
        follow(known(ticket), known(ada), by=ada)
    write(ticket)
    later(minutes=5)

    assert fate(ticket, ada) == [f"{TOLD} No mail: you chose none for this."]


def test_a_teams_new_ticket_is_told_to_who_asked_for_it(clock, work, run_jobs, fate, chooses, support, dora, ada, ben):
    chooses(ada, kinds={"team": Wish(desk=True, mail=False)})
    with work():
        ticket = a_ticket(by=known(dora), team=known(support))
    run_jobs()

    assert fate(ticket, ada) == [f"{TOLD} No mail: you chose none for this."]
    neither = "Not told in the desk: you chose not to hear of this there. No mail: you chose none for this."
    assert fate(ticket, ben) == [neither]


def test_a_ticket_out_of_sight_is_not_mailed(carried, bens, write, later, work, billing, ada, ben):
    ticket = bens()
    write(ticket)
    with work():
        assign_agent(known(ticket), None, by=ada)
        assign_team(known(ticket), known(billing), by=ada)
    later(minutes=5)

    assert carried.accepted == []


def test_a_provider_that_is_busy_is_asked_again(carried, bens, write, later):
    carried.answer(503)
    write(bens())
    later(minutes=5)
    assert carried.accepted == []
    carried.answer(202)

    later(minutes=5)

    assert len(carried.accepted) == 1


def test_a_provider_that_refuses_us_pauses_the_inbox_and_the_mail_waits(carried, bens, write, later, work, inbox):
    carried.answer(401)
    write(bens())
    later(minutes=5)
    carried.answer(202)
    with work():
        assert rows.session.get_one(Inbox, inbox.id).paused_at is not None
        known(inbox).paused_at = None
    later(minutes=31)

    assert len(carried.accepted) == 1


def test_a_forced_second_look_sends_nothing_twice(carried, bens, write, later, work, run_jobs, ben):
    ticket = bens()
    write(ticket)
    later(minutes=5)
    with work():
        a_message(known(ticket), text="Hello?")
    run_jobs()
    later(minutes=5)
    later(hours=3)

    assert [("Hello?" in words(mail)) for mail in carried.accepted] == [False, True]
