"""`flask verify`: it finds what is wrong, and nothing where nothing is."""

import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from helpdesk.kernel.events import EventRow
from helpdesk.kernel.jobs import Job
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.tickets.models import Message
from tests.mails import a_mail

MAIL = a_mail()


@pytest.fixture
def answered(flask, inbox, ben):
    """One mail, processed and answered; a second one that waits."""
    flask("mail", "deliver", "--inbox", inbox, "--wait", given=MAIL)
    flask("ticket", "reply", "1", "--as", ben.email, given=b"Plug it in.")
    flask("work", "--until-idle")
    flask("mail", "deliver", "--inbox", inbox, given=a_mail("And now it is loud."))


def violated(said):
    return [check["name"] for check in said.only["checks"] if check["violations"]]


def test_all_is_well_after_ordinary_work(flask, answered):
    said = flask("verify")

    assert (said.code, said.only["ok"], violated(said)) == (0, True, [])
    assert all(set(check) == {"name", "counted", "violations"} for check in said.only["checks"])


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        (delete(Job), "I1 a waiting envelope has its job"),
        (update(Envelope).values(finished_at=None), "I1 an envelope waits or has ended, not both"),
        (update(Envelope).where(Envelope.id == 1).values(message_id=None), "I1 a processed envelope had an effect"),
        (delete(Delivery), "I2 a reply has one delivery per address"),
        (update(Delivery).values(state="queued"), "I2 a delivery that waits has its job"),
        (delete(EventRow).where(EventRow.name == "ticket.opened"), "I6 every ticket has its audit row"),
        (delete(EventRow).where(EventRow.name == "agent.created"), "I6 every agent has its audit row"),
    ],
)
def test_it_notices_what_is_missing_in_the_database(flask, answered, work, harm, name):
    with work() as session:
        session.execute(harm.execution_options(synchronize_session=False))

    said = flask("verify")

    assert said.code == 1
    assert name in violated(said)


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"something else")])
def test_it_notices_bytes_that_are_gone_or_changed(flask, answered, app, harm):
    sha = hashlib.sha256(MAIL).hexdigest()
    harm(Path(app.config["BLOBS"]) / sha[:2] / sha[2:4] / sha)

    said = flask("verify")

    assert (said.code, violated(said)) == (1, ["I1 an envelope's bytes are what arrived"])


def test_a_mail_filed_twice_is_noticed(flask, answered, work):
    with work() as session:
        first = session.scalars(select(Message).where(Message.kind == "inbound")).first()
        columns = ("ticket_id", "kind", "inbox_id", "contact_id", "text", "external_id")
        session.add(Message(headers={}, **{name: getattr(first, name) for name in columns}))

    assert "I1 no mail was filed twice" in violated(flask("verify"))


def test_a_list_of_what_was_acknowledged_is_compared(flask, answered, tmp_path):
    listed = tmp_path / "accepted.jsonl"
    listed.write_text(json.dumps({"sha256": hashlib.sha256(MAIL).hexdigest()}) + "\n")
    assert flask("verify", "--accepted", str(listed)).code == 0

    listed.write_text(json.dumps({"sha256": hashlib.sha256(b"lost").hexdigest()}) + "\n")
    assert violated(flask("verify", "--accepted", str(listed))) == ["I1 what was acknowledged is kept"]


def test_what_a_provider_took_is_what_we_call_sent(flask, answered, work, tmp_path):
    with work() as session:
        session.execute(update(Delivery).values(state="sent"))
        name, address = session.execute(select(Message.external_id, Delivery.address).join(Delivery)).one()
    listed, line = tmp_path / "accepted.jsonl", json.dumps({"message_id": name, "to": [address]}) + "\n"
    listed.write_text(line)
    assert flask("verify", "--accepted", str(listed)).code == 0

    listed.write_text(line + line)
    assert violated(flask("verify", "--accepted", str(listed))) == ["I3 what the provider took, we sent"]


def test_a_list_that_cannot_be_read_is_unusable(flask, tmp_path):
    listed = tmp_path / "accepted.jsonl"
    listed.write_text("nonsense\n")

    assert flask("verify", "--accepted", str(listed)).code == 65
