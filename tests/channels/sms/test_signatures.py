"""Only who holds a token that we know is believed."""

import io

import pytest

from helpdesk.channels.base import Incoming, NotAuthentic
from helpdesk.channels.sms.signatures import check
from tests.texts import a_text, posted, signature

URL = "https://desk.acme.example/hooks/sms/abc-def"
# From Twilio's documentation of webhook security.
EXAMPLE_URL = "https://example.com/myapp.php?foo=1&bar=2"
EXAMPLE = {
    "CallSid": "CA1234567890ABCDE", "Caller": "+14158675310", "Digits": "1234", "From": "+14158675310",
    "To": "+18005551212",
}  # fmt: skip


def incoming(fields, token, *, url=URL, **headers):
    post = posted(url, fields, token)
    told = {name.lower(): value for name, value in post["headers"].items()} | headers
    return Incoming("messages", url, told, io.BytesIO(post["data"].encode()))


def test_our_way_to_sign_is_twilios():
    """A vector computed by hand from the description: `printf %s "$url$fields" | openssl dgst -sha1 -hmac 12345`."""
    assert signature("12345", EXAMPLE_URL, EXAMPLE) == "L/OH5YylLD5NRKLltdqwSvS0BnU="


def test_a_signed_form_is_believed():
    check(incoming(EXAMPLE, "12345", url=EXAMPLE_URL), ["12345"])


@pytest.mark.parametrize("body", ["hello", "héllo 👋🏽", "", "a&b=c+d %41", "line\r\nline", " spaces "])
def test_any_words_can_be_signed(body):
    check(incoming(a_text(body), "secret"), ["other", "secret"])


def test_the_port_may_be_named_or_not():
    fields = a_text()
    named = {"x-twilio-signature": signature("secret", URL.replace("example/", "example:443/"), fields)}
    check(incoming(fields, "secret", **named), ["secret"])


def test_any_known_token_will_do_and_no_other():
    request = incoming(a_text(), "inbox token")
    check(request, ["inbox token", "server token"])
    check(incoming(a_text(), "server token"), ["inbox token", "server token"])
    for tokens in ([], ["server token"], ["INBOX TOKEN"]):
        with pytest.raises(NotAuthentic):
            check(request, tokens)


def tampered():
    fields = a_text("one")
    good = incoming(fields, "secret")
    signed = dict(good.headers)
    yield (
        "another body",
        incoming({**fields, "Body": "two"}, None, **{"x-twilio-signature": signed["x-twilio-signature"]}),
    )
    yield "another field", incoming({**fields, "X": ""}, None, **{"x-twilio-signature": signed["x-twilio-signature"]})
    yield "no signature", incoming(fields, None)
    yield "an empty one", incoming(fields, None, **{"x-twilio-signature": ""})
    yield "no base64", incoming(fields, None, **{"x-twilio-signature": "ü" * 28})
    yield "another kind of body", incoming(fields, "secret", **{"content-type": "application/json"})
    yield "another address", Incoming("messages", URL + "x", signed, good.body)
    yield "bytes that are no text", Incoming("messages", URL, signed, io.BytesIO(b"Body=%ff%fe\xff"))
    yield "half a character", Incoming("messages", URL, signed, io.BytesIO(b"Body=%ff"))
    yield "too many fields", Incoming("messages", URL, signed, io.BytesIO(b"a=1&" * 600))
    yield "too much", Incoming("messages", URL, signed, io.BytesIO(b"a=" + b"1" * 300_000))


@pytest.mark.parametrize("request_", [pytest.param(made, id=name) for name, made in tampered()])
def test_whatever_was_changed_is_not_believed(request_):
    with pytest.raises(NotAuthentic):
        check(request_, ["secret"])
