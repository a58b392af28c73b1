"""What mail did to other helpdesks, one test each; the numbers are those of the list of faults we were built against.

Those that have their test elsewhere stand in ELSEWHERE, and a test looks whether it is still there.
"""

import base64
import re

import pytest
from sqlalchemy import func, select

from helpdesk.channels.email.parse import parse
from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db
from helpdesk.mailroom.marks import reply_token
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.models import Attachment, Message, Participant, Ticket
from tests import factories
from tests.mails import SUPPORT
from tests.servers import PROJECT

FAIL = "mx.acme.example; dmarc=fail; spf=softfail smtp.mailfrom=evil.example"
THIRD = "mx.acme.example; dkim=pass header.d=messenger.example"
ELSEWHERE = {
    6: "tests/mailroom/test_agents_answer.py::test_who_left_or_lost_the_ticket_does_not_answer",
    10: "tests/kernel/test_safehtml.py::test_no_attack_survives",
    12: "tests/kernel/test_safehtml.py::test_relative_and_strange_addresses_are_removed",
    13: "tests/kernel/test_safehtml.py::test_cleaning_an_attack_twice_changes_nothing",
    14: "tests/kernel/test_safehtml.py::test_nothing_remote_is_loaded_until_somebody_asks",
    15: "tests/desk/test_files.py::test_anything_else_is_a_download_however_it_came",
    17: "tests/desk/test_files.py::test_nobody_attaches_a_colleagues_file_or_one_of_another_ticket",
    35: "tests/portal/test_surveys.py::test_looking_records_nothing_however_often_a_scanner_looks",
    36: "tests/hooks/test_posted_events.py::test_without_a_configured_key_events_are_refused",
    40: "tests/channels/email/test_parse_hostile.py::test_a_bomb_costs_little_time",
    41: "tests/mailroom/test_poison_first.py::test_the_others_are_tickets_within_seconds_and_it_is_shown_in_the_end",
    42: "tests/journeys/test_desks_wired_together.py::test_two_desks_that_answer_each_other_by_machine_fall_silent",
    43: "tests/mailroom/test_mail_servers.py::test_a_mail_server_that_breaks_off_after_the_end_leaves_it_uncertain",
    44: "tests/hooks/test_posted_mail.py::test_ten_copies_at_once_are_one_mail",
    45: "tests/mailroom/test_mailboxes.py::"
    "test_a_thousand_mails_over_a_line_that_is_cut_again_and_again_come_in_once_each",
}


@pytest.fixture
def address(ticket, answer, work, run_jobs):
    """The reply address of Dora's ticket, in Ben's answer."""
    message = answer()
    run_jobs()
    with work():
        found = db.session.get(Ticket, ticket)
        return SUPPORT.replace("@", f"+{reply_token(found, db.session.get(Message, message))}@")


@pytest.fixture
def people(work, ticket):
    """Who takes part in Dora's ticket."""

    def look():
        with work():
            found = select(Identity.value).join(Participant, Participant.identity_id == Identity.id)
            return set(db.session.scalars(found.where(Participant.ticket_id == ticket)))

    return look


@pytest.fixture
def written_to(work):
    """Every address that anything of ours was meant for."""

    def look():
        with work():
            return set(db.session.scalars(select(Delivery.address)))

    return look


def test_1_a_strangers_verification_mail_to_a_ticket_is_for_agents_only_and_goes_to_nobody(
    arrive, address, trusting, answer, people, written_to, run_jobs
):
    mail = arrive("Your code is 123456.", sender="no-reply@messenger.example", to=address, authentication_results=THIRD)
    assert mail.message.agents_only
    answer(text="Anything else?")
    run_jobs()
    assert people() == {"dora@customer.example"}
    assert written_to() == {"dora@customer.example"}


def test_2_a_forged_customer_who_names_a_friend_adds_nobody_and_is_told_nothing(
    arrive, address, trusting, answer, people, written_to, run_jobs
):
    forged = arrive("Add my friend.", to=address, cc="mallory@evil.example", authentication_results=FAIL)
    assert forged.message.agents_only
    answer(text="Dear Dora")
    run_jobs()
    assert "mallory@evil.example" not in people() | written_to()


def test_3_a_mail_bomb_with_a_victims_address_is_acknowledged_thrice_at_most_and_without_its_words(
    configured, arrive, inbox, work
):
    with work():
        inbox = db.session.merge(inbox)
        inbox.settings = inbox.settings | {"acknowledge": True}
    for number in range(12):
        arrive("Buy at http://evil.example", sender="victim@customer.example", subject=f"http://evil.example {number}")
    assert 1 <= len(configured.accepted) <= 3
    assert "evil.example" not in str(configured.accepted)


@pytest.mark.parametrize("proof", ["", "a" * 26, "1"])
def test_4_an_agents_address_without_its_proof_says_nothing_to_the_customer(
    configured, arrive, ticket, trusting, proof, work
):
    claimed = SUPPORT.replace("@", f"+a-1-{ticket}-{proof}@" if proof else f"+a-1-{ticket}@")
    passed = "mx.acme.example; dkim=pass header.d=acme.example"
    arrive("We refund you.", sender="ben@acme.example", to=claimed, authentication_results=passed)
    assert configured.accepted == []
    with work():
        assert db.session.scalar(select(func.count()).where(Message.kind == "outbound")) == 0


