"""Addresses of agents: one spelling each, so that UNIQUE says "one account"."""

import re

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.i18n import gettext as _

MAX_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3, less the brackets.
SHAPE = re.compile(r"[^\s@<>()\[\],:;\\\"]{1,64}@[^\s@<>()\[\],:;\\\"]+")


def folded(address: str) -> str:
    """Return the spelling by which an account is looked up; whatever was typed becomes some string."""
    return address.strip().lower()[:MAX_CHARACTERS]


def agent_address(address: str) -> str:
    """Return an address an account may have, in its one spelling. Raises `BadInput`."""
    kept = folded(address)
    if not SHAPE.fullmatch(kept) or not kept.isprintable() or len(address.strip()) > MAX_CHARACTERS:
        raise BadInput(_("This is not an email address."), "email")
    return kept
