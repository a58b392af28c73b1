"""Passwords as Argon2id hashes (RFC 9106). Checking costs the same for an unknown account as for a known one.

A hash takes about 50 ms and 32 MiB, so under gevent it is made in the thread pool: the hub goes on serving.
"""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.off_hub import off_hub

MIN_CHARACTERS = 10
MAX_BYTES = 1024

_hasher = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
# The hash of a forgotten random password, checked when there is no account, so that both answers take equally long.
NOBODY = "$argon2id$v=19$m=32768,t=2,p=1$3wOMS4hGf93zhLxxeyLCGw$XSQZUYZ6Hs8PRx5cjTR9uUGrZe+bXU+/377/Uwg3ynA"


class PasswordRefused(BadInput):
    """This cannot become a password; the words say why."""


def fitting(password: str, *, field: str = "password") -> str:
    """Return a new password if it may become one. Raises `PasswordRefused`."""
    if len(password) < MIN_CHARACTERS:
        raise PasswordRefused(_("Choose at least %(least)s characters.", least=MIN_CHARACTERS), field)
    if len(_bytes(password)) > MAX_BYTES:
        raise PasswordRefused(_("This is too long (at most %(most)s bytes).", most=MAX_BYTES), field)
    if len(set(password)) < MIN_CHARACTERS // 2:
        raise PasswordRefused(_("This repeats the same few characters. Choose something harder to guess."), field)
    return password


def hash_of(password: str) -> str:
    """Return the Argon2id hash that is kept."""
    raw = _bytes(password)
    return off_hub(lambda: _hasher.hash(raw))


def matches(password: str, kept: str | None) -> bool:
    """Tell whether the password is the one behind the kept hash; None (no account) takes as long as a wrong one."""
    raw = _bytes(password)
    usable = len(raw) <= MAX_BYTES
    right = off_hub(lambda: _verify(kept or NOBODY, raw if usable else b"too long"))
    return right and usable and kept is not None


def outdated(kept: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's and should be made anew at log-in."""
    return _hasher.check_needs_rehash(kept)


def _verify(kept: str, raw: bytes) -> bool:
    try:
        return _hasher.verify(kept, raw)
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """Keyboards write ü in two ways; both are the same password. Lone surrogates are bytes like any other."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
