"""Mailboxes that are read by IMAP: each mail comes in once, whatever happens to the line."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from imapclient import IMAPClient
from sqlalchemy import func, select, update

from helpdesk.channels.base import CredentialsRefused, PermanentFailure, Unreachable
from helpdesk.channels.email import oauth
from helpdesk.channels.inboxes import change_inbox, create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.kernel.blobs import Blob
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom import mailboxes
from helpdesk.mailroom.models import Envelope, Mailbox, MailboxTrouble
from helpdesk.mailroom.reading import Reader, Readers
from helpdesk.tickets.models import Ticket
from tests.live_server import until
from tests.mails import a_mail
from tests.servers import free_port
from tests.standins import dovecot
from tests.standins.dovecot import PASSWORD, Dovecot, cut_line
from tests.surroundings import missing


@pytest.fixture
def server() -> Iterator[Dovecot]:
    if not dovecot.installed():
        missing("Dovecot (Debian: apt-get install dovecot-imapd)")
    with dovecot.running() as running:
        yield running


@pytest.fixture
def reads(app, work, monkeypatch):
    """Let Support read a mailbox: `reads(port)`; returns the number of its inbox."""
    monkeypatch.setitem(app.config, "ALLOW_NETWORKS", dovecot.NETWORKS)

    def name(port, **more):
        known = dovecot.settings(port)
        with work():
            inbox = create_inbox(
                channel="email", name="Support", address="support@acme.example", by=SYSTEM, settings=known | more
            )
            return inbox.id

    return name


@pytest.fixture
def change(work):
    """Change a setting of the one inbox: `change(imap_password="wrong")`."""

    def apply(**settings):
        with work():
            change_inbox(rows.session.scalar(select(Inbox)), by=SYSTEM, settings=settings, partial=True)

    return apply


@pytest.fixture
def look(app, work):
    """Look into the mailbox once; returns how many mails were taken, and how many of them we had already."""

    def once(inbox_id):
        with work():
            assert mailboxes.lease(inbox_id, "a test")
        reader = Reader(inbox_id, "a test", once=True)
        with app.app_context():
            reader.read()
        return reader.taken, reader.known

    return once


def kept(work):
    with work():
        return rows.session.scalar(select(func.count()).select_from(Envelope))


def test_unread_mail_becomes_tickets_and_is_marked_as_read_and_what_was_read_before_stays_out(
    server, reads, look, work, run_jobs
):
    server.receive(a_mail(subject="Long ago"), read=True)
    server.receive(a_mail(subject="The kettle"))
    server.receive(a_mail(subject="The lid"))

    assert look(reads(server.port)) == (2, 0)

    run_jobs()
    with work():
        assert sorted(rows.session.scalars(select(Ticket.subject))) == ["The kettle", "The lid"]
    assert server.read_and_unread() == (3, 0)


def test_what_comes_later_is_taken_also_when_somebody_was_quicker_to_read_it(server, reads, look, work):
    inbox = reads(server.port)
    look(inbox)
    server.receive(a_mail(), read=True)

    assert look(inbox) == (1, 0)
    assert look(inbox) == (0, 0)


def test_taken_mail_moves_to_the_folder_that_was_named(server, reads, look):
    server.receive(a_mail())
    look(reads(server.port, imap_after="move", imap_move_to="Taken"))

    assert server.read_and_unread() == (0, 0)
    assert server.read_and_unread("Taken") == (1, 0)


def test_taken_mail_stays_unread_where_that_is_wished(server, reads, look):
    server.receive(a_mail())
    inbox = reads(server.port, imap_after="keep")

    assert look(inbox) == (1, 0)
    assert look(inbox) == (0, 0)
    assert server.read_and_unread() == (0, 1)


def test_a_mailbox_that_counts_anew_brings_nothing_in_twice_and_loses_nothing(server, reads, look, work):
    inbox = reads(server.port)
    for number in range(6):
        server.receive(a_mail(subject=f"Matter {number}"))
    look(inbox)
    server.count_anew()
    server.receive(a_mail(subject="Meanwhile"), read=True)

    look(inbox)

    assert kept(work) == 7


def test_a_thousand_mails_over_a_line_that_is_cut_again_and_again_come_in_once_each(server, reads, look, work):
    for number in range(1000):
        server.receive(a_mail(subject=f"Matter {number}", text="x" * (number % 50) * 40))
    with cut_line(server.port, seed=20, least=3_000, most=200_000) as port:
        inbox = reads(port)
        cuts = 0
        for _ in range(400):
            try:
                look(inbox)
                break
            except Unreachable:
                cuts += 1
        assert cuts >= 10

    assert kept(work) == 1000
    assert server.read_and_unread() == (1000, 0)


@pytest.fixture
def cut_before_moving(look):
    """Look into the mailbox, and lose the line when what was taken is to be moved."""

    def cut(*_args, **_more):
        raise ConnectionResetError

    def once(inbox_id):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(IMAPClient, "add_flags", cut)
            with pytest.raises(Unreachable):
                look(inbox_id)

    return once


def test_what_was_never_taken_is_not_moved_away_after_a_cut(server, reads, look, work, cut_before_moving):
    for number in range(5):
        server.receive(a_mail(subject=f"Long ago {number}"), read=True)
    server.receive(a_mail(subject="The kettle"))
    inbox = reads(server.port, imap_after="move", imap_move_to="Taken")
    cut_before_moving(inbox)
    with server.client() as line:  # Somebody marks an old one, to come back to it.
        line.select_folder("INBOX")
        line.remove_flags([2], [b"\\Seen"])

    assert look(inbox) == (2, 1)

    assert kept(work) == 2
    assert server.read_and_unread("Taken") == (2, 0)
    assert server.read_and_unread() == (4, 0)


def test_what_was_never_taken_stays_when_the_mailbox_counts_anew_and_the_line_is_cut(
    server, reads, look, work, cut_before_moving
):
    for number in range(5):
        server.receive(a_mail(subject=f"Long ago {number}"), read=True)
    inbox = reads(server.port, imap_after="move", imap_move_to="Taken")
    look(inbox)
    with work():  # What arrived on the day we began would be read again.
        rows.session.execute(update(Mailbox).values(since=now() + timedelta(days=3)))
    server.count_anew()
    server.receive(a_mail(subject="The kettle"))
    cut_before_moving(inbox)

    look(inbox)

    assert kept(work) == 1
    assert server.read_and_unread("Taken") == (1, 0)
    assert server.read_and_unread() == (5, 0)


def test_a_large_mail_comes_in_whole(server, reads, look, work):
    server.receive(a_mail(text="A long line of words. " * 500_000))
    look(reads(server.port))
    with work():
        assert rows.session.scalar(select(Blob.size)) > 10_000_000


def test_a_wrong_password_is_told_from_a_server_that_is_away_or_may_not_be_reached(
    server, reads, look, change, app, monkeypatch
):
    inbox = reads(server.port, imap_password="wrong")
    with pytest.raises(CredentialsRefused):
        look(inbox)
    change(imap_port=str(free_port()))
    with pytest.raises(Unreachable):
        look(inbox)
    monkeypatch.setitem(app.config, "ALLOW_NETWORKS", ())
    with pytest.raises(PermanentFailure):
        look(inbox)


def test_a_token_that_died_before_its_time_is_not_shown_to_the_server_again(server, reads, look, app, monkeypatch):
    inbox = reads(
        server.port, imap_login="google", oauth_client_id="us", oauth_client_secret="s", oauth_refresh_token="r"
    )
    monkeypatch.setitem(oauth._known, ("us", "r"), ("dead", time.monotonic() + 3000))
    monkeypatch.setitem(app.config, "OAUTH_API_BASE", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(CredentialsRefused):
        look(inbox)
    with pytest.raises(Unreachable, match="gives tokens"):  # Whom it asks for another.
        look(inbox)


def test_the_worker_hears_of_new_mail_at_once_reads_on_after_trouble_and_lets_go_when_it_stops(
    server, reads, change, app, work
):
    inbox = reads(server.port)
    with app.app_context():
        readers, others = Readers(app.app_context), Readers(app.app_context)
        readers.look()
        others.look()
        until(lambda: mailbox(work, inbox).looked_at, what="the first look")
        server.receive(a_mail())
        until(lambda: kept(work) == 1, what="the new mail")
        assert mailbox(work, inbox).leased_by == readers.name
        assert threading.active_count() > 1

        change(imap_password="wrong")
        readers.look()
        until(lambda: mailbox(work, inbox).trouble == "refused", what="the refusal")
        change(imap_password=PASSWORD)
        readers.look()
        until(lambda: mailbox(work, inbox).trouble is None, what="the recovery")
        readers.close()
        others.look()
        others.close()
    assert mailbox(work, inbox).leased_by is None


def mailbox(work, inbox):
    with work():
        return rows.session.scalar(select(Mailbox).where(Mailbox.inbox_id == inbox)) or Mailbox()


def test_its_page_says_why_the_mailbox_cannot_be_read(server, reads, look, app, client, login, alma, work):
    inbox = reads(server.port, imap_password="wrong")
    with pytest.raises(CredentialsRefused):
        look(inbox)
    with work():
        mailboxes.went_wrong(inbox, MailboxTrouble.REFUSED)

    page = login(client, alma).get(f"/desk/settings/inboxes/{inbox}").text

    assert "New mail stays in the mailbox." in page
    assert "refuses our user name and password" in page
    assert "support@acme.test@127.0.0.1/INBOX" in page
    assert "wrong" not in page


def test_the_command_looks_once_and_says_what_it_took(server, reads, app):
    reads(server.port)
    server.receive(a_mail())
    fetch = ["mail", "fetch", "--inbox", "support@acme.example"]

    assert json.loads(app.test_cli_runner().invoke(args=fetch).stdout)["taken"] == 1
    assert json.loads(app.test_cli_runner().invoke(args=fetch).stdout)["taken"] == 0
