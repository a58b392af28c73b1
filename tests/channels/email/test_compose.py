"""The mail that leaves has the header it should have, whatever strangers wrote (SECURITY finding 1)."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.channels.base import Address, Outbound, OutboundFile, Place
from helpdesk.channels.email.compose import mime, references, reply_address, sendable
from helpdesk.channels.email.sendgrid import request_body

EVIL = [
    "Re: =?utf-8?q?=0D=0ABcc:_mallory@evil.example?=",
    "=?utf-8?b?DQpCY2M6IG1hbGxvcnlAZXZpbC5leGFtcGxl?=",
    "hello\r\nBcc: mallory@evil.example",
    "hello\nBcc: mallory@evil.example\n\nbody",
    "a\x0b\x0c\x1c\x85\u2028\u2029Bcc: mallory@evil.example",
    "\u202egnp.exe\u200b \x00\x7f",
    "=?utf-8?q?" + "=?utf-8?q?" * 50,
    '"quotes" <mallory@evil.example>, "more',
    "back\\slash\\",
    "Größe 漢字 " * 40,
    "x" * 2000,
]
PLACE = Place(1, "Support", "support@acme.example", None)
FIELDS = [
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "X-Helpdesk-Loop",
]


def outbound(**more):
    values = {
        "number": 7, "subject": "Hi", "text": "Hello", "html": "<p>Hello</p>", "external_id": "<own@acme.example>",
        "in_reply_to": "<a@x.example>", "references": ("<a@x.example>",), "reply_token": "1-2-abc",
        "loop_mark": "7-abc",
        "to": (Address("dora@customer.example", "Dora"),), "cc": (Address("eve@customer.example"),),
        "recipients": ("dora@customer.example", "boss@customer.example"), "sent_at": datetime(2026, 3, 2, tzinfo=UTC),
    }  # fmt: skip
    return Outbound(**(values | more))


def fields_of(raw):
    parsed = message_from_bytes(raw)
    return [name for name in parsed if name not in ("Content-Type", "MIME-Version", "Content-Transfer-Encoding")]


@pytest.mark.parametrize("text", EVIL)
def test_a_stranger_s_words_never_become_a_header(text):
    mail = outbound(
        subject=text,
        to=(Address("dora@customer.example", text),),
        in_reply_to=text,
        references=(text, f"<{text}>", "<b@x.example>"),
        thread={"topic": text, "index": text},
        files=(OutboundFile(text, text, lambda: b"x", content_id=text),),
    )
    raw = mime(mail, Place(1, text, "support@acme.example", None))

    assert set(fields_of(raw)) <= {*FIELDS, "Thread-Topic"}
    parsed = message_from_bytes(raw, policy=policy.default)
    assert [one.addr_spec for one in parsed["To"].addresses] == ["dora@customer.example"]
    assert b"mallory" not in b"".join(line for line in raw.split(b"\r\n") if line.lower().startswith(b"bcc"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=80))
def test_no_text_at_all_breaks_a_header(subject, name, reference):
    people = (Address("dora@customer.example", name),)
    raw = mime(outbound(subject=subject, to=people, references=(reference, f"<{reference}>")), PLACE)
    assert set(fields_of(raw)) <= set(FIELDS)


@given(st.text(max_size=300))
def test_sendgrid_is_never_given_a_line_break_in_a_header(text):
    body = request_body(outbound(subject=text, in_reply_to=text, references=(f"<{text}>",)), PLACE)
    assert not any(c in value for value in [body["subject"], *body["headers"].values()] for c in "\r\n\x00")


def test_a_plain_mail_has_exactly_its_fields_and_both_texts():
    raw = mime(outbound(subject="Re: Größe"), PLACE)

    assert fields_of(raw) == FIELDS
    parsed = message_from_bytes(raw, policy=policy.default)
    assert parsed["Subject"] == "Re: Größe"
    assert parsed["Reply-To"] == "support+1-2-abc@acme.example"
    assert [part.get_content_type() for part in parsed.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert parsed.get_body(("plain",)).get_content().strip() == "Hello"


def test_only_automatic_mail_says_so():
    assert "Auto-Submitted" not in fields_of(mime(outbound(), PLACE))
    assert "Auto-Submitted" in fields_of(mime(outbound(automatic=True), PLACE))


def test_files_and_pictures_stand_where_readers_look():
    files = (
        OutboundFile("Rechnung ä.pdf", "application/pdf", lambda: b"%PDF"),
        OutboundFile("mail.eml", "message/rfc822", lambda: b"From: x\r\n\r\ny"),
        OutboundFile("logo.png", "image/png", lambda: b"PNG", content_id="logo@acme", inline=True),
    )
    parsed = message_from_bytes(mime(outbound(files=files), PLACE), policy=policy.default)

    assert [part.get_content_type() for part in parsed.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "application/pdf", "application/octet-stream",
    ]  # fmt: skip
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["Rechnung ä.pdf", "mail.eml"]
    assert list(parsed.iter_attachments())[1].get_content() == b"From: x\r\n\r\ny"


def test_long_threads_keep_the_first_and_the_newest():
    ids = [f"<{number:040d}@customer.example>" for number in range(100)]
    kept = references(ids).split()

    assert len(" ".join(kept)) <= 1500
    assert kept[0] == ids[0]
    assert kept[1:] == ids[-len(kept) + 1 :]


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("dora@customer.example", "dora@customer.example"),
        ("dora+x@bücher.example", "dora+x@xn--bcher-kva.example"),
        ("dörä@customer.example", None),
        ("a,b@x.example", None),
        ("a>,<mallory@evil.example", None),
        ("a@b@c.example", None),
        ("@x.example", None),
        ("x@", None),
        ("x@" + "a" * 300, None),
        ("", None),
    ],
)
def test_what_cannot_be_written_to_is_seen_before(address, written):
    assert sendable(address) == written


def test_the_reply_address_keeps_its_domain():
    assert reply_address("help+eu@acme.example", "t") == "help+eu+t@acme.example"
