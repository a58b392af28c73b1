"""The pictures of a text come from Twilio and from nobody else, and no text waits for them for ever."""

import pytest

from helpdesk.tickets.models import Ticket
from tests.mailroom.looking import count, newest, texts
from tests.texts import a_text

pytestmark = pytest.mark.database


def test_pictures_come_along(text, carrier, work, shown, desk):
    url = carrier.has("ME1", "image/png", b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    text(a_text("", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"))

    attached = shown(newest(work))["messages"][0]["attachments"]
    assert [(one["name"], one["media_type"], one["size"]) for one in attached] == [("image-1.png", "image/png", 108)]


def test_a_picture_from_a_stranger_is_not_fetched(text, work, shown):
    for url in (
        "http://127.0.0.1:9/x",
        "https://evil.example/x",
        "https://twilio.com.evil.example/x",
        "file:///etc/passwd",
        "[",
        "",
    ):
        text(a_text("Look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png", sender="+4915187654321"))

    said = {text for _kind, text in texts(shown, newest(work))}
    assert said == {"Look\n\n[A file of this message could not be fetched from Twilio.]"}


def test_a_text_waits_a_little_for_its_picture_and_not_for_ever(text, carrier, work, shown, clock, run_jobs):
    url = carrier.has("ME1", "image/png", b"\x89PNG\r\n\x1a\n")
    carrier.media_status = 503
    text(a_text("Look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"))
    assert count(work, Ticket) == 0

    clock.tick(minutes=1)
    carrier.media_status = 200
    run_jobs()
    assert len(shown(newest(work))["messages"][0]["attachments"]) == 1

    carrier.media_status = 503
    text(a_text("Again", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"))
    clock.tick(minutes=11)
    run_jobs()
    assert texts(shown, newest(work))[-1][1].startswith("Again\n\n[A file")
