"""SendGrid posts a mail: whatever it contains it is kept byte for byte, and only then acknowledged."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from helpdesk.kernel.blobs import read
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Message, Ticket
from tests.mails import DORA, SUPPORT, Signer, a_form, a_mail


def messages(work):
    with work():
        found = db.session.scalars(select(Message).where(Message.kind == "inbound").order_by(Message.id)).all()
        return [(one.text.strip(), one.verdict, [(a.filename, a.size) for a in one.attachments]) for one in found]


def test_a_raw_mail_is_kept_byte_for_byte(client, hook, envelopes, work):
    mail = a_mail("Grüße \xff".encode("latin-1").decode("latin-1")).replace(b"utf-8", b"iso-8859-1")

    answer = client.post(hook, **a_form(("email", mail), ("SPF", b"pass"), ("to", SUPPORT.encode())))

    assert answer.status_code == 200
    (kept,) = envelopes()
    with work():
        assert read(kept.blob_sha) == mail
    assert kept.facts["SPF"] == "pass"
    assert kept.state == "received"


def test_a_raw_mail_opens_a_ticket(client, hook, run_jobs, work):
    client.post(hook, **a_form(("email", a_mail("It stays cold."))))
    run_jobs()

    assert messages(work) == [("It stays cold.", "none", [])]


def test_a_parsed_mail_opens_a_ticket_with_its_files(client, hook, run_jobs, work):
    info = {"attachment1": {"filename": "Rechnung ä.txt", "type": "text/plain"}}
    fields = (
        ("headers", a_mail().partition(b"\r\n\r\n")[0] + b"\r\n"),
        ("from", DORA.encode()),
        ("subject", b"The kettle does not boil"),
        ("text", "Grüße".encode("iso-8859-1")),
        ("charsets", json.dumps({"text": "iso-8859-1", "from": "UTF-8"}).encode()),
        ("attachment-info", json.dumps(info).encode()),
        ("attachment1", b"12 EUR", "x.txt", "text/plain"),
    )

    assert client.post(hook, **a_form(*fields)).status_code == 200
    run_jobs()

    assert messages(work) == [("Grüße", "none", [("Rechnung ä.txt", 6)])]


def test_a_parsed_mail_without_its_header_is_read_from_the_fields(client, hook, run_jobs, work):
    fields = (("from", DORA.encode()), ("subject", "Größe".encode()), ("html", b"<p>It stays <b>cold</b>.</p>"))

    client.post(hook, **a_form(*fields))
    run_jobs()

    with work():
        assert db.session.scalars(select(Ticket.subject)).all() == ["Größe"]
    assert [text for text, *_ in messages(work)] == ["It stays cold."]


def test_a_retried_post_is_one_mail_whatever_its_boundary(client, hook, envelopes, run_jobs, work):
    fields = (("from", DORA.encode()), ("text", b"Hello"), ("subject", b"Hi"))

    assert client.post(hook, **a_form(*fields)).status_code == 200
    run_jobs()
    assert client.post(hook, **a_form(*fields, boundary="another")).status_code == 200
    run_jobs()

    assert len(envelopes()) == 1
    assert len(messages(work)) == 1


def test_ten_copies_at_once_are_one_mail(app, hook, envelopes, run_jobs, work):
    post = a_form(("email", a_mail()))

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(hook, **post).status_code, range(10)))
    run_jobs()

    assert answers == [200] * 10
    assert len(envelopes()) == 1
    assert len(messages(work)) == 1


def test_the_same_message_id_with_other_words_is_another_mail(client, hook, envelopes):
    for words in ("one", "two"):
        client.post(hook, **a_form(("email", a_mail(words, message_id="<same@customer.example>"))))

    assert len(envelopes()) == 2


@pytest.mark.parametrize(
    "path",
    ["/hooks/email/nothing", "/hooks/email/-", "/hooks/sms/{token}", "/hooks/email/{public}", "/hooks/email/{public}-",
     "/hooks/email/{token}x", "/hooks/nosuch/{token}", "/hooks/email/{public}-%C3%A9"],
)  # fmt: skip
def test_a_wrong_credential_is_refused_without_a_word(client, hook, envelopes, path):
    token = hook.rsplit("/", 1)[1]
    answer = client.post(
        path.format(token=token, public=token.partition("-")[0]), **a_form(("email", a_mail()))
    )  # fmt: skip

    assert (answer.status_code, answer.data) == (403, b"")
    assert envelopes() == []


def test_content_is_never_refused(client, hook, envelopes, run_jobs):
    bodies = [
        {"data": b"", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"\x00\xff" * 50, "content_type": "multipart/form-data"},
        {"data": b"not a form", "content_type": "text/plain"},
        {"data": b"a=%00%ff&b", "content_type": "application/x-www-form-urlencoded"},
        a_form(),
        a_form(("email", b"")),
        a_form(("email", b"\x00" * 100)),
        a_form(("email", b"From: " + b"(" * 1000 + b"\r\n\r\nx")),
        a_form(("from", b"\xff\xfe"), ("text", b"\x00"), ("charsets", b"[" * 5000), ("envelope", b"{")),
        a_form(("email", a_mail()), ("nul\x00name", b"\x00")),
        a_form(("text", b"x"), ("attachment1", b"x", "../../.htaccess", "text/html; x")),
    ]

    answers = [client.post(hook, **body).status_code for body in bodies]
    for _ in range(3):
        run_jobs()

    assert answers == [200] * len(bodies)
    assert len(envelopes()) == len({body["data"] for body in bodies})


def test_a_large_mail_and_many_parts_are_kept(client, hook, envelopes):
    assert client.post(hook, **a_form(("html", b"x" * 3_000_000))).status_code == 200
    assert client.post(hook, **a_form(*[(f"field{n}", b"x") for n in range(1900)])).status_code == 200
    assert len(envelopes()) == 2


def test_more_than_forty_megabytes_or_two_thousand_parts_are_too_much(client, hook, envelopes):
    assert client.post(hook, **a_form(("html", b"x" * (40 * 1024 * 1024 + 1)))).status_code == 413
    assert client.post(hook, **a_form(*[(f"field{n}", b"x") for n in range(2100)])).status_code == 413
    assert envelopes() == []


def test_a_broken_database_is_told_before_anything_is_acknowledged(client, hook, work):
    with work():
        db.session.execute(text("ALTER TABLE envelopes RENAME TO gone"))

    answer = client.post(hook, **a_form(("email", a_mail())))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_broken_disk_is_told_before_anything_is_acknowledged(app, client, hook, envelopes, tmp_path, monkeypatch):
    (tmp_path / "full").write_text("no folder")
    store = type(app.extensions["blobs"])(tmp_path / "full")
    monkeypatch.setitem(app.extensions, "blobs", store)

    assert client.post(hook, **a_form(("email", a_mail()))).status_code == 503
    assert envelopes() == []


def test_a_provider_needs_no_csrf_token(make_app, hook):
    app = make_app(SECRET_KEY="a secret for tests only")
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert app.test_client().post(hook, **a_form(("email", a_mail()))).status_code == 200


def test_only_post_is_answered(client, hook):
    assert client.get(hook).status_code == 405
    assert client.put(hook).status_code == 405


class TestWithAPublicKey:
    """Once a key is configured a signature is mandatory."""

    @pytest.fixture
    def signer(self, app, monkeypatch):
        signer = Signer()
        monkeypatch.setitem(app.config, "SENDGRID_EVENT_PUBLIC_KEY", signer.public_key)
        return signer

    def test_a_signed_mail_is_kept(self, client, hook, envelopes, signer):
        post = a_form(("email", a_mail()))
        assert client.post(hook, headers=signer.headers(post["data"]), **post).status_code == 200
        assert len(envelopes()) == 1

    def test_an_unsigned_a_forged_and_a_stale_one_are_not(self, client, hook, envelopes, signer):
        post = a_form(("email", a_mail()))
        broken = dict.fromkeys(signer.headers(b""), "ÿ")
        for headers in ({}, Signer().headers(post["data"]), signer.headers(b"other"), broken,
                        signer.headers(post["data"], age=601), signer.headers(post["data"], age=-601)):  # fmt: skip
            answer = client.post(hook, headers=headers, **post)
            assert (answer.status_code, answer.data) == (403, b"")
        assert envelopes() == []
