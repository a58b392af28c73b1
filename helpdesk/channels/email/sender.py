"""Who wrote, to whom: From, To, Cc, Reply-To; and whether From can be read in only one way."""

from dataclasses import dataclass

from helpdesk.channels.email.addresses import Address, read_addresses
from helpdesk.channels.email.headers import Headers

_RECIPIENTS = 500
_CC_KEPT = 100


@dataclass(frozen=True, slots=True)
class Sender:
    """The author as far as a mail can say it; `ambiguous` if two readers may disagree."""

    address: Address
    ambiguous: bool


def sender_of(headers: Headers, defects: list[str]) -> Sender:
    """The first address of the first From, else Sender or Return-Path, which never count as certain."""
    values = headers.all("from")
    found = [read_addresses(value) for value in values]
    problems = [defect for one in found for defect in one.defects]
    addresses = [address for one in found for address in one.addresses]
    if len(values) > 1:
        problems.append("several From fields")
    if not values:
        problems.append("no From field")
    elif len(addresses) > 1:
        problems.append("several addresses in From")
    defects.extend(f"From: {problem}" for problem in problems)
    for address in addresses:
        if "@" in address.email:
            return Sender(address, bool(problems))
    return Sender(_second_choice(headers, addresses), ambiguous=True)


def _second_choice(headers: Headers, addresses: list[Address]) -> Address:
    for name in ("sender", "return-path"):
        for value in headers.all(name):
            for address in read_addresses(value, limit=1).addresses:
                if "@" in address.email:
                    return Address(address.email, addresses[0].name if addresses else address.name)
    return addresses[0] if addresses else Address("")


def recipients_of(headers: Headers, name: str, defects: list[str]) -> tuple[Address, ...]:
    """The addresses of To, Cc or Reply-To, each once; of Cc 100 at most."""
    kept: dict[str, Address] = {}
    read = 0
    for value in headers.all(name):
        if read >= _RECIPIENTS:
            break
        found = read_addresses(value, limit=_RECIPIENTS - read)
        read += len(found.addresses)
        defects.extend(f"{name.title()}: {defect}" for defect in found.defects)
        for address in found.addresses:
            if "@" in address.email.strip("@"):
                kept.setdefault(address.email.lower(), address)
    if name == "cc" and len(kept) > _CC_KEPT:
        defects.append("Cc: more than 100 addresses: the rest was dropped")
    return tuple(kept.values())[: _CC_KEPT if name == "cc" else None]
