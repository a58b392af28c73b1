"""Which ticket a mail joins, and who may (SECURITY R-TH)."""

import pytest
from sqlalchemy import func, select

from helpdesk.contacts.models import Identity
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.marks import reply_token
from helpdesk.tickets.merging import merge, unmerge
from helpdesk.tickets.models import Message, Participant, Ticket
from helpdesk.tickets.relocating import move_to
from helpdesk.tickets.splitting import split
from helpdesk.tickets.status import resolve
from tests import factories
from tests.mails import DORA, SUPPORT

PASS = "mx.acme.example; dkim=pass header.d=customer.example"
FAIL = "mx.acme.example; dkim=fail header.d=customer.example; spf=softfail smtp.mailfrom=evil.example"
MALLORY = "Mallory <mallory@evil.example>"
MALLORY_PASS = "mx.acme.example; dkim=pass header.d=evil.example"


@pytest.fixture
def answered(arrive, work, ben):
    """Dora's resolved ticket that Ben answered: its number, the reply address, our Message-ID, Dora's Message-ID."""
    ticket_id = arrive(message_id="<first@customer.example>").message.ticket_id
    with work():
        ticket = db.session.get(Ticket, ticket_id)
        message = factories.a_reply(ticket, by=ben)
        db.session.flush()
        ticket.status = "resolved"
        address = SUPPORT.replace("@", f"+{reply_token(ticket, message)}@")
        return {"number": ticket.number, "id": ticket.id, "address": address, "ours": message.external_id}


def how(envelope):
    return envelope.threaded_by, envelope.message.ticket_id, envelope.message.agents_only, envelope.message.verdict


def status(work, ticket_id):
    with work():
        return db.session.get(Ticket, ticket_id).status


def test_an_answer_to_the_reply_address_joins_and_reopens(arrive, answered, work):
    assert how(arrive("Thanks, but no.", to=answered["address"])) == ("token", answered["id"], False, "none")
    assert status(work, answered["id"]) == "open"


def test_the_address_may_be_in_capitals_or_in_another_field(arrive, answered):
    shouted = arrive(to="Someone <else@acme.example>", delivered_to=answered["address"].upper())
    assert how(shouted)[:2] == ("token", answered["id"])


def test_an_answer_that_names_our_message_joins(arrive, answered, work):
    assert how(arrive(in_reply_to=answered["ours"])) == ("references", answered["id"], False, "none")
    named = arrive("and", references=f"<x@y> {answered['ours']} <z@customer.example>")
    assert how(named)[:2] == ("references", answered["id"])
    assert status(work, answered["id"]) == "open"


@pytest.mark.parametrize("way", ["token", "references"])
@pytest.mark.parametrize(
    ("sender", "results"),
    [(MALLORY, MALLORY_PASS), (MALLORY, None), (DORA, FAIL)],
    ids=["stranger", "unjudged", "forged"],
)  # fmt: skip
def test_who_may_not_join_is_kept_for_agents_and_changes_nothing(
    arrive, answered, trusting, work, way, sender, results
):
    fields = {"to": answered["address"]} if way == "token" else {"in_reply_to": answered["ours"]}
    fields |= {"authentication_results": results} if results else {}

    verdict = "none" if results is None else "pass" if "pass" in results else "fail"
    assert how(arrive("Let me in", sender=sender, cc="eve@evil.example", **fields)) == (
        way,
        answered["id"],
        True,
        verdict,
    )

    assert status(work, answered["id"]) == "resolved"
    with work():
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 1


def test_two_senders_are_ambiguous(arrive, answered):
    two = arrive(b"From: mallory@evil.example\r\n" + f"From: {DORA}\r\nTo: {answered['address']}\r\n\r\nx".encode())
    assert how(two)[2:] == (True, "ambiguous")


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "1" + t, lambda _: "x"]
)
def test_a_changed_token_opens_a_ticket_of_its_own(arrive, answered, change):
    local, _, token = answered["address"].partition("@")[0].partition("+")
    envelope = arrive(to=f"{local}+{change(token)}@acme.example")
    assert envelope.threaded_by is None
    assert envelope.message.ticket_id != answered["id"]


