"""Files at the desk: what comes in, and how it is handed out again."""

import hashlib
import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from helpdesk.kernel.blobs import store
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.limits import limiter
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.receiving import Filed
from helpdesk.tickets.uploads import MAX_FILE_BYTES
from tests.documents import a_pdf
from tests.factories import a_message

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82"
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
JSON = {"Accept": "application/json"}


def bring(browser, data=b"Some notes.", name="notes.txt", media_type="text/plain"):
    form = {"file": (io.BytesIO(data), name, media_type)}
    answer = browser.post("/desk/uploads", data=form, headers=JSON)
    answer.request.environ["wsgi.input"].close()  # The client keeps a big body in a file of its own.
    return answer


def fetch(browser, path):
    """A file's answer, read to its end."""
    return browser.get(path, buffered=True)


@pytest.fixture
def received(work, ticket):
    """A file that came with Dora's mail; returns its id."""

    def arrive(data, *, name="photo.png", media_type="image/png"):
        with work():
            blob = store(data, media_type=media_type)
            filed = Filed(blob.sha256, name, media_type, len(data))
            message = a_message(rows.session.get_one(Ticket, ticket.id), files=[filed])
            rows.session.flush()
            return rows.session.scalars(select(Attachment.id).where(Attachment.message_id == message.id)).one()

    return arrive


def test_a_file_comes_back_byte_for_byte(desk):
    data = bytes(range(256)) * 1000

    answer = bring(desk, data, "blob.bin", "application/octet-stream")

    assert answer.status_code == 201
    assert (answer.json["name"], answer.json["size"], answer.json["preview"]) == ("blob.bin", 256_000, False)
    assert hashlib.sha256(fetch(desk, answer.json["url"]).data).digest() == hashlib.sha256(data).digest()


def test_an_upload_goes_out_with_the_answer(desk, url):
    file = bring(desk).json

    answer = desk.post(f"{url}/replies", json={"text": "See the notes.", "attachments": [file["id"]]})

    assert [(one["id"], one["name"]) for one in answer.json["message"]["attachments"]] == [(file["id"], "notes.txt")]


@pytest.mark.parametrize("kind", ["replies", "notes"])
def test_nobody_attaches_a_colleagues_file_or_one_of_another_ticket(desk, lead, url, received, kind):
    for foreign in (bring(lead).json["id"], received(PNG), 4711):
        answer = desk.post(f"{url}/{kind}", json={"text": "Hello", "attachments": [foreign]})

        assert (answer.status_code, answer.json["error"]["field"]) == (400, "attachments")


def test_an_upload_is_its_owners_until_it_is_sent(desk, lead, url):
    file = bring(desk).json
    assert fetch(desk, file["url"]).status_code == 200
    assert fetch(lead, file["url"]).status_code == 404
    assert lead.delete(f"/desk/uploads/{file['id']}").status_code == 204
    assert fetch(desk, file["url"]).status_code == 200

    desk.post(f"{url}/replies", json={"text": "See the notes.", "attachments": [file["id"]]})

    assert fetch(lead, file["url"]).status_code == 200


def test_an_own_upload_is_thrown_away_but_not_what_was_sent(desk, url):
    unused, used = bring(desk).json, bring(desk).json
    desk.post(f"{url}/notes", json={"text": "x", "attachments": [used["id"]]})

    for file in (unused, used):
        assert desk.delete(f"/desk/uploads/{file['id']}").status_code == 204

    assert fetch(desk, unused["url"]).status_code == 404
    assert fetch(desk, used["url"]).status_code == 200


def test_a_picture_is_shown_in_place_and_locked_up(desk, received):
    answer = fetch(desk, f"/desk/attachments/{received(PNG)}/anything.html")

    assert answer.content_type == "image/png"
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''photo.png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.data == PNG


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (HTML, "page.html", "text/html"),
        (SVG, "logo.svg", "image/svg+xml"),
        (SVG, "logo.svg", "image/svg+xml; x"),
        (b"alert(1)", "x.js", "text/javascript"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "x.pdf", "application/pdf"),
        (b"<?xml version='1.0'?><x/>", "x.xml", "text/xml"),
    ],
)
def test_anything_else_is_a_download_however_it_came(desk, received, data, name, media_type):
    uploaded = bring(desk, data, name, media_type).json["id"]

    for identity in (uploaded, received(data, name=name, media_type=media_type)):
        answer = fetch(desk, f"/desk/attachments/{identity}")
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("data", "claimed", "preview"),
    [(PNG, "text/html", True), (HTML, "image/png", False), (SVG, "image/png", False), (b"words", "image/gif", False)],
)
def test_what_it_is_is_told_by_its_bytes(desk, data, claimed, preview):
    assert bring(desk, data, "x.png", claimed).json["preview"] is preview


