"""Returned mail is recognised and tied to its recipient; customers who talk of it are not."""

import pytest

from helpdesk.channels.email.parse import parse

QMAIL = (
    "Hi. This is the qmail-send program at mx.test.\nI'm afraid I wasn't able to deliver your message.\n\n"
    "<dora@customer.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy.\n"
)
RETURNED = "Message-ID: <ours@shop.test>\nFrom: help@shop.test\nTo: dora@customer.test\nSubject: Your order\n\nHello"


def report(*recipients, words="Your mail could not be delivered.", report_type="delivery-status"):
    status = "\n\n".join(["Reporting-MTA: dns; mx.test", *recipients])
    return parse(
        f"From: Mail System <MAILER-DAEMON@mx.test>\nReturn-Path: <>\nSubject: Undelivered Mail Returned to Sender\n"
        f"Content-Type: multipart/report; report-type={report_type}; boundary=b\n\n"
        f"--b\n\n{words}\n--b\nContent-Type: message/delivery-status\n\n{status}\n"
        f"--b\nContent-Type: message/rfc822\n\n{RETURNED}\n--b--\n".encode()
    )


def recipient(address, action="failed", status="5.1.1", diagnostic="smtp; 550 5.1.1 user unknown"):
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: {diagnostic}"


def plain(sender, subject, body, *headers):
    return parse(
        "\n".join([f"From: {sender}", f"Subject: {subject}", "To: help@shop.test", *headers, "", body]).encode()
    )


def test_a_standard_report_says_who_why_and_which_mail():
    parsed = report(recipient("dora@customer.test"))
    assert parsed.is_bounce
    assert parsed.is_automatic
    assert not parsed.is_auto_reply
    assert parsed.final_recipient == ("dora@customer.test",)
    assert (parsed.bounce_status, parsed.hard_bounce) == ("5.1.1", True)
    assert parsed.original_message_id == "<ours@shop.test>"


def test_a_full_mailbox_is_no_reason_to_give_an_address_up():
    parsed = report(recipient("dora@customer.test", status="5.2.2", diagnostic="smtp; 552 5.2.2 Mailbox full"))
    assert parsed.is_bounce
    assert not parsed.hard_bounce


def test_a_delay_is_a_bounce_that_is_not_final():
    parsed = report(recipient("dora@customer.test", action="delayed", status="4.4.1", diagnostic="smtp; timed out"))
    assert parsed.is_bounce
    assert parsed.bounce_status == "4.4.1"
    assert not parsed.hard_bounce


def test_a_vague_status_is_made_exact_by_the_diagnosis():
    parsed = report(recipient("dora@customer.test", status="5.0.0", diagnostic="smtp; 550 5.1.2 host unknown"))
    assert parsed.bounce_status == "5.1.2"


def test_a_report_of_success_is_no_bounce():
    assert not report(recipient("dora@customer.test", action="delivered", status="2.0.0"), words="Delivered.").is_bounce


def test_several_recipients_are_all_named():
    parsed = report(recipient("dora@customer.test"), recipient("eve@customer.test"))
    assert set(parsed.final_recipient) == {"dora@customer.test", "eve@customer.test"}


@pytest.mark.parametrize(
    ("sender", "subject", "body", "address", "hard"),
    [
        (
            "MAILER-DAEMON@mx.test",
            "failure notice",
            QMAIL,
            "dora@customer.test",
            True,
        ),
        (
            "Mail Delivery System <Mailer-Daemon@mx.test>",
            "Mail delivery failed: returning message to sender",
            "A message that you sent could not be delivered:\n\n  dora@customer.test\n    mailbox is full\n",
            "dora@customer.test",
            False,
        ),
        (
            "postmaster@mx.test",
            "Unzustellbar: Ihre Bestellung",
            "Die Nachricht an dora@customer.test wurde nicht zugestellt: Empfänger unbekannt (550 5.1.1)",
            "dora@customer.test",
            True,
        ),
    ],
)
def test_returned_mail_in_no_standard_form_is_recognised(sender, subject, body, address, hard):
    parsed = plain(sender, subject, body)
    assert parsed.is_bounce
    assert parsed.final_recipient == (address,)
    assert parsed.hard_bounce == hard


def test_the_header_of_exim_names_the_recipient():
    parsed = plain("Mailer-Daemon@mx.test", "Mail failed", "Sorry.", "X-Failed-Recipients: dora@customer.test")
    assert parsed.final_recipient == ("dora@customer.test",)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("dora@customer.test", "My order was not delivered", "The parcel for 550 Main St is undelivered."),
        ("dora@customer.test", "Re: Undelivered Mail Returned to Sender", "<ben@shop.test>: user unknown (550 5.1.1)"),
        (
            "dora@customer.test",
            "Fwd: failure notice",
            "> <ben@shop.test>:\n> Sorry, no mailbox here by that name. (#5.1.1)",
        ),
        (
            "dora@customer.test",
            "Delivery problem",
            "Delivery failed again. Write to eve@customer.test, user unknown to you.",
        ),
        ("dora@customer.test", "Hello", "This is the qmail-send program at mx.test.\n<x@y.test>:\nno such user"),
        ("no-reply@shop.test", "Your invoice", "Questions? Write to billing@shop.test"),
        ("postmaster@mx.test", "Welcome to your new mailbox", "Write to postmaster@mx.test if anything fails."),
    ],
)
def test_ordinary_mail_is_never_taken_for_a_bounce(sender, subject, body):
    assert not plain(sender, subject, body).is_bounce


def test_hostile_reports_end_soon():
    parsed = report(*[recipient(f"p{number}@a.test") for number in range(2000)])
    assert parsed.is_bounce
    assert len(parsed.final_recipient) <= 100
