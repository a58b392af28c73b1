"""`flask mail`: reading mails, and taking them in as a mail server's pipe does."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from helpdesk.mailroom.models import Envelope
from tests.mails import a_mail

KEYS = {
    "path", "from_email", "from_name", "to", "cc", "subject", "message_id", "in_reply_to", "references", "date",
    "body", "reply_text", "html", "attachments", "is_auto_reply", "is_bounce", "final_recipient", "hard_bounce",
    "bounce_status", "defects",
}  # fmt: skip


def test_a_mail_on_standard_input_is_read(flask):
    said = flask("mail", "parse", given=a_mail("It stays cold.\r\n\r\nOn Monday you wrote:\r\n> Hello"))

    assert said.code == 0
    assert set(said.only) == KEYS
    assert (said.only["path"], said.only["from_email"], said.only["subject"]) == (
        "-", "dora@customer.example", "The kettle does not boil",
    )  # fmt: skip


def test_every_mail_of_a_folder_has_its_line(flask, tmp_path):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "a.eml").write_bytes(a_mail("First"))
    (tmp_path / "deeper" / "b.eml").write_bytes(a_mail("Second"))
    (tmp_path / ".hidden").write_bytes(b"no mail")

    said = flask("mail", "parse", str(tmp_path))

    assert [line["body"] for line in said.lines] == ["First", "Second"]


@pytest.mark.parametrize("broken", [b"", b"\0\xff\xfe", b"From: ((((" * 500, b"Content-Type: multipart/mixed\n\n--"])
def test_a_mail_however_broken_gives_one_object(flask, broken):
    said = flask("mail", "parse", given=broken)

    assert said.code == 0
    assert set(said.only) == KEYS
    assert said.only["defects"]


def test_reading_stores_nothing(flask, inbox, work):
    flask("mail", "parse", given=a_mail())

    with work() as session:
        assert session.scalar(select(func.count()).select_from(Envelope)) == 0


def test_a_piped_mail_is_kept_and_answered_at_once(flask, inbox):
    said = flask("mail", "deliver", "--inbox", inbox, given=a_mail())

    assert said.code == 0
    assert said.only == {"path": "-", "envelope": said.only["envelope"], "state": "received"}


def test_who_waits_hears_what_became_of_each_mail(flask, inbox, tmp_path):
    (tmp_path / "1.eml").write_bytes(a_mail(message_id="<one@customer.example>"))
    (tmp_path / "2.eml").write_bytes(a_mail("Still cold.", message_id="<two@customer.example>"))

    said = flask("mail", "deliver", "--inbox", inbox, "--wait", str(tmp_path))

    assert [line["state"] for line in said.lines] == ["processed", "processed"]
    assert [line["opened"] for line in said.lines] == [True, True]
    assert [line["ticket"] for line in said.lines] == [1, 2]


def test_the_same_bytes_are_one_mail(flask, inbox):
    mail = a_mail()
    first = flask("mail", "deliver", "--inbox", inbox, "--wait", given=mail).only

    again = flask("mail", "deliver", "--inbox", inbox, "--wait", given=mail).only

    assert (again["envelope"], again["message"]) == (first["envelope"], first["message"])
    assert len(flask("ticket", "list").lines) == 1


def test_the_customers_answer_joins_the_ticket(flask, inbox, ben):
    flask("mail", "deliver", "--inbox", inbox, "--wait", given=a_mail())
    flask("ticket", "reply", "1", "--as", ben.email, given=b"Is it plugged in?")
    asked = flask("export", "--ticket", "1").only["messages"][-1]["external_id"]

    said = flask("mail", "deliver", "--inbox", inbox, "--wait", given=a_mail("It is.", in_reply_to=asked))

    assert (said.only["ticket"], said.only["opened"], said.only["threaded_by"]) == (1, False, "references")


def test_storage_that_takes_nothing_sends_the_mail_back_to_the_mail_server(flask, inbox, app):
    blobs = Path(app.config["BLOBS"])
    blobs.rename(blobs.with_name("elsewhere")) if blobs.exists() else None
    blobs.write_text("Here is no folder.")
    try:
        said = flask("mail", "deliver", "--inbox", inbox, given=a_mail())
    finally:
        blobs.unlink()

    assert (said.code, said.lines) == (75, [])


def test_an_inbox_that_does_not_exist_is_a_mistake_in_usage(flask):
    assert flask("mail", "deliver", "--inbox", "nobody@acme.example", given=a_mail()).code == 2


def test_a_file_that_does_not_exist_is_a_mistake_in_usage(flask, tmp_path):
    assert flask("mail", "parse", str(tmp_path / "nothing.eml")).code == 2
