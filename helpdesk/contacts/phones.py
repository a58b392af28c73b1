"""Phone numbers in one spelling: E.164 (ITU-T), or a short code as it is, which only one country can call."""

import re

import phonenumbers

SHORT_CODE = re.compile(r"[0-9]{3,8}")
# The parser would dig a number out of any text; a number is only this.
WRITTEN = re.compile(r"\+?[\d\s()./\u2010-\u2015-]{3,40}")


def e164(written: str, *, region: str = "") -> str:
    """Return a number as +491701234567; one without a country's prefix is read as in `region` (ISO 3166, "DE").

    Raises ValueError. Only the length is judged: carriers open new ranges faster than any list of them.
    """
    if not WRITTEN.fullmatch(written.strip()):
        raise ValueError("no phone number")
    try:
        number = phonenumbers.parse(written, region.upper() or None)
    except phonenumbers.NumberParseException as error:
        raise ValueError("no phone number") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("no phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_region(code: str) -> bool:
    """Tell whether this is a country or region that has phone numbers (ISO 3166, two letters)."""
    return code.upper() in phonenumbers.SUPPORTED_REGIONS


def region_of(number: str) -> str | None:
    """Return the country of a number (ISO 3166, "DE"); None for a short code, which has none."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    exact: str | None = phonenumbers.region_code_for_number(parsed)
    return exact or phonenumbers.region_code_for_country_code(parsed.country_code or 0)


def sender(written: str) -> str:
    """Return the spelling of a number that texted us: E.164 or a short code. Raises ValueError."""
    return written if SHORT_CODE.fullmatch(written) else e164(written)
