"""Decides which addresses strangers may send us to (SSRF): the public internet, and what ALLOW_NETWORKS opens.

A name is resolved once and the answer is what gets connected to, so that a second, different answer helps nobody.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, NamedTuple

from flask import current_app

from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem

WEB_PORTS = frozenset({80, 443})
MAIL_PORTS = frozenset({25, 143, 465, 587, 993})
MAX_NAME = 253
# The IANA registries of special-purpose addresses; of IPv6 only 2000::/3 is given out, so the rest (loopback, ULA,
# link-local, multicast, IPv4 in disguise, NAT64) is shut without being named.
NOT_PUBLIC_V4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
PUBLIC_V6 = IPv6Network("2000::/3")
NOT_PUBLIC_V6 = [  # Protocol assignments with Teredo, documentation, 6to4, documentation, segment routing.
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16")
]


class Blocked(Problem):
    """This address is none that a stranger, or an admin's typing, may send us to."""

    status, code = 422, "blocked_address"
    words = "This address cannot be reached from here."


class FetchFailed(Problem):
    """The other side could not be reached, took too long, or answered what cannot be used."""

    status, code = 502, "fetch_failed"

    def __init__(self, words: str) -> None:
        """Keep a fixed sentence; what the other side said is never part of it."""
        super().__init__(words)
        self.words = words


class Target(NamedTuple):
    """An address that was checked, as `socket.connect` wants it."""

    family: int
    sockaddr: tuple[Any, ...]


def check_host(host: str, port: int) -> str:
    """Return the checked IP address of a mail host that an admin typed: connect to it, and verify TLS for `host`.

    Raises `Blocked`, also for a port that is not a mail server's, and `FetchFailed`.
    """
    return str(checked(host, port, ports=MAIL_PORTS)[0].sockaddr[0])


def checked(host: str, port: int, *, ports: Collection[int]) -> list[Target]:
    """Resolve a name and return those of its addresses that may be reached. Raises `Blocked` or `FetchFailed`."""
    fine = [target for target in resolved(host, port) if may_reach(str(target.sockaddr[0]), port, ports=ports)]
    if not fine:
        raise Blocked
    return fine


def resolved(host: str, port: int) -> list[Target]:
    """Resolve a name and return all its addresses. Raises `Blocked` for what is no name, or `FetchFailed`."""
    if not 0 < len(host) <= MAX_NAME:
        raise Blocked
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError, OverflowError) as error:  # UnicodeError is a ValueError.
        raise FetchFailed(_("The name cannot be resolved.")) from error
    return [Target(family, sockaddr) for family, _type, _protocol, _name, sockaddr in found]


def may_reach(address: str, port: int, *, ports: Collection[int]) -> bool:
    """Tell whether this IP address and port may be connected to; a network in ALLOW_NETWORKS is open on all ports."""
    ip = ip_address(address)
    if any(face in network for network in current_app.config["ALLOW_NETWORKS"] for face in _faces(ip)):
        return True
    return port in ports and is_public(ip)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the public internet's."""
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in NOT_PUBLIC_V4)
    return ip in PUBLIC_V6 and not any(ip in network for network in NOT_PUBLIC_V6)


def _faces(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return the address, and the IPv4 address it wraps when it is ::ffff:a.b.c.d."""
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return [ip, mapped] if mapped else [ip]
