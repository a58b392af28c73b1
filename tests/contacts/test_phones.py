"""A number is one number however it is written."""

import pytest

from helpdesk.contacts.identities import BadAddress, normalised
from helpdesk.contacts.phones import e164, is_region


@pytest.mark.parametrize(
    "written",
    ["+49 151 12345678", "+4915112345678", "+49 (151) 123-456-78", " +49.151.12345678 ", "+49\u00a015112345678"],
)
def test_a_number_has_one_spelling(written):
    assert normalised("phone", written) == "+4915112345678"


def test_a_number_without_a_prefix_belongs_to_a_country():
    assert e164("0151 12345678", region="DE") == e164("0151 12345678", region="de") == "+4915112345678"
    assert e164("+1 500 555 0006", region="DE") == "+15005550006"
    with pytest.raises(ValueError):
        e164("0151 12345678")


def test_a_short_code_stays_as_it_is():
    assert normalised("phone", "72404") == "72404"


@pytest.mark.parametrize(
    "written",
    ["", "ACME", "whatsapp:+4915112345678", "call +4915112345678", "+1", "+" + "1" * 30, "1-800-FLOWERS", "+٣x"],
)
def test_what_is_no_number_is_no_address(written):
    with pytest.raises(BadAddress):
        normalised("phone", written)


def test_countries_have_two_letters():
    assert is_region("de")
    assert not is_region("XX")
