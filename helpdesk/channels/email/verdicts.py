"""How far a sender can be believed (SECURITY R-TH 2): pass, none, fail or ambiguous.

Only those are asked who judged on our behalf: the provider's fields, or the configured server's Authentication-Results.
"""

import re
from collections.abc import Mapping
from typing import Any

from helpdesk.channels.base import Verdict
from helpdesk.channels.email.parsed import ParsedMail
from helpdesk.channels.email.rebuilt import json_object

DKIM_PASS = re.compile(r"@([^\s:{},]{1,253})\s*:\s*pass\b", re.IGNORECASE)
RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")
SIGNED_BY = re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?@?([^\s;\"]{1,253})", re.IGNORECASE)
MAILED_BY = re.compile(r"\bsmtp\.(?:mailfrom|helo)\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE)


def verdict_of(mail: ParsedMail, facts: Mapping[str, Any], authserv_id: str) -> Verdict:
    """Judge the sender of a mail by what the provider said (`facts`) or the trusted server wrote into its header."""
    if mail.from_ambiguous or "@" not in mail.from_email:
        return "ambiguous"
    domain = _domain(mail.from_email)
    spf, dkim = (str(facts.get(name, "")) for name in ("SPF", "dkim"))
    if spf or dkim:
        envelope = json_object(str(facts.get("envelope", "")).encode("utf-8", "replace"))
        mailed_by = _domain(str(envelope.get("from", "")))
        signed = any(aligned(found, domain) for found in DKIM_PASS.findall(dkim))
        sent = spf.strip().lower() == "pass" and aligned(mailed_by, domain)
        return "pass" if signed or sent else "fail"
    judged = _trusted_result(mail, authserv_id)
    if judged is None:
        return "none"
    return "pass" if _passes(judged, domain) else "fail"


def aligned(judged: str, domain: str) -> bool:
    """Tell whether the domain that was proved speaks for the sender's (RFC 7489 3.1, relaxed, without a suffix list).

    One must be the other or lie below it, and the upper one must have two labels at least.
    """
    judged, domain = judged.lower().strip("."), domain.lower().strip(".")
    upper, lower = sorted((judged, domain), key=len)
    return "." in upper and (lower == upper or lower.endswith(f".{upper}"))


def _trusted_result(mail: ParsedMail, authserv_id: str) -> str | None:
    """Return the newest field of the trusted server: servers put theirs on top, and a sender's forgery lies below."""
    if not authserv_id:
        return None
    for value in mail.authentication_results:
        server = value.partition(";")[0].split()[:1]
        if server and server[0].lower() == authserv_id.lower():
            return value
    return None


def _passes(result: str, domain: str) -> bool:
    for method, verdict, properties in RESULT.findall(COMMENT.sub(" ", result[:10_000])):
        if verdict.lower() != "pass":
            continue
        kind = method.lower()
        if kind == "dmarc":
            return True
        found = (SIGNED_BY if kind == "dkim" else MAILED_BY).search(properties)
        if found and aligned(_domain(found[1]), domain):
            return True
    return False


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().strip(">").lower()
