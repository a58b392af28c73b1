"""What a mail says, whoever wrote it and however broken it is."""

# ruff: noqa: RUF001 - Mail is written in every script.

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.channels.email.parse import as_json, parse

CRLF = "\r\n"


def mail(*lines, body="Hello", charset="utf-8"):
    return (CRLF.join(lines) + CRLF * 2 + body).encode(charset)


def test_a_plain_mail_is_read_whole():
    parsed = parse(
        mail(
            'From: "Customer, Dora" <dora@customer.test>',
            "To: help@shop.test, Ben <ben@shop.test>",
            "Cc: Friends: eve@customer.test, finn@customer.test;",
            "Reply-To: dora.home@customer.test",
            "Subject: =?utf-8?q?Caf=C3=A9?= machine",
            "Date: Mon, 2 Mar 2026 10:00:00 +0100",
            "Message-ID: <one@customer.test>",
            "In-Reply-To: <zero@shop.test>",
            "References: <first@shop.test> <zero@shop.test>",
            "Content-Type: text/plain; charset=utf-8",
            body="It leaks – please help.\r\n",
        )
    )
    assert (parsed.from_email, parsed.from_name, parsed.from_ambiguous) == (
        "dora@customer.test",
        "Customer, Dora",
        False,
    )
    assert [one.email for one in parsed.to] == ["help@shop.test", "ben@shop.test"]
    assert [one.email for one in parsed.cc] == ["eve@customer.test", "finn@customer.test"]
    assert parsed.reply_to[0].email == "dora.home@customer.test"
    assert parsed.subject == "Café machine"
    assert parsed.date == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert parsed.message_id == "<one@customer.test>"
    assert parsed.in_reply_to == "<zero@shop.test>"
    assert parsed.references == ("<first@shop.test>", "<zero@shop.test>")
    assert parsed.text == parsed.reply_text == "It leaks – please help."
    assert parsed.html is None
    assert parsed.defects == ()


def test_the_printed_object_has_the_promised_keys():
    printed = as_json(parse(mail("From: dora@customer.test", "Subject: Hi")), "a.eml")
    assert list(printed) == [
        *["path", "from_email", "from_name", "to", "cc", "subject", "message_id", "in_reply_to", "references", "date"],
        *["body", "reply_text", "html", "attachments", "is_auto_reply", "is_bounce", "final_recipient", "hard_bounce"],
        *["bounce_status", "defects"],
    ]
    assert printed["path"] == "a.eml"
    assert printed["date"] is None
    json.dumps(printed)


def test_a_double_encoded_subject_stays_text_on_one_line():
    """Read once, `=?…?=` inside is text: it must never become a header of what we send."""
    inner = "=?utf-8?q?=0D=0ABcc:_x@y?="
    outer = "".join(f"={ord(c):02X}" for c in inner)
    assert parse(mail(f"Subject: =?utf-8?q?{outer}?=")).subject == inner
    assert parse(mail(f"Subject: Re: {inner}")).subject == "Re: Bcc: x@y"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?ISO-2022-JP?B?GyRCJF4kXyRgJGEkYhsoQg==?=", "まみむめも"),
        ("=?utf-8?B?Q2Fmww==?= =?utf-8?B?qSBtYWNoaW5l?=", "Café machine"),
        ("=?utf-8?Q?two_words?=\r\n =?utf-8?Q?_joined?=", "two words joined"),
        ("=?utf-8?q?How are you??=", "How are you?"),
        ("=?gb2312?B?xOO6ww==?= and plain", "你好 and plain"),
        ("=?unknown?q?caf=E9?=", "café"),
        ("=?utf-8?q?never closed", "=?utf-8?q?never closed"),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
    ],
)
def test_subjects_are_readable(written, read):
    assert parse(mail(f"Subject: {written}")).subject == read


def test_raw_letters_in_a_header_are_read_as_utf8_or_as_the_body_s_charset():
    assert parse("Subject: Käse\n\nx".encode()).subject == "Käse"
    assert parse("Subject: Käse\n\nx".encode("latin-1")).subject == "Käse"
    raw = "Subject: Привет\nContent-Type: text/plain; charset=koi8-r\n\nx".encode("koi8-r")
    assert parse(raw).subject == "Привет"


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("utf-8", "Grüße".encode("latin-1"), "Grüße"),
        ("iso-8859-1", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", b"\x93quoted\x94 \x80 5", "“quoted” € 5"),
        ("us-ascii", "Grüße".encode("latin-1"), "Grüße"),
        ("ks_c_5601-1987", "안녕".encode("cp949"), "안녕"),
        ("gb2312", "你好，世界".encode("gb18030"), "你好，世界"),
        ("Shift_JIS", "こんにちは".encode("cp932"), "こんにちは"),
        ("windows-1251", "Привет".encode("cp1251"), "Привет"),
        ("rot13", b"Hello", "Hello"),
        ("idna", "Grüße".encode(), "Grüße"),
        ("no-such-charset", "Grüße".encode(), "Grüße"),
        ("unicode_escape", b"\\ud800", "\\ud800"),
        ("utf-7", b"a +2AA- b", "a \ufffd b"),
        ('"utf-8"; x', "Grüße".encode(), "Grüße"),
    ],
)
def test_charsets_that_lie_still_give_readable_text(charset, data, text):
    raw = f"From: a@b.test\nContent-Type: text/plain; charset={charset}\n\n".encode() + data
    assert parse(raw).text == text


