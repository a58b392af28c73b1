"""A redacted message takes with it what arrived: raw mail, files, provider's words. What others hold stays."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.workspace import drop_logo, keep_logo
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import described
from helpdesk.kernel import erasing
from helpdesk.kernel.blobs import exists
from helpdesk.kernel.db import db
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.forwarding import forward
from helpdesk.tickets.models import Attachment, Message, Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.redacting import redact
from helpdesk.tickets.uploads import upload
from tests import factories
from tests.mails import a_form

SECRET = b"My card is 4111 1111 1111 1111."
MAIL = (
    b"From: Dora Diaz <dora@customer.example>\r\nTo: support@acme.example\r\nSubject: Card 4111\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + SECRET + b"\r\n--b\r\n"
    b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=card.txt\r\n\r\n4111 in a file\r\n--b--\r\n"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180a5e4c5b20000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """A minute is long for a test."""
    monkeypatch.setattr(erasing, "DELAY", erasing.DELAY * 0)


@pytest.fixture
def names(work):
    """The names under which a message's mail and files are kept."""

    def look(message_id):
        with work():
            mails = db.session.scalars(select(Envelope.blob_sha).where(Envelope.message_id == message_id))
            files = db.session.scalars(select(Attachment.blob_sha).where(Attachment.message_id == message_id))
            return [*mails, *files]

    return look


@pytest.fixture
def blanked(work, ada, run_jobs, app):
    """Redact a message as its lead, let the work be done, and say which of these bytes are left."""

    def do(message_id, known):
        with work():
            redact(db.session.get(Message, message_id), by=db.session.merge(ada))
        run_jobs()
        with app.app_context():
            return [exists(sha) for sha in known]

    return do


def test_the_mail_and_its_files_are_in_no_store_any_more(arrive, names, blanked, app, work, client, login, ada, inbox):
    envelope = arrive(MAIL)
    known = names(envelope.message_id)
    assert len(known) == 2
    assert blanked(envelope.message_id, known) == [False, False]
    with work():
        found = db.session.get(Envelope, envelope.id)
        assert (found.state, found.key) == ("processed", envelope.key)
        assert "4111" not in str(found.message.headers) + str(found.facts)
    page = login(client, ada).get(f"/desk/envelopes/{envelope.id}")
    assert "what arrived is not kept any more" in page.text
    for path in (app.config["BLOBS"],):
        assert not any(SECRET in file.read_bytes() for file in path.rglob("*") if file.is_file())
    assert app.test_cli_runner().invoke(args=["verify"]).exit_code == 0


def test_what_the_provider_posted_beside_it_goes_too(client, app, work, inbox, run_jobs, names, blanked):
    with work():
        hook = described(db.session.get(Inbox, inbox.id))["hook_url"]
    client.post(hook, **a_form(("email", MAIL), ("subject", b"Card 4111"), ("SPF", b"pass")))
    run_jobs()
    with work():
        message = db.session.scalar(select(Message.id))
    blanked(message, names(message))
    with work():
        assert set(db.session.scalar(select(Envelope.facts))) <= {"helpdesk_sender", "helpdesk_door"}


def test_a_file_that_another_message_holds_stays_and_one_that_was_sent_on_goes(arrive, names, blanked, work, ada):
    first = arrive(MAIL)
    known = names(first.message_id)
    with work():
        by = db.session.merge(ada)
        message = db.session.get(Message, first.message_id)
        forward(message, by=by, to=["eve@customer.example"], text="See", client_key="k")
        file = upload(b"4111 in a file", filename="card.txt", claimed_type="text/plain", by=by)
        note = add_note(message.ticket, by=by, text="Mine", upload_ids=[file.id]).id
    assert names(note) == known[1:]
    assert blanked(first.message_id, known) == [False, True]
    assert blanked(note, known) == [False, False]


def test_the_same_mail_in_another_inbox_stays_readable_there(arrive, names, blanked, work):
    first = arrive(MAIL)
    known = names(first.message_id)
    with work():
        deliver(factories.an_inbox("sales@acme.example"), MAIL)
    assert blanked(first.message_id, known)[0]


def test_brought_again_it_is_known_and_erased_again(arrive, names, blanked, work, inbox, run_jobs, app):
    first = arrive(MAIL)
    known = names(first.message_id)
    blanked(first.message_id, known)
    with work():
        again = deliver(db.session.get(Inbox, inbox.id), MAIL)
        assert (again.duplicate, again.envelope_id) == (True, first.id)
    run_jobs()
    with app.app_context():
        assert not exists(known[0])


def test_a_report_that_quotes_it_goes_with_it(configured, answer, arrive, names, blanked, run_jobs, work):
    message = answer(text="The card is 4111.")
    run_jobs()
    with work():
        ours = db.session.get(Message, message).external_id
    report = (
        "From: mailer-daemon@mx.example\nTo: support@acme.example\nSubject: Undeliverable\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n\nIt did not arrive.\n'
        "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; dora@customer.example\n"
        f"Action: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: {ours}\n\n4111\n--b--\n"
    )
    assert arrive(report.encode()).message_id == message
    assert blanked(message, names(message)) == [False]


def test_a_stub_of_what_could_not_be_read_takes_the_original_with_it(
    arrive, names, blanked, work, run_jobs, monkeypatch
):
    envelope = arrive(MAIL)
    with work():
        message = db.session.get(Message, envelope.message_id)
        own = Attachment(
            message_id=message.id,
            blob_sha=envelope.blob_sha,
            filename="original.eml",
            media_type="message/rfc822",
            size=1,
        )
        db.session.add(own)
    known = names(envelope.message_id)
    assert not any(blanked(envelope.message_id, known))
    with work():
        assert db.session.scalar(select(Ticket.id)) is not None


def test_the_logo_stays_whoever_sent_the_same_picture(names, blanked, work, app, dora, inbox, ben, run_jobs):
    with work():
        keep_logo(PNG, by=ben)
        ticket = factories.a_ticket(by=db.session.merge(dora), inbox=db.session.merge(inbox))
        agent = db.session.merge(ben)
        file = upload(PNG, filename="logo.png", claimed_type="image/png", by=agent)
        note = add_note(ticket, by=agent, text="Is this ours?", upload_ids=[file.id]).id
    known = names(note)
    assert blanked(note, known) == [True]
    with work():
        drop_logo(by=ben)
        erasing.erase(known)
    run_jobs()
    with app.app_context():
        assert not exists(known[0])
