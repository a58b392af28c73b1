"""SendGrid's signatures: ECDSA over timestamp and raw body (the Event Webhook and a signed Inbound Parse alike).

https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from helpdesk.channels.base import NotAuthentic
from helpdesk.kernel.clock import now

SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
MAX_AGE_SECONDS = 600
CHUNK = 256 * 1024


def check(headers: Mapping[str, str], body: BinaryIO, public_key: str) -> None:
    """Return if SendGrid signed this body within the last ten minutes. Raises `NotAuthentic`, whatever is wrong."""
    timestamp = headers.get(TIMESTAMP, "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):  # noqa: PLR2004 -- Until year 33658.
        raise NotAuthentic
    if abs(now().timestamp() - int(timestamp)) > MAX_AGE_SECONDS:
        raise NotAuthentic
    digest = hashlib.sha256(timestamp.encode("ascii"))
    body.seek(0)
    while chunk := body.read(CHUNK):
        digest.update(chunk)
    try:
        signature = base64.b64decode(headers.get(SIGNATURE, ""), validate=True)
        key = load_der_public_key(base64.b64decode(public_key, validate=True))
        if not isinstance(key, EllipticCurvePublicKey):
            raise NotAuthentic
        key.verify(signature, digest.digest(), ECDSA(Prehashed(SHA256())))
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise NotAuthentic from error
