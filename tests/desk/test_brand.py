"""The business's name, logo and colour: on every page, never as anything but a picture and a colour."""

import io
import re

import pytest

from helpdesk.accounts.workspace import keep_logo
from helpdesk.kernel.body import BadInput

GENERAL = "/desk/settings/general"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180a5e4c5b20000000049454e44ae426082"
)


@pytest.fixture
def admin(app, login, alma):
    return login(app.test_client(), alma)


def send(admin, *, logo=None, name="logo.png", **more):
    files = {"logo": (io.BytesIO(logo), name)} if logo is not None else {}
    return admin.post(GENERAL, data=typed(admin) | more | files, content_type="multipart/form-data")


def typed(admin):
    """What the page's form holds already."""
    page = admin.get(GENERAL).text
    inputs = [tag for tag in re.findall(r"<input[^>]*>", page) if 'type="file"' not in tag and 'class="input' in tag]
    return {re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]*)"', tag)[1] for tag in inputs}


def test_a_logo_is_shown_on_every_page_and_kept_by_browsers_for_good(admin, client):
    assert send(admin, logo=PNG).status_code == 303

    place = re.search(r'src="(/brand/[0-9a-f]{64}\.png)"', client.get("/login").text)[1]
    assert place in admin.get("/desk/contacts").text
    assert f'data-logo="{place}"' in admin.get("/desk/tickets").text
    picture = client.get(place)
    assert picture.data == PNG
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture.headers["Content-Security-Policy"]


def test_a_logo_that_is_taken_back_is_nowhere(admin, client):
    send(admin, logo=PNG)
    place = re.search(r'src="(/brand/[^"]+)"', client.get("/login").text)[1]

    send(admin, drop_logo="1")

    assert "/brand/" not in client.get("/login").text
    assert client.get(place).status_code == 404


@pytest.mark.parametrize(
    ("logo", "name", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.png", "PNG, JPEG or WebP"),
        (b"<html><script>alert(1)</script>", "logo.png", "PNG, JPEG or WebP"),
        (b"GIF89a\1\0\1\0\0\0\0;", "logo.gif", "PNG, JPEG or WebP"),
        (b"", "logo.png", "PNG, JPEG or WebP"),
    ],
    ids=["svg", "html", "gif", "empty"],
)
def test_what_is_no_small_picture_is_refused_beside_its_field(admin, client, logo, name, words):
    answer = send(admin, logo=logo, name=name)

    assert answer.status_code == 422
    assert words in answer.text
    assert "/brand/" not in client.get("/login").text


def test_a_logo_has_at_most_512_kilobytes(db, alma):
    keep_logo(PNG + bytes(512 * 1024 - len(PNG)), by=alma)

    with pytest.raises(BadInput) as refused:
        keep_logo(PNG + bytes(512 * 1024), by=alma)
    assert refused.value.field == "logo"


@pytest.mark.parametrize("colour", ["#0b6e4f", "0B6E4F", " #0b6e4f "])
def test_a_colour_reaches_every_page_as_a_sheet(admin, client, colour):
    assert send(admin, **{"workspace.accent": colour}).status_code == 303

    assert '<link rel="stylesheet" href="/brand/colour/0b6e4f.css">' in client.get("/login").text
    sheet = client.get("/brand/colour/0b6e4f.css")
    assert "--accent: #0b6e4f;" in sheet.text
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("colour", "words"),
    [("#ffd400", "contrast"), ("#888888", "contrast"), ("red", "#4f46d8"), ("#0b6", "#4f46d8"), ("url(x)", "#4f46d8")],
)
def test_a_colour_that_white_cannot_be_read_on_is_refused(admin, client, colour, words):
    answer = send(admin, **{"workspace.accent": colour})

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{colour}"' in answer.text
    assert "/brand/colour" not in client.get("/login").text


@pytest.mark.parametrize("name", ["ffd400", "0B6E4F", "%230b6e4f", "0b6e4f}body{x:y", "x" * 99])
def test_a_sheet_of_any_other_colour_is_nothing(client, name):
    assert client.get(f"/brand/colour/{name}.css").status_code == 404


@pytest.mark.parametrize("name", ["x", "a" * 64 + ".png", "..", ".png", "%00.png"])
def test_any_other_name_is_no_logo(client, name):
    assert client.get(f"/brand/{name}").status_code == 404
