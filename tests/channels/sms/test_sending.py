"""What Twilio answers decides what happens to a text: gone, later, never, or nobody knows."""

import socket

import pytest

from helpdesk.channels.base import (
    Ambiguous,
    CredentialsRefused,
    Outbound,
    PermanentFailure,
    Place,
    TemporaryFailure,
    Unreachable,
    Unwanted,
)
from helpdesk.channels.sms import sending
from helpdesk.channels.sms.channel import sms
from helpdesk.channels.sms.settings import SmsSettings
from tests.standins.twilio import ACCOUNT, TOKEN
from tests.texts import NUMBER, PAT

TEXT = Outbound(number=7, subject="", text="We send a new one.\n", recipients=(PAT,))


@pytest.fixture
def place(app, twilio, monkeypatch):
    """An inbox on the server's account."""
    for name, value in (("ACCOUNT_SID", ACCOUNT), ("AUTH_TOKEN", TOKEN), ("API_BASE", twilio.url)):
        monkeypatch.setitem(app.config, f"TWILIO_{name}", value)
    with app.app_context():
        yield Place(1, "Texts", NUMBER, SmsSettings(), lambda: "https://desk.acme.example/hooks/sms/abc")


def test_a_text_leaves_from_the_inboxs_number(twilio, place):
    sent = sms.send(TEXT, place)

    assert sent.provider_id == f"SM{1:032d}"
    assert twilio.calls[0].path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert twilio.accepted == [
        {
            "To": PAT,
            "From": NUMBER,
            "Body": "We send a new one.",
            "StatusCallback": "https://desk.acme.example/hooks/sms/abc/events?message=7",
        }
    ]


def test_a_messaging_service_chooses_the_number(twilio, place):
    service = "MG" + "2" * 32
    sms.send(TEXT, Place(1, "Texts", NUMBER, SmsSettings(messaging_service_sid=service)))

    assert twilio.accepted[0]["MessagingServiceSid"] == service
    assert "From" not in twilio.accepted[0]


def test_an_inbox_may_have_an_account_of_its_own(twilio, place):
    own = SmsSettings(account_sid="AC" + "9" * 32, auth_token="its own")
    sms.send(TEXT, Place(1, "Texts", NUMBER, own))

    assert "AC" + "9" * 32 in twilio.calls[0].path


@pytest.mark.parametrize(
    ("status", "code", "failure", "words"),
    [
        (400, 21610, Unwanted, "they asked to get no more messages (STOP) (Twilio 21610)"),
        (400, 21211, PermanentFailure, "this is not a phone number (Twilio 21211)"),
        (400, 21614, PermanentFailure, "this is not a mobile number"),
        (400, 99999, PermanentFailure, "Twilio says no (Twilio 99999)"),
        (401, 20003, CredentialsRefused, "Twilio does not accept the account SID"),
        (403, 20003, CredentialsRefused, "Twilio does not accept the account SID"),
        (429, 20429, TemporaryFailure, "Twilio 20429"),
        (503, None, TemporaryFailure, "Twilio"),
        (500, None, Ambiguous, "Twilio"),
        (504, None, Ambiguous, "Twilio"),
    ],
)
def test_a_refusal_has_one_meaning_and_words(twilio, place, status, code, failure, words):
    twilio.answer(status, code=code)

    with pytest.raises(failure) as refused:
        sms.send(TEXT, place)

    assert type(refused.value) is failure
    assert words in refused.value.words


def test_twilio_says_how_long_to_wait(twilio, place):
    twilio.answer(429, retry_after=7)

    with pytest.raises(TemporaryFailure) as refused:
        sms.send(TEXT, place)
    assert refused.value.retry_after == 7


def test_silence_after_the_text_leaves_doubt(twilio, place, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.2)
    twilio.hang()

    with pytest.raises(Ambiguous):
        sms.send(TEXT, place)


def test_an_api_that_is_not_there_got_nothing(app, place, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setitem(app.config, "TWILIO_API_BASE", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(Unreachable):
            sms.send(TEXT, place)


def test_a_line_that_is_cut_leaves_doubt(app, place, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setitem(app.config, "TWILIO_API_BASE", f"http://127.0.0.1:{server.getsockname()[1]}")
        monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
        with pytest.raises(Ambiguous):
            sms.send(TEXT, place)
