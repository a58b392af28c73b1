"""A mail that a customer attached whole is opened in the desk; who may not see the ticket sees none of it."""

import base64

import pytest

from helpdesk.channels.email.inbound import opened
from helpdesk.channels.email.parsed import ParsedMail
from helpdesk.desk import attached_mails
from helpdesk.desk.attached_mail import READ
from helpdesk.kernel import turns
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.limits import limiter
from helpdesk.mailroom.intake import deliver
from helpdesk.tickets.models import Attachment, Message
from tests.live_server import until

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
INNER = (
    "From: Shop <shop@elsewhere.example>\nTo: dora@customer.example\nCc: eve@customer.example\n"
    "Subject: Your order <b>\nDate: Mon, 02 Mar 2026 08:00:00 +0000\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="i"\n\n--i\nContent-Type: text/html\n\n'
    '<p>Dear Dora</p><script>alert(1)</script><img src="cid:dot"><img src="https://track.example/x.png">\n'
    "--i\nContent-Type: image/png\nContent-ID: <dot>\nContent-Transfer-Encoding: base64\n\n"
    f"{base64.b64encode(PNG).decode()}\n"
    '--i\nContent-Type: text/html; name="bill.html"\nContent-Disposition: attachment; filename="bill.html"\n\n'
    "<script>alert(2)</script>\n--i--\n"
)
OUTER = (
    "From: Dora Diaz <dora@customer.example>\nTo: support@acme.example\nSubject: They wrote this\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="o"\n\n--o\nContent-Type: text/plain\n\nSee below.\n'
    f"--o\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n{INNER}\n--o--\n"
).encode()


@pytest.fixture(autouse=True)
def _afresh():
    attached_mails._kept.mails.clear()
    limiter.reset()
    yield
    limiter.reset()


@pytest.fixture
def read(monkeypatch):
    """The mails that were read, in order."""
    seen = []

    def open_and_note(raw):
        seen.append(raw)
        return opened(raw)

    monkeypatch.setattr(attached_mails, "opened", open_and_note)
    return seen


@pytest.fixture
def mail(work, inbox, support, run_jobs):
    """The path of the attached mail's page."""
    with work():
        deliver(rows.session.merge(inbox), OUTER)
    run_jobs()
    with work():
        found = rows.session.query(Attachment).filter_by(media_type="message/rfc822").one()
        return f"/desk/attachments/{found.id}"


def test_it_is_read_with_its_pictures_and_without_anything_that_acts(mail, client, login, ben):
    page = login(client, ben).get(f"{mail}/mail")
    assert page.status_code == 200
    assert "Your order &lt;b&gt;" in page.text
    for shown in ("shop@elsewhere.example", "dora@customer.example", "eve@customer.example", "Dear Dora"):
        assert shown in page.text
    assert "alert(" not in page.text
    assert "&lt;p&gt;Dear Dora&lt;/p&gt;" in page.text  # It cannot leave its frame.
    assert ' src="https://track.example' not in page.text.replace("&#34;", '"')
    assert f"{mail}/mail/0" in page.text
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in page.text


def test_its_files_are_downloads_and_its_pictures_pictures(mail, client, login, ben):
    desk = login(client, ben)
    picture, bill = desk.get(f"{mail}/mail/0"), desk.get(f"{mail}/mail/1")
    assert (picture.content_type, picture.data) == ("image/png", PNG)
    assert bill.content_type == "application/octet-stream"
    assert bill.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''bill.html")
    assert "sandbox" in bill.headers["Content-Security-Policy"]
    assert desk.get(f"{mail}/mail/2").status_code == 404


def test_only_a_mail_is_opened_and_only_for_who_sees_its_ticket(mail, client, login, ben, work, cy, billing):
    with work():
        message = rows.session.query(Message).filter_by(kind="inbound").one()
        other = next(one.id for one in message.attachments if one.media_type != "message/rfc822")
        message.ticket.team_id, message.ticket.assignee_id = billing.id, cy.id
        rows.session.flush()
        ticket = message.ticket.number
    desk = login(client, cy)
    assert desk.get(f"/desk/attachments/{other}/mail").status_code == 404
    assert desk.get(f"{mail}/mail").status_code == 200
    assert f'href="/desk/tickets/{ticket}"' in desk.get(f"{mail}/mail").text
    stranger = login(client, ben)
    assert stranger.get(f"{mail}/mail").status_code == 404
    assert stranger.get(f"{mail}/mail/0").status_code == 404


def test_a_page_and_its_pictures_read_the_mail_once_and_not_for_long(mail, client, login, ben, read, monkeypatch):
    desk = login(client, ben)
    for path in ("", "/0", "/1", ""):
        assert desk.get(f"{mail}/mail{path}").status_code == 200
    assert len(read) == 1

    attached_mails._kept.mails.clear()
    monkeypatch.setattr(attached_mails, "KEPT_SECONDS", 0)
    for _ in range(2):
        desk.get(f"{mail}/mail")
    assert len(read) == 3


def test_what_is_kept_is_bounded_in_number_and_in_memory_and_given_back(monkeypatch):
    monkeypatch.setattr(attached_mails, "KEPT_SECONDS", 0.2)
    kept = attached_mails._Kept()
    for number in range(10):
        kept.keep(str(number), ParsedMail(text="x" * number))
    assert [number for number in range(10) if kept.get(str(number))] == [6, 7, 8, 9]

    monkeypatch.setattr(attached_mails, "KEPT_BYTES", 1000)
    kept.keep("large", ParsedMail(text="x" * 1000))
    assert kept.get("large") is None
    kept.keep("small", ParsedMail(text="x" * 250))
    assert list(kept.mails) == ["small"]
    until(lambda: not kept.mails, what="the memory")


def test_who_waits_too_long_for_a_turn_is_told_to_come_back(mail, client, login, ben, read, monkeypatch):
    desk = login(client, ben)
    monkeypatch.setattr(turns, "WAIT_SECONDS", 0.01)
    with attached_mails._turns.one(), attached_mails._turns.one():
        answer = desk.get(f"{mail}/mail/0")
    assert (answer.status_code, "Retry-After" in answer.headers, read) == (503, True, [])
    assert desk.get(f"{mail}/mail/0").status_code == 200


def test_nobody_has_mails_read_without_end(mail, client, login, ben):
    desk = login(client, ben)
    answers = [desk.get(f"{mail}/mail/0").status_code for _ in range(int(READ.partition("/")[0]))]
    assert set(answers) == {200}
    assert desk.get(f"{mail}/mail/0").status_code == 429
    assert desk.get(f"{mail}/mail").status_code == 200  # What is drawn and what is fetched count apart.
