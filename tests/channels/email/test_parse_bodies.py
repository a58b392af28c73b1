"""What is shown and what is kept as a file: no part of a mail is in neither."""

import base64

import pytest

from helpdesk.channels.email.files import clean_name
from helpdesk.channels.email.parse import parse

PNG = base64.b64encode(b"\x89PNG picture").decode()


def part(kind, body, *more):
    return "\n".join([f"Content-Type: {kind}", *more, "", body])


def multi(subtype, *parts, boundary="b", extra=""):
    body = "".join(f"--{boundary}\n{one}\n" for one in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"{extra}\n\n{body}--{boundary}--\n'


def read(content):
    return parse(f"From: dora@customer.test\nSubject: x\n{content}".encode())


def names(parsed):
    return [attachment.filename for attachment in parsed.attachments]


def test_of_alternatives_text_and_html_are_both_used():
    parsed = read(
        multi("alternative", part("text/plain", "plain words"), part("text/html", "<p>rich <b>words</b></p>"))
    )
    assert parsed.text == "plain words"
    assert parsed.html == "<p>rich <b>words</b></p>"
    assert parsed.attachments == ()


def test_html_alone_is_read_as_text_too():
    parsed = read(part("text/html; charset=utf-8", "<p>Grüße,<br>Dora</p><script>no()</script>"))
    assert parsed.text == "Grüße,\nDora"
    assert parsed.html == "<p>Grüße,<br>Dora</p>"


def test_a_text_that_only_says_it_is_html_is_no_text():
    stub = part("text/plain", "Your e-mail client cannot show HTML.")
    parsed = read(multi("alternative", stub, part("text/html", "<p>" + "The real words. " * 20 + "</p>")))
    assert parsed.text.startswith("The real words.")


def test_pictures_in_the_text_stay_in_place():
    html = part("text/html", '<p>See <img src="cid:pic@x"></p>')
    picture = part("image/png", PNG, "Content-Transfer-Encoding: base64", "Content-ID: <pic@x>")
    parsed = read(multi("related", html, picture))
    assert parsed.html == '<p>See <img src="cid:pic@x"></p>'
    (image,) = parsed.attachments
    assert (image.content_id, image.inline, image.data) == ("pic@x", True, b"\x89PNG picture")
    assert image.size == 12


def test_an_apple_mail_with_text_around_a_picture_is_all_shown():
    picture = part("image/png", PNG, "Content-Transfer-Encoding: base64", "Content-Disposition: inline; filename=a.png")
    parsed = read(multi("mixed", part("text/plain", "before"), picture, part("text/plain", "after")))
    assert parsed.text == "before\n\nafter"
    assert names(parsed) == ["a.png"]


def test_every_leaf_is_kept_also_inline_html_and_calendars():
    parsed = read(
        multi(
            "mixed",
            part("text/plain", "words"),
            part("text/html", "<p>inline html</p>"),
            part("text/html", "<p>file</p>", 'Content-Disposition: inline; filename="page.html"'),
            part("text/calendar; method=REQUEST", "BEGIN:VCALENDAR"),
            part("application/x-thing", "x"),
            part("message/rfc822", "Subject: The old one\n\nold words"),
        )
    )
    assert "inline html" in parsed.text
    assert names(parsed) == ["page.html", "invitation.ics", "part-3.bin", "The old one.eml"]


def test_files_of_a_mail_attached_whole_are_within_reach():
    inner = multi(
        "mixed",
        part("text/plain", "inner words"),
        part("application/pdf", "pdf", "Content-Disposition: attachment; filename=invoice.pdf"),
        boundary="inner",
    )
    parsed = read(multi("mixed", part("text/plain", "see attached"), part("message/rfc822", f"Subject: Bill\n{inner}")))
    assert names(parsed) == ["Bill.eml", "invoice.pdf"]
    assert parsed.text == "see attached"


def test_signed_and_encrypted_mail_keeps_its_parts():
    signature = part("application/pgp-signature; name=signature.asc", "-----BEGIN PGP SIGNATURE-----")
    assert names(read(multi("signed", part("text/plain", "signed words"), signature))) == ["signature.asc"]
    encrypted = multi(
        "encrypted", part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x")
    )
    assert len(read(encrypted).attachments) == 2


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("attachment; filename=a b.pdf", "a b.pdf"),
        ("attachment; filename*=utf-8''na%C3%AFve%20plan.txt", "naïve plan.txt"),
        ("attachment; filename*0*=utf-8''na%C3%AF; filename*1*=ve.txt", "naïve.txt"),
        ('attachment; filename*1="b.txt"; filename*0="a-"', "a-b.txt"),
        ("attachment; filename*=iso-8859-1'en'%A3%20rates", "£ rates"),
        ('attachment; filename="=?utf-8?B?w6kudHh0?="', "é.txt"),
        ('attachment; filename="=?utf-8?q?a?= =?utf-8?q?b.txt?="', "ab.txt"),
        ('attachment; filename="résumé.doc"', "résumé.doc"),
        ('attachment; filename="a;b.txt"', "a;b.txt"),
        ('attachment; filename="C:\\temp\\a.txt"', "C:_temp_a.txt"),
        ('attachment; filename="../../etc/passwd"', "_.._etc_passwd"),
        ("attachment", "part-1.pdf"),
        ('attachment; filename=""', "part-1.pdf"),
    ],
)
def test_file_names_are_read_in_every_spelling(header, name):
    parsed = read(multi("mixed", part("application/pdf", "x", f"Content-Disposition: {header}")))
    assert names(parsed) == [name]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        (".htaccess", "htaccess"),
        ("\u200b.htaccess", "htaccess"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\nc.txt", "a\ufffdb c.txt"),
        ("e\u0301.txt", "é.txt"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("   ", ""),
    ],
)
def test_file_names_are_harmless(name, clean):
    assert clean_name(name) == clean


def test_a_missing_end_of_the_parts_loses_nothing():
    content = multi("mixed", part("text/plain", "words"), part("text/x-log", "the log")).replace("--b--\n", "")
    parsed = read(content)
    assert parsed.text == "words"
    assert parsed.attachments[0].data.rstrip() == b"the log"
    assert "multipart does not end" in parsed.defects


def test_a_boundary_that_begins_like_another_is_kept_apart():
    inner = multi("alternative", part("text/plain", "inner"), boundary="b-2")
    parsed = read(multi("mixed", inner, part("text/plain", "outer")))
    assert parsed.text == "inner\n\nouter"


def test_a_multipart_without_boundary_shows_its_text():
    assert "words" in read("Content-Type: multipart/mixed\n\nwords").text


def test_too_large_html_is_shown_as_text_and_kept():
    parsed = read(part("text/html", "<div>" * 300 + "deep words" + "</div>" * 300))
    assert parsed.html_too_large
    assert parsed.html is None
    assert parsed.text == "deep words"
    assert names(parsed) == ["part-1.html"]


def test_too_large_text_is_cut_and_kept_whole():
    parsed = read(part("text/plain", "a line of words\n" * 100_000))
    assert len(parsed.text) <= 1_000_000
    assert parsed.attachments[0].size == 1_600_000


def test_remote_pictures_are_noticed_and_wait():
    parsed = read(part("text/html", "<p>x<img src='https://shop.test/p.png'></p>"))
    assert parsed.has_remote_images
    assert " src=" not in (parsed.html or "")
