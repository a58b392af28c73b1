"""Posts a customer's mail to the inbox's real hook, as SendGrid would: same address, same form, same answer."""

import secrets
from collections.abc import Mapping

from flask import Flask, current_app

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import token_of
from helpdesk.demo.letters import Letter, fields_of
from helpdesk.kernel.db import finish_reading

ACCEPTED = 200


class NotTaken(Exception):
    """The hook did not take the mail; `status` is what it answered."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        super().__init__(f"The hook answered {status}.")
        self.status = status


def post(letter: Letter, inbox: Inbox) -> None:
    """Post the mail. The caller's unit must only have read: SQLite has one writer, and that is the hook now.

    It goes through the whole application in this process, because a call over the network to ourselves needs a port
    and a base URL that may both be somebody else's. Raises `NotTaken`.
    """
    path, boundary = f"/hooks/email/{token_of(inbox)}", secrets.token_hex(16)
    finish_reading()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 -- Flask's own way.
    with app.app_context():  # A request inside a request would share our context, and with it our session.
        answer = app.test_client(use_cookies=False).post(
            path, data=_form(fields_of(letter), boundary), content_type=f"multipart/form-data; boundary={boundary}"
        )
    if answer.status_code != ACCEPTED:
        raise NotTaken(answer.status_code)


def _form(fields: Mapping[str, bytes], boundary: str) -> bytes:
    """Encode a form whose values are bytes (RFC 7578); a mail is no text in any one encoding."""
    parts = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode("ascii") + value + b"\r\n"
        for name, value in fields.items()
    )
    return b"".join(parts) + f"--{boundary}--\r\n".encode("ascii")
