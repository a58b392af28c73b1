"""Posts what a customer writes to the inbox's real hook, as its provider would: same address, same form, signed."""

import secrets
from collections.abc import Mapping

from flask import Flask, current_app

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import place_of, token_of
from helpdesk.demo import letters, texts
from helpdesk.demo.letters import Letter
from helpdesk.demo.texts import Text
from helpdesk.kernel.db import finish_reading

ACCEPTED = 200


class NotTaken(Exception):
    """The hook did not take the message; `status` is what it answered."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        super().__init__(f"The hook answered {status}.")
        self.status = status


def post(letter: Letter, inbox: Inbox) -> None:
    """Post a mail as SendGrid does. The caller's unit must only have read. Raises `NotTaken`."""
    boundary = secrets.token_hex(16)
    form = _form(letters.fields_of(letter), boundary)
    _through_the_hook(inbox, form, {"Content-Type": f"multipart/form-data; boundary={boundary}"})


def post_text(text: Text, inbox: Inbox) -> None:
    """Post a text as Twilio does, signed. The caller's unit must only have read. Raises `NotTaken`."""
    _through_the_hook(inbox, texts.encoded(text), texts.headers_for(text, place_of(inbox)))


def _through_the_hook(inbox: Inbox, form: bytes, headers: Mapping[str, str]) -> None:
    """End the reading, because SQLite has one writer, and that is the hook now; then post.

    It goes through the whole application in this process, because a call over the network to ourselves needs a port
    and a base URL that may both be somebody else's.
    """
    path = f"/hooks/{inbox.channel}/{token_of(inbox)}"
    finish_reading()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 -- Flask's own way.
    with app.app_context():  # A request inside a request would share our context, and with it our session.
        answer = app.test_client(use_cookies=False).post(path, data=form, headers=headers)
    if answer.status_code != ACCEPTED:
        raise NotTaken(answer.status_code)


def _form(fields: Mapping[str, bytes], boundary: str) -> bytes:
    """Encode a form whose values are bytes (RFC 7578); a mail is no text in any one encoding."""
    parts = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode("ascii") + value + b"\r\n"
        for name, value in fields.items()
    )
    return b"".join(parts) + f"--{boundary}--\r\n".encode("ascii")
