"""Outlook's winmail.dat: the files in it are files of the message, the original is kept, and nothing in it hurts."""

import base64
import random
import struct
import time

import pytest

from helpdesk.channels.email.parse import parse
from helpdesk.channels.email.tnef import Broken, files_in

MESSAGE = bytes.fromhex("0703020000000000c000000000000046")


def attribute(name, data, *, level=2):
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def padded(data):
    return data + b"\0" * (-len(data) % 4)


def wide(number, text):
    data = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x1F, number, 1, len(data)) + padded(data)


def thing(number, data):
    return struct.pack("<HHII", 0xD, number, 1, len(data)) + padded(data)


def properties(*each):
    return struct.pack("<I", len(each)) + b"".join(each)


def a_file(title, data, *more):
    parts = [attribute(0x9002, b"\0" * 14), attribute(0x8010, title), attribute(0x800F, data)]
    return b"".join(parts) + (attribute(0x9005, properties(*more)) if more else b"")


def a_stream(*files, codepage=1252):
    head = b"\x78\x9f\x3e\x22\x01\x00" + attribute(0x9006, struct.pack("<I", 0x10000), level=1)
    return head + attribute(0x9007, struct.pack("<II", codepage, 0), level=1) + b"".join(files)


PLAN = a_file(b"PLAN~1.PDF\0", b"%PDF-1.4 plan\0\0", wide(0x3707, "Plan für Dora.pdf"))
PHOTO = a_file(b"photo.png\0", b"\x89PNG", wide(0x370E, "image/png"), wide(0x3712, "photo@outlook"))


def a_mail(stream, *, kind="application/ms-tnef", name="winmail.dat"):
    packed = base64.encodebytes(stream).decode()
    return (
        "From: dora@customer.example\nTo: support@acme.example\nSubject: The plan\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSee the plan.\n"
        f'--b\nContent-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n{packed}\n--b--\n'
    ).encode()


def files(mail):
    return [(one.filename, one.content_type, one.data) for one in mail.attachments]


@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"])
def test_the_files_in_it_stand_beside_the_original(kind):
    stream = a_stream(PLAN, PHOTO)
    mail = parse(a_mail(stream, kind=kind))
    assert files(mail) == [
        ("winmail.dat", kind, stream),
        ("Plan für Dora.pdf", "application/pdf", b"%PDF-1.4 plan\0\0"),
        ("photo.png", "image/png", b"\x89PNG"),
    ]
    assert mail.text == "See the plan."
    assert mail.attachments[2].content_id == "photo@outlook"


def test_a_name_is_read_in_the_codepage_of_the_sender():
    (found,) = files_in(a_stream(a_file("план.txt\0".encode("cp1251"), b"x"), codepage=1251))
    assert found.filename == "план.txt"
    (found,) = files_in(a_stream(a_file(b"caf\xe9.txt\0", b"x"), codepage=99999))
    assert found.filename == "café.txt"


def test_the_files_of_a_mail_that_is_attached_in_it_are_found_too():
    inner = a_stream(PLAN)
    outer = attribute(0x9002, b"\0" * 14) + attribute(0x9005, properties(thing(0x3701, MESSAGE + inner)))
    assert [one.filename for one in files_in(a_stream(outer, PHOTO))] == ["photo.png", "Plan für Dora.pdf"]


def test_a_name_that_would_climb_out_of_a_folder_does_not():
    mail = parse(a_mail(a_stream(a_file(b"..\\..\\.htaccess\0", b"x"))))
    assert mail.attachments[1].filename == "_.._.htaccess"


@pytest.mark.parametrize(
    "stream", [b"", b"\x78\x9f\x3e\x22", b"no such thing", a_stream(PLAN)[:-20], b"\x78\x9f\x3e\x22\0\0" + b"\xff" * 40]
)
def test_one_that_is_broken_stays_a_file(stream):
    mail = parse(a_mail(stream))
    assert mail.text == "See the plan."
    assert mail.attachments[0].data == stream
    assert not any(defect.startswith("unreadable") for defect in mail.defects)


def test_what_was_whole_before_it_breaks_off_is_shown_and_the_break_is_named():
    mail = parse(a_mail(a_stream(PHOTO, PLAN)[:-10]))
    assert [name for name, *_ in files(mail)] == ["winmail.dat", "photo.png"]
    assert mail.defects == ("winmail.dat cannot be read: cut short",)


@pytest.mark.parametrize(
    "stream",
    [
        a_stream(a_file(b"a\0", b"x") + attribute(0x9005, struct.pack("<I", 2**32 - 1))),
        a_stream(a_file(b"a\0", b"x") + attribute(0x9005, struct.pack("<IHHI", 1, 0x101F, 0x3707, 2**32 - 1))),
        a_stream(attribute(0x9002, b"") * 2_000_000),
        a_stream(a_file(b"a\0", b"x") * 50_000),
    ],
    ids=["four billion properties", "four billion values", "two million empty files", "fifty thousand files"],
)
def test_numbers_that_are_made_up_cost_nothing(stream):
    began = time.process_time()
    mail = parse(a_mail(stream))
    assert time.process_time() - began < 3
    assert len(mail.attachments) <= 201
    assert any("winmail.dat" in defect for defect in mail.defects)


def test_streams_within_streams_end():
    stream = a_stream(PLAN)
    for _ in range(200):
        nested = attribute(0x9002, b"") + attribute(0x9005, properties(thing(0x3701, MESSAGE + stream)))
        stream = a_stream(nested)
    assert list(files_in(stream)) == []


def test_no_garbage_raises_anything_but_that_it_is_broken():
    whole, chance = a_stream(PLAN, PHOTO), random.Random(5)
    for _ in range(3000):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            spoilt[chance.randrange(4, len(spoilt))] = chance.randrange(256)
        try:
            list(files_in(bytes(spoilt[: chance.randint(0, len(spoilt))])))
        except Broken:
            continue
