"""An inbox sends a message to itself, and its page tells whether, when and by which door it came back."""

import re

import pytest
from sqlalchemy import func, select

from helpdesk.channels.inboxes import change_inbox
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import described
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom import mailboxes
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope
from helpdesk.mailroom.reading import Reader
from helpdesk.tickets.models import Ticket
from tests.mails import a_form, a_mail
from tests.standins import dovecot
from tests.surroundings import missing


@pytest.fixture
def page(client, login, alma, inbox):
    """Alma's browser on the page of Support: `page()` looks, `page(press=True)` presses the button."""
    admin, path = login(client, alma), f"/desk/settings/inboxes/{inbox.id}"

    def look(*, press=False):
        answer = admin.post(f"{path}/trials", follow_redirects=True) if press else admin.get(path)
        assert answer.status_code == 200
        found = re.search(r'<section class="card"\s+id="trial".*?</section>', answer.text, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""

    return look


@pytest.fixture
def by_smtp(app, smtp, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    return smtp


@pytest.fixture
def ended(work):
    """How the newest envelope ended, and how many tickets there are."""

    def look():
        with work():
            envelope = rows.session.scalars(select(Envelope).order_by(Envelope.id.desc())).first()
            return envelope.state, envelope.reason, rows.session.scalar(select(func.count()).select_from(Ticket))

    return look


def test_an_inbox_without_a_provider_offers_no_test(page):
    assert page() == ""
    assert page(press=True) == ""


def test_a_test_leaves_by_the_mail_server_and_comes_back_through_the_pipe(page, by_smtp, run_jobs, work, inbox, ended):
    assert "about to leave" in page(press=True)
    run_jobs()
    (mail,) = by_smtp.mails
    assert mail.recipients == [inbox.address] == [mail.sender]
    assert "It left; now it should come back." in page()
    with work():
        deliver(rows.session.get(Inbox, inbox.id), mail.raw)
    run_jobs()

    assert re.search(r"It came back after \d+ seconds?, piped in by the mail server\.", page())
    assert ended() == ("ignored", "trial", 0)


def test_a_test_leaves_by_sendgrid_and_comes_back_by_its_hook(page, configured, run_jobs, work, inbox, ended, client):
    page(press=True)
    run_jobs()
    (sent,) = configured.accepted
    assert sent["personalizations"][0]["to"][0]["email"] == inbox.address
    raw = a_mail(
        sent["content"][0]["value"],
        sender=inbox.address,
        to=inbox.address,
        subject=sent["subject"],
        message_id=sent["headers"]["Message-ID"],
        X_Helpdesk_Loop=sent["headers"]["X-Helpdesk-Loop"],
    )
    with work():
        hook = described(rows.session.get(Inbox, inbox.id))["hook_url"]
    assert client.post(hook, **a_form(("email", raw), ("SPF", b"pass"))).status_code == 200
    run_jobs()

    assert "posted to the hook address" in page()
    assert ended() == ("ignored", "trial", 0)


def test_a_test_comes_back_out_of_a_real_mailbox(page, by_smtp, run_jobs, work, inbox, ended, app, monkeypatch):
    if not dovecot.installed():
        missing("Dovecot (Debian: apt-get install dovecot-imapd)")
    with dovecot.running() as server:
        monkeypatch.setitem(app.config, "ALLOW_NETWORKS", dovecot.NETWORKS)
        with work():
            change_inbox(
                rows.session.get(Inbox, inbox.id), by=SYSTEM, settings=dovecot.settings(server.port), partial=True
            )
        page(press=True)
        run_jobs()
        server.receive(by_smtp.mails[0].raw)
        with work():
            assert mailboxes.lease(inbox.id, "a test")
        with app.app_context():
            Reader(inbox.id, "a test", once=True).read()
        run_jobs()

    assert "fetched from the mailbox" in page()
    assert ended() == ("ignored", "trial", 0)


def test_what_stays_away_is_said_after_two_minutes_with_what_to_check_and_may_still_come(
    page, by_smtp, run_jobs, work, inbox, clock
):
    page(press=True)
    run_jobs()
    clock.tick(seconds=121)
    shown = page()
    assert "did not come back within two minutes" in shown
    assert f"Does mail to {inbox.address} end up here?" in shown
    clock.tick(minutes=3)
    with work():
        deliver(rows.session.get(Inbox, inbox.id), by_smtp.mails[0].raw)
    run_jobs()
    assert "It came back after 301 seconds" in page()


def test_what_never_left_says_so(page, by_smtp, clock):
    page(press=True)
    clock.tick(seconds=121)
    assert "Is a worker running?" in page()


def test_what_the_mail_server_refuses_is_told_in_its_words(page, by_smtp, run_jobs, inbox):
    by_smtp.refuse[inbox.address] = "550 5.1.1 No such user"
    page(press=True)
    run_jobs()
    assert "It did not get there. The mail server answered 550: 5.1.1 No such user" in page()


def test_who_presses_twice_sends_one(page, by_smtp, run_jobs):
    page(press=True)
    page(press=True)
    run_jobs()
    assert len(by_smtp.mails) == 1


def test_a_mark_that_is_forged_old_or_another_inboxs_is_no_test(page, by_smtp, run_jobs, work, inbox, clock, ended):
    page(press=True)
    run_jobs()
    raw = by_smtp.mails[0].raw
    with work():
        deliver(rows.session.get(Inbox, inbox.id), re.sub(rb"(trial-\w+-\w+-)\w{5}", rb"\1aaaaa", raw))
    run_jobs()
    assert ended()[:2] == ("suspended", "own_address")
    clock.tick(days=1, seconds=1)
    with work():
        deliver(rows.session.get(Inbox, inbox.id), raw)
    run_jobs()
    assert ended()[:2] == ("suspended", "own_address")
