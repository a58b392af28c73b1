"""Files an agent brings: whose they are, what they are called, what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db as rows
from helpdesk.tickets.models import Attachment
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.uploads import (
    MAX_FILE_BYTES,
    TooLarge,
    drop,
    forget_uploads,
    media_type_of,
    safe_name,
    upload,
)
from tests.factories import a_reply, a_ticket

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82"


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def brought(by, name="notes.txt", data=b"Some notes."):
    return upload(data, filename=name, claimed_type="text/plain", by=by)


def test_an_own_upload_goes_with_the_reply(ticket, db, ben):
    file = brought(ben)

    message = a_reply(ticket, by=ben, upload_ids=[file.id])

    assert file.message_id == message.id


def test_a_file_goes_once(ticket, ben):
    file = brought(ben)
    add_note(ticket, by=ben, text="See this.", upload_ids=[file.id])

    with pytest.raises(BadInput) as refused:
        a_reply(ticket, by=ben, upload_ids=[file.id])

    assert refused.value.field == "attachments"


def test_nobody_sends_a_colleagues_file_or_one_of_another_message(ticket, ben, ada):
    adas = brought(ada)
    sent = brought(ben)
    a_reply(ticket, by=ben, upload_ids=[sent.id])

    for foreign in (adas.id, sent.id, 10**9):
        with pytest.raises(BadInput):
            a_reply(ticket, by=ben, upload_ids=[foreign])
        with pytest.raises(BadInput):
            add_note(ticket, by=ben, text="x", upload_ids=[brought(ben).id, foreign])


def test_the_same_file_named_twice_goes_once(ticket, ben):
    file = brought(ben)

    a_reply(ticket, by=ben, upload_ids=[file.id, file.id])

    assert file.message_id is not None


def test_twenty_files_are_the_most(ticket, ben):
    files = [brought(ben, data=str(number).encode()).id for number in range(21)]

    with pytest.raises(BadInput):
        a_reply(ticket, by=ben, upload_ids=files)


def test_only_an_own_unused_upload_is_thrown_away(ticket, db, ben, ada):
    unused, used, adas = brought(ben), brought(ben), brought(ada)
    a_reply(ticket, by=ben, upload_ids=[used.id])

    for file in (unused, used, adas):
        drop(file.id, by=ben)

    assert set(rows.session.scalars(select(Attachment.id))) == {used.id, adas.id}


def test_what_nobody_sent_within_a_day_is_forgotten(ticket, db, ben, clock):
    brought(ben)
    used = brought(ben)
    a_reply(ticket, by=ben, upload_ids=[used.id])
    clock.tick(hours=23)
    fresh = brought(ben)
    clock.tick(hours=2)

    forget_uploads()

    assert set(rows.session.scalars(select(Attachment.id))) == {used.id, fresh.id}


def test_a_file_over_25_mb_is_refused(db, ben):
    with pytest.raises(TooLarge):
        brought(ben, data=b"x" * (MAX_FILE_BYTES + 1))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("  Über  Größe.PDF ", "Über  Größe.PDF"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("../../x", "x"),
        (".htaccess", "htaccess"),
        (". .htaccess", "htaccess"),
        ("\u200b.htaccess", "htaccess"),
        (".\u200b.\u2060htaccess", "htaccess"),
        ("x/\u200b.htaccess", "htaccess"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u200db\ufeff\u00adc.txt", "abc.txt"),
        ("a\r\nContent-Type: text/html.txt", "html.txt"),
        ("a\0b.txt", "ab.txt"),
        ("A\x1f\u0300.txt", "\u00c0.txt"),
        ("...", "file"),
        (". . .", "file"),
        ("", "file"),
        ("\u200b", "file"),
        ("a/", "file"),
    ],
)
def test_a_name_is_fit_to_show_and_to_save(given_name, kept):
    assert safe_name(given_name) == kept


def test_a_long_name_keeps_its_ending():
    name = safe_name("a" * 500 + ".pdf")

    assert len(name) <= 150
    assert name.endswith("a.pdf")
    assert len(safe_name("a" * 500)) == 150
    assert len(safe_name("a." + "b" * 500)) <= 150


@given(st.text(st.characters(), max_size=40) | st.text("./\\ \u200b\u202e\u0301\0a\u2028\ue000\u115f", max_size=12))
def test_no_name_hides_leaves_its_folder_or_changes_when_cleaned_again(name):
    kept = safe_name(name)

    assert 0 < len(kept) <= 150
    assert not kept.startswith((".", " "))
    assert not set(kept) & set("/\\\0\r\n\u202e\u200b\ufeff")
    assert kept.encode()
    assert safe_name(kept) == kept


@pytest.mark.parametrize(
    ("data", "claimed", "kept"),
    [
        (PNG, "text/html", "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "image/png", "application/pdf"),
        (b"just words", "text/plain", "text/plain"),
        (b"just words", "image/png", "application/octet-stream"),
        (b"just words", "application/pdf", "application/octet-stream"),
        (b"just words", "image/svg+xml; x", "application/octet-stream"),
        (b"just words", "TEXT/HTML", "application/octet-stream"),
        (b"just words", "text/html\r\nX: y", "application/octet-stream"),
        (b"just words", "a/b/c", "application/octet-stream"),
        (b"just words", "", "application/octet-stream"),
        (b"", "", "application/octet-stream"),
    ],
)
def test_the_type_is_what_the_bytes_say(data, claimed, kept):
    assert media_type_of(data, claimed) == kept
