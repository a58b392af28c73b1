"""When mail to Ben is held: while he is away, in his quiet hours, as he chose, and when there would be too much."""

from dataclasses import replace

from helpdesk.accounts.presence import set_availability
from helpdesk.kernel.events import SYSTEM
from helpdesk.notifications.choices import Quiet
from helpdesk.notifications.reading import mark_read
from helpdesk.sla.promising import promise, terms_now
from helpdesk.tickets import breaker
from helpdesk.tickets.saying import say
from tests.notifications.conftest import known, words

TOLD = "Told in the desk."


def test_while_away_mail_is_held_and_comes_as_one_when_back(carried, bens, write, later, fate, work, ben):
    kettle, lamp = bens(), bens("The lamp is dark")
    with work():
        set_availability(known(ben), "away", by=ben)
    write(kettle)
    write(lamp)
    later(hours=8)
    assert carried.accepted == []
    assert fate(kettle, ben)[0] == f"{TOLD} Mail is held until you are back online: you are away."

    with work():
        set_availability(known(ben), "online", by=ben)
    later(minutes=5)

    (mail,) = carried.accepted
    assert mail["subject"] == "2 conversations wait for you"
    assert "The kettle does not boil" in words(mail)
    assert "The lamp is dark" in words(mail)
    assert fate(lamp, ben)[0].endswith("with others.")


def test_what_is_read_after_coming_back_is_not_mailed(carried, bens, write, later, work, ben):
    kettle, lamp = bens(), bens("The lamp is dark")
    with work():
        set_availability(known(ben), "away", by=ben)
    write(kettle)
    write(lamp)
    later(hours=8)
    with work():
        set_availability(known(ben), "online", by=ben)
        mark_read(known(ben), ticket=known(kettle))
    later(minutes=5)

    (mail,) = carried.accepted
    assert "The kettle does not boil" not in words(mail)


def test_quiet_hours_hold_mail_until_their_end(carried, bens, write, later, fate, chooses, work, ben):
    with work():
        known(ben).tz = "Europe/Stockholm"
    chooses(ben, quiet=Quiet(9 * 60, 12 * 60))  # It is ten in Stockholm.
    ticket = bens()
    write(ticket)
    later(minutes=30)
    assert carried.accepted == []
    assert "Mail is held until" in fate(ticket, ben)[0]

    later(hours=1, minutes=31)

    assert len(carried.accepted) == 1


def test_quiet_hours_without_an_own_zone_are_those_of_the_business(
    carried, bens, write, later, fate, chooses, work, ben, alma
):
    with work():
        promise(replace(terms_now(), tz="Europe/Stockholm"), by=known(alma))
    chooses(ben, quiet=Quiet(9 * 60, 12 * 60))  # Nine to twelve here is eight to eleven in UTC; it is nine there.
    write(bens())
    later(hours=1, minutes=30)
    assert carried.accepted == []

    later(minutes=31)
    assert len(carried.accepted) == 1


def test_quiet_hours_may_pass_midnight(carried, bens, write, later, chooses, clock, ben):
    chooses(ben, quiet=Quiet(22 * 60, 7 * 60))
    ticket = bens()
    clock.tick(hours=14)  # 23:00
    write(ticket)
    later(hours=7, minutes=59)
    assert carried.accepted == []

    later(minutes=1)

    assert len(carried.accepted) == 1


def test_no_more_than_three_mails_an_hour_then_all_in_one(carried, bens, write, later, fate, ben):
    tickets = [bens(f"Kettle {number}") for number in range(1, 7)]
    for ticket in tickets:
        write(ticket)
    later(minutes=5)
    assert len(carried.accepted) == 3
    assert "you had three within an hour" in fate(tickets[-1], ben)[0]

    later(hours=1)

    assert [mail["subject"] for mail in carried.accepted[3:]] == ["3 conversations wait for you"]


def test_an_agent_may_want_one_mail_an_hour(carried, bens, write, later, fate, chooses, ben):
    chooses(ben, gathers=True)
    kettle, lamp = bens(), bens("The lamp is dark")
    write(kettle)
    write(lamp)
    later(minutes=30)
    assert carried.accepted == []
    assert "you get one an hour" in fate(kettle, ben)[0]

    later(minutes=35)

    assert [mail["subject"] for mail in carried.accepted] == ["2 conversations wait for you"]


def test_when_machines_send_too_much_mail_to_agents_waits_until_a_person_lets_them_speak(
    carried, bens, write, later, fate, monkeypatch, ben, work, alma
):
    monkeypatch.setattr(breaker, "MOST", 1)
    kettle, lamp = bens(), bens("The lamp is dark")
    write(kettle)
    write(lamp)
    later(minutes=5)
    assert len(carried.accepted) == 1
    assert "too much was sent by machines" in fate(lamp, ben)[0]

    later(minutes=11)
    assert len(carried.accepted) == 1
    with work():
        breaker.let_speak(by=known(alma))
    later(minutes=11)

    assert len(carried.accepted) == 2


def test_what_machines_say_to_customers_counts_with_what_they_mail_to_agents(
    carried, bens, write, later, monkeypatch, work, dora
):
    monkeypatch.setattr(breaker, "MOST", 2)
    kettle = bens()
    with work():
        said = say(known(kettle), "We got it.", by=SYSTEM, robot="rule", key="x")
        assert said is not None
    write(kettle)
    later(minutes=5)
    with work():
        assert not breaker.is_paused()
        assert say(known(kettle), "Still on it.", by=SYSTEM, robot="rule", key="y") is None
        assert breaker.is_paused()
