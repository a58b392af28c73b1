"""What every channel promises, asked of each that is found: a newcomer's is tested before he writes a test."""

import io
import pickle
from typing import get_args

import pytest

from helpdesk.channels.abilities import SurveyForm
from helpdesk.channels.base import Channel, Incoming, Kept, Outbound, Place, SendingFailed
from helpdesk.channels.registry import all_channels
from helpdesk.kernel import forms

CHANNELS = sorted(all_channels().values(), key=lambda channel: channel.key)
POSTED = [channel for channel in CHANNELS if channel.features.hooks]
OUTBOUND = Outbound(number=1, subject="Hi", text="Hello", recipients=("nobody",))


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.key)
def channel(request, app):
    with app.app_context():
        yield request.param


@pytest.fixture
def place(channel):
    """An inbox of this channel with nothing configured."""
    return Place(1, "Support", "support@acme.example", channel.Settings())


def test_it_says_who_it_is(channel):
    assert channel.key.isidentifier()
    assert str(channel.label)
    assert channel.address_kind


def test_its_settings_have_a_form_and_safe_defaults(channel):
    settings = channel.Settings()
    fields = forms.draw(channel.Settings)
    plain, secrets = forms.split(settings)

    assert forms.join(channel.Settings, plain, secrets) == settings
    assert all(field.label for field in fields)
    assert not any(secrets.values())
    assert not any(secret in repr(settings) for secret in secrets)


def test_without_a_provider_it_is_not_ready_and_says_so_when_it_must_send(channel, place):
    """A live channel needs none: its messages are shown by our own pages, and never sent."""
    assert channel.ready(place) is channel.features.live
    with pytest.raises(SendingFailed):
        channel.send(OUTBOUND, place)


@pytest.mark.parametrize("channel", POSTED, ids=lambda channel: channel.key, indirect=True)
@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"From: x", b"{", b"[" * 9999])
def test_it_keeps_any_message_and_always_the_same_way(channel, place, body):
    request = Incoming("messages", "https://acme.example/hooks", {"content-type": "text/plain"}, io.BytesIO(body))
    first, second = channel.keep(request, place), channel.keep(request, place)

    assert isinstance(first, Kept)
    first.data.seek(0)
    kept = first.data.read()
    second.data.seek(0)
    assert kept == second.data.read() == body
    assert pickle.dumps((first.form, first.facts))


def test_it_acknowledges_in_plain_words(channel):
    reply = channel.acknowledge(Incoming("messages", "", {}, io.BytesIO()))
    assert isinstance(reply.body, str)
    assert "/" in reply.media_type


def test_it_says_how_a_customer_can_answer_how_it_went(channel):
    """Links need more than a line of text to stand in, a card needs a page of ours."""
    assert channel.features.survey in get_args(SurveyForm)
    assert channel.features.html or channel.features.survey != "links"
    assert channel.features.live == (channel.features.survey == "card")


def test_it_is_an_instance_of_the_contract(channel):
    assert isinstance(channel, Channel)


@pytest.mark.parametrize("written", ["Support@ACME.example", "+1 500 555 0001", "shop", ""])
def test_it_spells_an_address_in_one_way_or_says_why_not(channel, place, written):
    def spelled(address):
        try:
            return channel.normalised(address)
        except ValueError as error:
            return error

    first = spelled(written)
    assert str(first) or not written
    if first and not isinstance(first, ValueError):
        assert spelled(f" {written} ") == spelled(first) == first
        assert channel.recipient(f" {first} ", place) == first
