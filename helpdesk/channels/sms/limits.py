"""What an SMS inbox may spend: swindlers earn by having others text numbers of theirs (SECURITY R-SMS)."""

from functools import partial

from helpdesk.channels.base import Limits, Place
from helpdesk.channels.sms.settings import SmsSettings, listed
from helpdesk.contacts.phones import region_of

SOLD_TOGETHER = 4  # Digits at the end: numbers are handed out by the ten thousand.


def limits_of(place: Place[SmsSettings]) -> Limits:
    """Return the inbox's limits; without a list of countries it may write first to its own, and to its default one."""
    own = [region_of(place.address), place.settings.default_region.upper()]
    allowed = frozenset(listed(place.settings.countries) or own)
    return Limits(place.settings.most_a_day, partial(_is_among, allowed), _block)


def _is_among(allowed: frozenset[str | None], number: str) -> bool:
    return region_of(number) in allowed


def _block(number: str) -> str:
    return number[:-SOLD_TOGETHER]