def test_5_message_ids_that_can_be_counted_join_nothing(arrive, ticket, answer, work):
    answer()
    for guess in (f"<{ticket}@acme.example>", f"<ticket-{ticket}-1@acme.example>", f"<FS_reply-{ticket}@acme.example>"):
        mail = arrive("Me too", sender="eve@customer.example", in_reply_to=guess, references=guess)
        assert mail.message.ticket_id != ticket


def test_7_what_other_desks_steer_themselves_by_steers_nothing_here(arrive, work):
    fields = {
        "X_Helpdesk_Status": "closed", "X_Zammad_Ticket_Priority": "3 high", "X_OTRS_Queue": "Secret",
        "RT_Send_Cc": "mallory@evil.example", "X_Helpdesk_Agent": "1",
    }  # fmt: skip
    mail = arrive("Hello", **fields)
    with work():
        found = db.session.get(Ticket, mail.message.ticket_id)
        assert (found.status, found.priority, found.assignee_id) == ("open", "normal", None)


@pytest.mark.parametrize(
    "name", ["\u200b.htaccess", "..\u202e\u200b/.htaccess", "\ufeff.htaccess", "a\u200b/../.htaccess"]
)
def test_8_a_name_is_stripped_before_it_is_looked_at(name):
    mail = (
        "From: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
        f'Content-Disposition: attachment; filename="{name}"\n\nDeny\n--b--\n'
    )
    (file,) = parse(mail.encode()).attachments
    assert not file.filename.startswith(".")
    assert "/" not in file.filename
    assert file.filename.isprintable()


def test_9_a_customers_markup_is_text_in_the_mail_to_an_agent(configured, work, clock, ticket, ben, run_jobs):
    with work():
        assign_agent(db.session.get(Ticket, ticket), db.session.merge(ben), by=db.session.merge(ben))
    run_jobs()
    with work():
        factories.a_message(db.session.get(Ticket, ticket), text="<img src=x onerror=alert(1)>")
    run_jobs()
    clock.tick(minutes=90)
    run_jobs()
    html = "".join(part["value"] for mail in configured.accepted for part in mail["content"] if "html" in part["type"])
    assert "&lt;img src=x" in html
    assert "<img src=x" not in html


def test_11_a_subject_is_text_wherever_it_stands(arrive, desk, client, login, ada):
    evil = "</script><script>alert(1)</script>"
    mail = arrive("Hello", subject=evil)
    number = mail.message.ticket.number
    lead = login(client, ada)
    for path in ("/desk/tickets", f"/desk/tickets/{number}", "/desk/envelopes", f"/desk/envelopes/{mail.id}"):
        assert evil not in lead.get(path).text


@pytest.mark.parametrize("subject", ["Re: =?utf-8?q?=0D=0ABcc:_x@evil.example?=", "Re: a\u2028Bcc: x@evil.example"])
def test_39_a_subject_puts_no_field_into_the_answer(app, smtp, arrive, work, ben, run_jobs, monkeypatch, subject):
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    coded = f"=?utf-8?b?{base64.b64encode(subject.encode()).decode()}?="
    mail = arrive("Hello", subject=coded)
    with work():
        factories.a_reply(db.session.get(Ticket, mail.message.ticket_id), by=ben)
    run_jobs()
    (sent,) = smtp.mails
    assert sent.message["Bcc"] is None
    assert sent.recipients == ["dora@customer.example"]
    assert "x@evil.example" in sent.message["Subject"]


def test_41_an_ics_bomb_is_a_file_on_its_ticket(arrive, work):
    bomb = b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=SECONDLY\n" * 50_000
    mail = arrive(
        b"From: dora@customer.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nCome!\n--b\nContent-Type: text/calendar\n\n" + bomb + b"\n--b--\n"
    )
    assert mail.state == "processed"
    with work():
        assert db.session.scalar(select(Attachment.size)) >= len(bomb) - 2


def test_42_what_a_machine_answers_to_a_mail_to_an_agent_opens_nothing(arrive, work):
    for sender, fields in (
        ("mailer-daemon@acme.example", {"subject": "Undelivered Mail Returned to Sender", "return_path": "<>"}),
        ("ben@acme.example", {"subject": "Out of office", "auto_submitted": "auto-replied"}),
    ):
        arrive("I am away.", sender=sender, to=SUPPORT.replace("@", "+no-reply@"), **fields)
    with work():
        assert db.session.scalar(select(func.count(Ticket.id))) == 0


@pytest.mark.parametrize("number", ELSEWHERE)
def test_the_others_have_their_test(number):
    path, _, name = ELSEWHERE[number].partition("::")
    assert re.search(rf"^def {name}\(", (PROJECT / path).read_text("utf-8"), re.MULTILINE)