def test_a_raised_epoch_revokes_the_token(arrive, answered, work):
    with work():
        db.session.get(Ticket, answered["id"]).link_epoch += 1
    assert arrive(to=answered["address"]).threaded_by is None


def test_an_earlier_mail_of_the_same_person_joins_only_when_verified(arrive, answered, trusting):
    mine = arrive("More", in_reply_to="<first@customer.example>", authentication_results=PASS)
    assert how(mine) == ("own_message", answered["id"], False, "pass")
    assert arrive("More yet", in_reply_to="<first@customer.example>").threaded_by is None
    stranger = arrive(
        "Me too", sender=MALLORY, in_reply_to="<first@customer.example>", authentication_results=MALLORY_PASS
    )
    assert stranger.threaded_by is None


def test_a_number_in_the_subject_joins_only_a_verified_participant(arrive, answered, trusting):
    subject = f"About [#{answered['number']}]"
    assert how(arrive("a", subject=subject, authentication_results=PASS))[:2] == ("subject", answered["id"])
    unverified = arrive("b", subject=subject)
    assert unverified.threaded_by is None
    assert unverified.message.headers["hint"] == {"ticket": answered["number"]}
    stranger = arrive("c", subject=subject, sender=MALLORY, authentication_results=MALLORY_PASS)
    assert stranger.message.ticket_id != answered["id"]


def test_results_of_another_server_are_not_believed(arrive, answered, trusting):
    forged = arrive(subject=f"[#{answered['number']}]", authentication_results=PASS.replace("mx.acme", "mx.evil"))
    assert (forged.threaded_by, forged.message.verdict) == (None, "none")


def test_whom_a_verified_sender_names_takes_part_but_never_we(arrive, trusting, work):
    names = f"Eve <eve@customer.example>, {SUPPORT}, {SUPPORT.replace('@', '+token@')}, Dora@Customer.example"
    ticket_id = arrive(cc=names, authentication_results=PASS).message.ticket_id
    assert taking_part(work, ticket_id) == {"dora@customer.example", "eve@customer.example"}


def test_whom_an_unverified_sender_names_does_not_take_part(arrive, work):
    ticket_id = arrive(cc="eve@customer.example").message.ticket_id
    assert taking_part(work, ticket_id) == {"dora@customer.example"}


def taking_part(work, ticket_id):
    with work():
        people = select(Identity.value).join(Participant, Participant.identity_id == Identity.id)
        return set(db.session.scalars(people.where(Participant.ticket_id == ticket_id)))


def test_a_stranger_who_reuses_our_message_id_is_our_own_mail_come_back(arrive, answered):
    envelope = arrive("x", sender=MALLORY, message_id=answered["ours"])
    assert (envelope.state, envelope.reason) == ("ignored", "own_loop")


def test_the_timeline_holds_every_mail_once(arrive, answered, work):
    mail = b"From: %s\r\nTo: %s\r\n\r\nOnce." % (DORA.encode(), answered["address"].encode())
    first, second = arrive(mail), arrive(mail)
    assert first.id == second.id
    with work():
        assert db.session.scalar(select(func.count()).select_from(Message).where(Message.kind == "inbound")) == 2


def test_a_reused_message_id_loses_nothing(arrive, work):
    first = arrive("One matter.", message_id="<same@customer.example>")
    second = arrive("Quite another matter.", message_id="<same@customer.example>")
    assert (first.state, second.state) == ("processed", "processed")
    with work():
        told = select(Message.text).where(Message.kind == "inbound").order_by(Message.id)
        assert list(db.session.scalars(told)) == ["One matter.", "Quite another matter."]


def test_a_mail_without_a_message_id_is_a_mail(arrive):
    bare = b"From: %s\r\nTo: %s\r\nSubject: Kettle\r\n\r\n%s"
    first, second = (arrive(bare % (DORA.encode(), SUPPORT.encode(), text)) for text in (b"One.", b"Two."))
    assert {first.state, second.state} == {"processed"}
    assert first.message_id != second.message_id


def test_a_bare_thanks_by_mail_leaves_the_ticket_resolved(arrive, answered, work):
    assert how(arrive("Thank you!", to=answered["address"]))[:3] == ("token", answered["id"], False)
    assert status(work, answered["id"]) == "resolved"


