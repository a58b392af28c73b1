"""From a kept post to what somebody texted, or what became of a text of ours."""

from datetime import UTC, datetime, timedelta

from helpdesk.channels.base import Address, Inbound, Kept, Place, Receipt
from helpdesk.channels.sms.keywords import consent_in
from helpdesk.channels.sms.media import files_in
from helpdesk.channels.sms.posted import KEPT_AT, fields_of, first
from helpdesk.channels.sms.receipts import receipts_in
from helpdesk.channels.sms.settings import SmsSettings, account_of

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def understood(kept: Kept, place: Place[SmsSettings]) -> list[Inbound | Receipt]:
    """Return what the kept bytes say. Raises `NotAForm` for what is none, `NotYet` while a picture may still come."""
    fields = fields_of(kept.data)
    if kept.form == "status":
        return list(receipts_in(fields, kept.facts))
    return [_inbound(fields, kept, place)]


def _inbound(fields: dict[str, list[str]], kept: Kept, place: Place[SmsSettings]) -> Inbound:
    body, sender, to = first(fields, "Body"), first(fields, "From"), first(fields, "To")
    written = kept.facts.get(KEPT_AT)
    since = datetime.fromisoformat(written) if isinstance(written, str) else LONG_AGO
    files, lost = files_in(fields, account_of(place), since=since)
    sid = first(fields, "MessageSid") or first(fields, "SmsSid")
    return Inbound(
        sender=Address(sender, first(fields, "ProfileName")[:200]),
        # Twilio signed it, and a carrier says whose number it is: as good as a mail that passed its checks.
        verdict="pass",
        text="\n\n".join(part for part in (body, *lost) if part),
        external_id=sid[:64] or None,
        consent=consent_in(body, first(fields, "OptOutType").strip().upper()),
        continues_for=timedelta(days=place.settings.continue_days),
        files=tuple(files),
        headers={name: said[:40] for name, said in (("from", sender), ("place", _place(fields))) if said}
        | ({"to": [to[:40]]} if to else {}),
    )


def _place(fields: dict[str, list[str]]) -> str:
    """Return where the number is registered, as far as the carrier says."""
    return ", ".join(said for name in ("FromCity", "FromState", "FromCountry") if (said := first(fields, name)))
