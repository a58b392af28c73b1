"""Mail made to keep us busy: each costs little time, and its parts are still there."""

import time

import pytest

from helpdesk.channels.email.parse import parse
from helpdesk.channels.email.wire import pack, unpack

FROM = b"From: mallory@attacker.test\nSubject: x\n"
MIXED = FROM + b"Content-Type: multipart/mixed; boundary=b\n\n"
HTML = FROM + b"Content-Type: text/html\n\n"
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000))
SAID = b"On 1/1/2001 a@b.test wrote:\n"
BOUNCE = b"From: mailer-daemon@x.test\nSubject: Undeliverable\n\n"

BOMBS = {
    "brackets in From": b"From: " + b"(" * 200_000 + b"\n\nx",
    "quotes in From": b"From: " + b'"a ' * 60_000 + b"\n\nx",
    "addresses": b"To: " + b"a@b.c, " * 30_000 + b"\n\nx",
    "words": b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\n\nx",
    "nested parts": FROM + NESTED + b"\n\ndeep",
    "fifty thousand parts": MIXED + b"--b\n\nx\n" * 50_000 + b"--b--",
    "boundary prefixes": MIXED + b"--bx" * 300_000,
    "parameters": FROM + b"Content-Type: text/plain; " + b"a=b;" * 50_000 + b"\n\nx",
    "references": FROM + b"References: " + b"<a@b> " * 30_000 + b"\n\nx",
    "fields": b"".join(b"X-A%d: y\n" % n for n in range(40_000)) + b"\nbody",
    "On x": FROM + b"\n" + b"On x " * 100_000,
    "wrote": FROM + b"\n" + b"wrote:\n" * 100_000,
    "From lines": FROM + b"\n" + b"From: a\n" * 100_000,
    "quotes and answers": FROM + b"\n" + (SAID + b"> x\nanswer\n") * 20_000,
    "introductions": FROM + b"\n" + (SAID + b"\n\n\n\n") * 20_000,
    "rules": FROM + b"\n" + b"---- - " * 100_000,
    "deep HTML": HTML + b"<div>" * 50_000,
    "open HTML": HTML + b"<a><b>" * 100_000,
    "brackets": HTML + b"<" * 900_000,
    "nested quotes": HTML + b"<p>a</p>" + b"<blockquote type=cite>" * 200 + b"x<p>y</p>" * 5000,
    "rules of Outlook": HTML + b"<p>a</p>" + b'<div style="border-top:solid #E1E1E1"></div>' * 5000,
    "style": HTML + b'<p style="' + b"a:b;" * 50_000 + b'">x',
    "bounce words": BOUNCE + b"user unknown a@b.test 550 5.1.1\n" * 10_000,
    "bounce address": BOUNCE + (b"a" * 60 + b"@" + b"b." * 30) * 2000,
    "quoted-printable": FROM + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * 900_000,
    "base64": FROM + b"Content-Transfer-Encoding: base64\n\n" + b"\xff=*" * 300_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_time(name):
    start = time.process_time()
    parsed = parse(BOMBS[name])
    # Generous, for machines differ; what was quadratic took minutes.
    assert time.process_time() - start < 6
    assert unpack(pack(parsed)) == parsed


def test_parts_beyond_the_limits_are_kept_as_one():
    deep = parse(BOMBS["nested parts"])
    assert b"deep" in deep.attachments[0].data
    many = parse(BOMBS["fifty thousand parts"])
    assert many.text.count("x") + many.attachments[-1].data.count(b"x") == 50_000


def test_a_header_without_end_is_cut_and_the_body_kept():
    parsed = parse(b"X-A: " + b"y" * 300_000 + b"\n\nbody")
    assert parsed.text == "body"
    assert "header larger than 256 kB: the rest was not read" in parsed.defects


def test_a_mail_survives_the_way_between_processes():
    raw = b"From: =?utf-8?q?D=C3=B6ra?= <d@customer.test>\nTo: a@b.test\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n"
    parsed = parse(
        raw + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\nContent-Type: image/png\n\n\x89\xff\n--b--"
    )
    assert unpack(pack(parsed)) == parsed
    for cut in (0, 4, 20, -1):
        with pytest.raises(ValueError):
            unpack(pack(parsed)[:cut])
