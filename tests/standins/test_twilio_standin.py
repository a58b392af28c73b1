"""The stand-in answers as Twilio does, seen through Twilio's own client."""

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from helpdesk.channels.sms.sending import Wire
from tests.standins.twilio import ACCOUNT, TOKEN


def test_it_takes_a_text_like_twilio(twilio):
    message = Client(ACCOUNT, TOKEN, http_client=Wire(twilio.url)).messages.create(to="+1", from_="+2", body="Hi")

    assert (message.sid, message.status) == (f"SM{1:032d}", "queued")
    assert twilio.accepted == [{"To": "+1", "From": "+2", "Body": "Hi"}]


def test_it_refuses_a_text_like_twilio(twilio):
    twilio.answer(400, code=21211)

    with pytest.raises(TwilioRestException) as refused:
        Client(ACCOUNT, TOKEN, http_client=Wire(twilio.url)).messages.create(to="+1", from_="+2", body="Hi")

    assert (refused.value.status, refused.value.code) == (400, 21211)
    assert twilio.accepted == []