def test_a_lying_charset_is_named():
    raw = b"From: a@b.test\nContent-Type: text/plain; charset=nope\n\nx"
    assert parse(raw).defects == ("text is not in its charset 'nope'",)


def test_nul_and_lone_surrogates_never_come_out():
    raw = (
        b"From: a@b.test\nSubject: =?utf-8?b?AO2ggA==?=\nContent-Type: text/plain; charset=utf-8\n\na\x00b\xed\xa0\x80c"
    )
    printed = json.dumps(as_json(parse(raw), ""), ensure_ascii=False)
    printed.encode("utf-8")
    assert "\\u0000" not in printed
    assert parse(raw).text.startswith("a\ufffdb")


def test_transfer_encodings_are_undone():
    for encoding, body in (
        ("base64", "R3LDvMOfZQ=="),
        ("BASE64", "R3LD\r\nvMOf\r\nZQ"),
        ("quoted-printable", "Gr=C3=BC=C3=\r\n=9Fe"),
        ("quoted printable", "Gr=C3=BC=C3=9Fe"),
        ("8-bit", "Grüße"),
    ):
        headers = (
            "From: a@b.test",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Transfer-Encoding: {encoding}",
        )
        assert parse(mail(*headers, body=body)).text == "Grüße"


def test_flowed_text_is_put_together_again():
    body = "One sentence \r\nover lines.\r\n> a quote \r\n> over lines\r\n-- \r\nDora"
    text = parse(mail("Content-Type: text/plain; format=flowed", body=body)).text
    assert text == "One sentence over lines.\n> a quote over lines\n-- \nDora"


def test_control_headers_of_desks_are_not_heard():
    raw = mail("From: a@b.test", "X-Helpdesk-Auto-Submitted: yes", "X-Zammad-Precedence: bulk", "RT-Auto: x")
    assert not parse(raw).is_automatic
    assert parse(mail("X-Helpdesk-Loop: mark")).loop_marks == ("mark",)


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("Mon, 2 Mar 2026 10:00:00 +0100 (CET)", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2 Mar 2026 09:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", datetime(1997, 11, 21, 15, 55, 6, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Foo 99999999999 99:99:99 +999999", None),
    ],
)
def test_dates_are_read_or_left_out(date, read):
    assert parse(mail(f"Date: {date}")).date == read


def test_of_too_many_references_the_first_and_the_newest_stay():
    ids = [f"<{number}@a.test>" for number in range(300)]
    references = parse(mail("References: " + " ".join(ids))).references
    assert len(references) == 100
    assert references[0] == ids[0]
    assert references[-1] == ids[-1]


def test_of_too_many_copies_a_hundred_stay_and_it_is_said():
    parsed = parse(mail("Cc: " + ", ".join(f"p{number}@a.test" for number in range(700))))
    assert len(parsed.cc) == 100
    assert "more than 500" in " ".join(parsed.defects)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\n\n\n", ""),
        (b"no header at all, just words\nand more", "no header at all, just words\nand more"),
        (b"From: a@b.test\nSubject: x\nthe blank line is missing\nhere", "the blank line is missing\nhere"),
        (b"From: a@b.test\rSubject: old Mac\r\rHello\rworld", "Hello\nworld"),
        (b"From a@b.test Mon Mar  2 09:00:00 2026\nFrom: a@b.test\n\nmbox", "mbox"),
        (b"\xef\xbb\xbfFrom: a@b.test\n\nmark", "mark"),
        (b"From: a@b.test\njunk line\nSubject: y\n\nafter junk", "after junk"),
    ],
)
def test_broken_headers_lose_no_words(raw, text):
    assert parse(raw).text == text


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_object_that_can_be_stored(raw):
    json.dumps(as_json(parse(raw), ""), ensure_ascii=False).encode("utf-8")


PIECES = st.sampled_from(
    [
        *[b"From: ", b"To: ", b"Subject: ", b"Content-Type: ", b"Content-Transfer-Encoding: base64", b"Date: "],
        *[b"multipart/mixed; boundary=b", b"text/html", b"text/plain; charset=", b"message/rfc822", b"utf-8", b"rot13"],
        *[b"--b\n", b"--b--\n", b"\n", b"\n\n", b"\r\n", b"<", b">", b"(", b")", b'"', b"@", b",", b";", b":", b"=?"],
        *[b"=?utf-8?q?", b"?=", b"a@b.test", b"> ", b"On 1/1/2026 a@b.test wrote:", b"\xff", b"\x00", b"<div>", b"="],
        *[b"Content-Disposition: attachment; filename*0*=", b"Message-ID: <", b"Return-Path: <>", b"Final-Recipient: "],
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=40).map(b"".join))
def test_anything_like_a_mail_gives_an_object_that_can_be_stored(raw):
    json.dumps(as_json(parse(raw), ""), ensure_ascii=False).encode("utf-8")
