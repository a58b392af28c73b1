"""Heeds what people say about hearing from us, whoever tells it: they themselves, or the provider that refused."""

from collections.abc import Iterable

from helpdesk.contacts.consent import opt_in, opt_out
from helpdesk.contacts.identities import BadAddress, find, resolve
from helpdesk.contacts.suppression import Why, suppress
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.gatekeepers import Caller


def heed(caller: Caller) -> bool:
    """Note that a person wants no more messages, or wants them again; True when that is all the message says.

    It comes before every gatekeeper: a blocked person's STOP counts, in a disabled inbox too. Who never opted out and
    writes YES is only answering a question.
    """
    wish = caller.inbound.consent
    if wish is None:
        return False
    sender = caller.inbound.sender
    try:
        identity = resolve(caller.kind, sender.value, name=sender.name, source=caller.inbox.channel)
    except BadAddress:
        return False
    if wish == "in":
        return opt_in(identity, by=identity.contact)
    opt_out(identity, by=identity.contact)
    return True


def refused_by(kind: str, addresses: Iterable[str]) -> None:
    """Note what the provider says: the owners of these addresses want nothing from us. Strangers are passed over."""
    for address in addresses:
        try:
            identity = find(kind, address)
        except BadAddress:
            continue
        if identity is not None:
            opt_out(identity, by=SYSTEM)


def suppress_address(kind: str, address: str, why: Why, words: str) -> None:
    """Send nothing more to an address, as somebody who can prove it said; a stranger's is passed over."""
    try:
        identity = find(kind, address)
    except BadAddress:
        return
    if identity is not None:
        suppress(identity, why, words, by=SYSTEM)
