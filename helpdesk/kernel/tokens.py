"""Proofs made from SECRET_KEY: signatures, signed links, sealed secrets; and random tokens, kept only as hashes.

Each purpose has its own key (RFC 5869), so what was made for one never opens another. Whatever a stranger sends instead
of a token (nothing, an array, a number, a novel) raises `BadToken` and nothing else.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app
from itsdangerous import BadData, URLSafeSerializer

from helpdesk.kernel.clock import now

MAX_TOKEN_CHARACTERS = 4096
MAX_SEALED_CHARACTERS = 256 * 1024
NONCE_BYTES = 12


class BadToken(Exception):
    """Not a token of ours, or no longer one; why is nobody's business."""


def init_app(app: Flask) -> None:
    """Refuse an app that has no key to prove anything with."""
    if not app.config.get("SECRET_KEY"):
        raise ValueError("SECRET_KEY is not set.")


def signature(purpose: str, *parts: str | int, bits: int = 128) -> str:
    """Return an unguessable word for these parts: lower-case base32, so that it survives the case-folding of mail."""
    text = json.dumps([str(part) for part in parts])
    digest = hmac.new(_key(purpose), text.encode("ascii"), hashlib.sha256).digest()
    return base64.b32encode(digest[: bits // 8]).decode("ascii").rstrip("=").lower()


def matches(given: object, purpose: str, *parts: str | int, bits: int = 128) -> bool:
    """Tell, in constant time, whether `given` is the signature of these parts; upper case counts too."""
    if not isinstance(given, str) or not given.isascii():
        return False
    return hmac.compare_digest(given.lower(), signature(purpose, *parts, bits=bits))


def signed(purpose: str, payload: Any, *, expires_in: timedelta | None) -> str:
    """Return a URL-safe token that carries the payload (JSON, readable by its holder); None never expires."""
    expires_at = (now() + expires_in).timestamp() if expires_in else None
    token = _serializer(purpose).dumps([expires_at, payload])
    if len(token) > MAX_TOKEN_CHARACTERS:
        raise ValueError("A payload of a token must be small.")
    return token


def read_signed(purpose: str, token: object) -> Any:
    """Return the payload of a token made for this purpose. Raises `BadToken`."""
    text = _text(token, MAX_TOKEN_CHARACTERS)
    try:
        expires_at, payload = _serializer(purpose).loads(text)
    except BadData as error:
        raise BadToken from error
    if expires_at is not None and now().timestamp() >= expires_at:
        raise BadToken
    return payload


def new_token() -> str:
    """Return a random, URL-safe bearer token of 256 bits; keep only its `hashed` form."""
    return secrets.token_urlsafe(32)


def hashed(token: object) -> str:
    """Return the SHA-256 (hex) by which a bearer token is looked up. Raises `BadToken` for what cannot be one."""
    return hashlib.sha256(_text(token, MAX_TOKEN_CHARACTERS).encode("ascii")).hexdigest()


def seal(text: str) -> str:
    """Encrypt a secret for the database (AES-256-GCM); sealing twice gives two different results."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key("seal")).encrypt(nonce, text.encode("utf-8"), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode("ascii")


def unseal(sealed: object) -> str:
    """Decrypt what `seal` made. Raises `BadToken` when it was changed, or SECRET_KEY was."""
    try:
        raw = base64.b64decode(_text(sealed, MAX_SEALED_CHARACTERS), altchars=b"-_", validate=True)
        return AESGCM(_key("seal")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode("utf-8")
    except (InvalidTag, ValueError) as error:
        raise BadToken from error


def _text(token: object, limit: int) -> str:
    """Return the token if it may be one at all: a string, not empty, ASCII, not a novel."""
    if not isinstance(token, str) or not token or len(token) > limit or not token.isascii():
        raise BadToken
    return token


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        _key(purpose), salt=purpose, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
    )


def _key(purpose: str) -> bytes:
    return _derived(str(current_app.config["SECRET_KEY"]), purpose)


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"helpdesk/{purpose}".encode())
    return kdf.derive(secret.encode("utf-8"))