def test_a_page_that_a_mail_calls_a_picture_is_no_picture(desk, received):
    answer = fetch(desk, f"/desk/attachments/{received(HTML, name='photo.png', media_type='image/png')}")

    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_a_name_cannot_write_headers(desk):
    file = bring(desk, name='a"; filename=evil.exe; x="ü\u202e.txt').json

    header = fetch(desk, file["url"]).headers["Content-Disposition"]

    assert header.startswith("attachment; filename*=UTF-8''")
    assert not set(header.split("''")[1]) & set('"; \u202e')


@pytest.mark.parametrize("name", ["\u200b.htaccess", "../../.htaccess", "..\\.htaccess", ". .htaccess"])
def test_a_name_hides_nothing(desk, name):
    assert bring(desk, name=name).json["name"] == "htaccess"


def test_25_mb_are_the_most(desk):
    assert bring(desk, b"x" * MAX_FILE_BYTES).status_code == 201
    for size in (MAX_FILE_BYTES + 1, MAX_FILE_BYTES + 200_000):
        answer = bring(desk, b"x" * size)
        assert answer.status_code == 413
        assert set(answer.json["error"]) == {"code", "message"}


@pytest.mark.parametrize("form", [{}, {"file": "just a text"}, {"other": (io.BytesIO(b"x"), "x.txt")}])
def test_without_a_file_nothing_is_kept(desk, work, form):
    answer = desk.post("/desk/uploads", data=form, headers=JSON)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "file")
    with work():
        assert rows.session.scalars(select(Attachment)).all() == []


def test_a_foreign_file_is_like_one_that_does_not_exist(stranger, received):
    foreign, nothing = (stranger.get(f"/desk/attachments/{one}", headers=JSON) for one in (received(PNG), 4711))

    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json == nothing.json


def test_a_file_whose_bytes_are_gone_is_nothing(app, desk):
    file = bring(desk).json
    for kept in app.config["BLOBS"].rglob("*"):
        if kept.is_file():
            kept.unlink()

    assert fetch(desk, file["url"]).status_code == 404


@pytest.fixture
def _counted_anew(app):
    limiter.reset()
    yield
    limiter.reset()


@pytest.mark.usefixtures("_counted_anew")
def test_too_many_uploads_in_a_minute_wait_while_a_colleague_goes_on(desk, lead, url):
    for _file in range(100):
        bring(desk)

    answer = bring(desk)

    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert bring(lead).status_code == 201


def test_a_file_of_several_megabytes_passes_the_check_of_the_pages_token(app, desk, url, monkeypatch):
    page = desk.get(url).text
    token = re.search(r'name="csrf-token" content="([^"]+)"', page).group(1)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    form = {"file": (io.BytesIO(b"x" * 5_000_000), "big.txt", "text/plain")}
    answer = desk.post("/desk/uploads", data=form, headers={**JSON, "X-CSRFToken": token})
    answer.request.environ["wsgi.input"].close()

    assert (answer.status_code, answer.json.get("size")) == (201, 5_000_000), answer.json


def a_pdf_of_dora(received, data):
    return received(data, name="invoice.pdf", media_type="application/pdf")


def test_a_pdfs_pages_are_looked_at_as_pictures(desk, received):
    file = a_pdf_of_dora(received, a_pdf())

    assert desk.get(f"/desk/pages/{file}", headers=JSON).json == {"count": 2}
    page = fetch(desk, f"/desk/pages/{file}/2")
    assert (page.status_code, page.mimetype) == (200, "image/webp")
    with Image.open(io.BytesIO(page.data)) as drawn:
        assert drawn.size == (400, 600)
    assert fetch(desk, f"/desk/attachments/{file}").headers["Content-Disposition"].startswith("attachment")


def test_a_page_a_kilometre_long_becomes_a_picture_of_bounded_size(desk, received):
    file = a_pdf_of_dora(received, a_pdf(pages=1, width=100.0, height=14_000.0))

    with Image.open(io.BytesIO(fetch(desk, f"/desk/pages/{file}/1").data)) as drawn:
        assert drawn.height <= 1600


@pytest.mark.parametrize("number", [0, 3, 65_536, 10**30])
def test_a_page_that_is_not_there_is_not_found(desk, received, number):
    file = a_pdf_of_dora(received, a_pdf())

    assert desk.get(f"/desk/pages/{file}/{number}", headers=JSON).status_code == 404


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 and no more", PNG, HTML])
def test_what_only_says_that_it_is_a_pdf_has_no_pages_and_is_still_downloaded(desk, received, data):
    file = a_pdf_of_dora(received, data)

    assert desk.get(f"/desk/pages/{file}/1", headers=JSON).status_code == 404
    assert fetch(desk, f"/desk/attachments/{file}").data == data


def test_a_picture_has_no_pages(desk, received):
    assert desk.get(f"/desk/pages/{received(PNG)}/1", headers=JSON).status_code == 404


def test_pages_of_a_ticket_one_may_not_see_are_not_there(stranger, received):
    file = a_pdf_of_dora(received, a_pdf())

    assert stranger.get(f"/desk/pages/{file}/1", headers=JSON).status_code == 404
