"""Whoever says STOP hears nothing more, until they say START."""

from helpdesk.contacts.consent import opt_in, opt_out, opted_out
from helpdesk.contacts.identities import resolve


def test_an_address_opts_out_and_in_again(db):
    pat, eve = (resolve("phone", number, source="test") for number in ("+4915112345678", "+4915112345679"))

    assert opt_out(pat, by=pat.contact)
    assert not opt_out(pat, by=pat.contact)
    assert opted_out("phone", [pat.value, eve.value]) == {pat.value}
    assert opted_out("email", [pat.value]) == set()

    assert opt_in(pat, by=pat.contact)
    assert not opt_in(pat, by=pat.contact)
    assert opted_out("phone", [pat.value, eve.value]) == set()