def test_an_answer_to_a_merged_ticket_joins_its_survivor(arrive, answered, work, ben):
    into = arrive(subject="The other matter").message.ticket_id
    with work():
        merge(db.session.get(Ticket, answered["id"]), into=db.session.get(Ticket, into), by=ben)

    assert how(arrive("One", to=answered["address"]))[:3] == ("token", into, False)
    assert how(arrive("Two", in_reply_to=answered["ours"]))[:3] == ("references", into, False)
    with work():
        unmerge(db.session.get(Ticket, answered["id"]), by=ben)
    assert how(arrive("Three", to=answered["address"]))[:3] == ("token", answered["id"], False)


def test_an_answer_to_what_was_split_off_joins_the_new_ticket(arrive, answered, work, ben):
    with work():
        ours = db.session.scalars(select(Message).where(Message.external_id == answered["ours"])).one()
        new = split(ours, subject="The cup", by=ben).id

    assert how(arrive("One", to=answered["address"]))[:3] == ("token", new, False)
    assert how(arrive("Two", in_reply_to=answered["ours"]))[:3] == ("references", new, False)


def test_an_answer_joins_also_after_the_ticket_moved_to_another_inbox(arrive, answered, work, ben):
    with work():
        move_to(db.session.get(Ticket, answered["id"]), factories.an_inbox("repairs@acme.example"), by=ben)

    assert how(arrive("Three", to=answered["address"]))[:3] == ("token", answered["id"], False)


def linked(desk, number):
    """Whom the ticket's page names as having to do with it."""
    shown = desk.get(f"/desk/tickets/{number}", headers={"Accept": "application/json"}).get_json()["ticket"]
    return [one["number"] for one in shown["linked"]]


@pytest.fixture
def finish(clock, answered, work, run_jobs):
    """Let Ben's answer leave, resolve the ticket, and let time pass."""

    def done(**later):
        run_jobs()
        with work():
            ticket = db.session.get(Ticket, answered["id"])
            ticket.status = "open"
            resolve(ticket, by=SYSTEM)
        clock.tick(**later)

    return done


def test_an_answer_within_the_window_opens_the_ticket_again(clock, arrive, answered, finish, work):
    finish(days=13)
    assert how(arrive("It broke again.", to=answered["address"]))[:2] == ("token", answered["id"])
    assert status(work, answered["id"]) == "open"


def test_a_late_answer_opens_a_new_ticket_and_either_shows_the_other(clock, arrive, answered, finish, work, desk):
    finish(days=15)
    envelope = arrive("It broke again.", to=answered["address"])

    assert envelope.threaded_by == "follow_up"
    new = envelope.message.ticket
    assert (new.id != answered["id"], new.status, new.needs_reply) == (True, "open", True)
    assert status(work, answered["id"]) == "resolved"
    assert linked(desk, new.number) == [answered["number"]]
    assert linked(desk, answered["number"]) == [new.number]


def test_the_answer_to_our_answer_on_the_new_ticket_stays_there(clock, arrive, answered, finish, work, ben):
    finish(days=15)
    new = arrive("It broke again.", to=answered["address"]).message.ticket_id
    with work():
        ours = factories.a_reply(db.session.get(Ticket, new), by=ben).external_id
    assert how(arrive("Thanks, but no.", in_reply_to=ours))[:2] == ("references", new)


def test_late_thanks_machines_and_forgers_open_nothing_new(clock, arrive, answered, finish, trusting, work):
    finish(days=400)
    arrive("Thank you!", to=answered["address"])
    arrive("Away.", to=answered["address"], auto_submitted="auto-replied")
    forged = arrive("Give it to me.", to=answered["address"], authentication_results=FAIL)
    assert how(forged) == ("token", answered["id"], True, "fail")
    assert status(work, answered["id"]) == "resolved"
    with work():
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1


def test_an_admin_says_how_long_the_window_is(clock, arrive, answered, finish, work, alma):
    with work():
        settings.put("reopen_window_days", value=60, by=alma)
    finish(days=59)
    assert arrive("It broke again.", to=answered["address"]).threaded_by == "token"
