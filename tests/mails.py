"""Mails as customers' programs write them, and posts as SendGrid makes them."""

import base64
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from helpdesk.kernel.clock import now

_serial = count(1)
SUPPORT = "support@acme.example"
DORA = "Dora Diaz <dora@customer.example>"


def a_mail(
    text: str = "It stays cold.",
    *,
    sender: str = DORA,
    to: str = SUPPORT,
    subject: str = "The kettle does not boil",
    message_id: str | None = None,
    **fields: str,
) -> bytes:
    """A plain mail; further header fields by name, `_` for `-`."""
    told = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Message-ID": message_id or f"<mail-{next(_serial)}@customer.example>",
        "Date": "Mon, 02 Mar 2026 08:59:00 +0000",
        **{name.replace("_", "-").title(): value for name, value in fields.items()},
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{head}\r\n{text}\r\n".encode()


def a_form(*parts: tuple[str, bytes] | tuple[str, bytes, str, str], boundary: str = "xYzZY") -> dict[str, Any]:
    """The arguments of a client's POST: fields (name, value) and files (name, value, filename, type), byte for byte."""
    lines = []
    for name, value, *file in parts:
        extra = f'; filename="{file[0]}"\r\nContent-Type: {file[1]}' if file else ""
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode())
        lines.append(value + b"\r\n")
    body = b"".join([*lines, f"--{boundary}--\r\n".encode()])
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


class Signer:
    """Signs as SendGrid does, with a key pair of its own."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        written = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.public_key = base64.b64encode(written).decode()

    def headers(self, body: bytes, *, age: int = 0) -> dict[str, str]:
        """The two headers for a body signed `age` seconds ago."""
        timestamp = str(int(now().timestamp()) - age)
        signature = self._key.sign(timestamp.encode() + body, ec.ECDSA(SHA256()))
        return {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        }
