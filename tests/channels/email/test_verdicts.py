"""Whom we believe (SECURITY R-TH 2)."""

import json

import pytest

from helpdesk.channels.email.parsed import ParsedMail
from helpdesk.channels.email.verdicts import aligned, verdict_of

DORA = ParsedMail(from_email="dora@customer.example", from_ambiguous=False)
ENVELOPE = json.dumps({"to": ["support@acme.example"], "from": "bounce@mail.customer.example"})


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, "none"),
        ({"dkim": "{@customer.example : pass}", "SPF": "fail"}, "pass"),
        ({"dkim": "{@evil.example : pass}", "SPF": "none"}, "fail"),
        ({"dkim": "{@customer.example : fail}", "SPF": "none"}, "fail"),
        ({"dkim": "{@evil.example : pass, @customer.example : pass}"}, "pass"),
        ({"dkim": "none", "SPF": "pass", "envelope": ENVELOPE}, "pass"),
        ({"dkim": "none", "SPF": "pass", "envelope": ENVELOPE.replace("customer", "evil")}, "fail"),
        ({"dkim": "none", "SPF": "pass", "envelope": "{"}, "fail"),
        ({"dkim": "none", "SPF": "pass"}, "fail"),
        ({"dkim": "{@notcustomer.example : pass}"}, "fail"),
        ({"dkim": "{@example : pass}"}, "fail"),
    ],
)
def test_the_provider_s_fields_judge(facts, verdict):
    assert verdict_of(DORA, facts, "") == verdict


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ((), "none"),
        (("mx.acme.example; dmarc=pass header.from=customer.example",), "pass"),
        (("mx.acme.example 1; dkim=pass (good) header.i=@customer.example",), "pass"),
        (("mx.acme.example; spf=pass smtp.mailfrom=dora@customer.example",), "pass"),
        (("mx.acme.example; spf=pass smtp.mailfrom=evil.example; dkim=none",), "fail"),
        (("mx.acme.example; dkim=pass header.d=evil.example (dmarc=pass)",), "fail"),
        (("mx.evil.example; dmarc=pass",), "none"),
        (("mx.acme.example; none", "mx.acme.example; dmarc=pass"), "fail"),
        (("",), "none"),
    ],
)
def test_the_newest_result_of_the_trusted_server_judges(results, verdict):
    mail = ParsedMail(from_email="dora@customer.example", from_ambiguous=False, authentication_results=results)
    assert verdict_of(mail, {}, "mx.acme.example") == verdict
    assert verdict_of(mail, {}, "") == "none"


def test_a_doubtful_sender_is_ambiguous_whatever_anybody_says():
    doubtful = ParsedMail(from_email="dora@customer.example", from_ambiguous=True)
    assert verdict_of(doubtful, {"dkim": "{@customer.example : pass}"}, "") == "ambiguous"
    assert verdict_of(ParsedMail(from_email="", from_ambiguous=False), {}, "") == "ambiguous"


def test_a_suffix_alone_speaks_for_nobody():
    assert aligned("mail.customer.example", "customer.example")
    assert aligned("customer.example", "eu.customer.example")
    assert not aligned("example", "customer.example")
    assert not aligned("", "customer.example")
    assert not aligned("", "")
