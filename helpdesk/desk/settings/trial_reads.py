"""What an inbox's page says of its last test: where it stands, in words, and what to check when it stays away."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from helpdesk.channels.models import Inbox
from helpdesk.channels.places import UnknownChannel, channel_of, place_of
from helpdesk.desk.settings.mailbox_reads import mailbox_of
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import ngettext
from helpdesk.kernel.tokens import BadToken
from helpdesk.mailroom.models import Trial
from helpdesk.mailroom.trials import is_awaited, newest_trial


@dataclass(frozen=True)
class TrialShown:
    """The last test of an inbox; without a `word` there never was one. `awaited`: the page looks again and again."""

    word: str = ""
    colour: str = ""
    sentence: str = ""
    hints: list[str] = field(default_factory=list)
    awaited: bool = False
    started_at: datetime | None = None
    sent_at: datetime | None = None


def trial_shown(inbox: Inbox) -> TrialShown | None:
    """Return what to show, or None for an inbox that cannot be tried."""
    try:
        channel = channel_of(inbox)
        if not channel.features.echoes or not channel.ready(place_of(inbox)):
            return None
    except (UnknownChannel, BadToken):
        return None
    trial = newest_trial(inbox.id)
    if trial is None:
        return TrialShown()
    return replace(_shown(trial, inbox), started_at=trial.created_at, sent_at=trial.sent_at)


def _shown(trial: Trial, inbox: Inbox) -> TrialShown:
    if trial.back_at is not None:
        seconds = max(0, round((trial.back_at - trial.created_at).total_seconds()))
        return TrialShown(_("Came back"), "green", _by(trial.back_by, seconds))
    if trial.error is not None:
        words = _("It did not get there. %(reason)s", reason=trial.error)
        return TrialShown(_("Failed"), "red", words, _of_sending(inbox))
    if is_awaited(trial):
        words = _("It left; now it should come back.") if trial.sent_at else _("It is about to leave.")
        return TrialShown(_("Waiting"), "accent", words, awaited=True)
    if trial.sent_at is None:
        words = _("It has not even left within two minutes.")
        hints = [_("Is a worker running? It sends and processes mail; “Stuck work” shows what waits.")]
        return TrialShown(_("Not sent"), "red", words, hints)
    words = _("It left, but did not come back within two minutes. If it comes later, this page will say so.")
    return TrialShown(_("Not back"), "amber", words, _of_arriving(inbox))


def _by(door: str | None, seconds: int) -> str:
    after = ngettext("after %(num)s second", "after %(num)s seconds", seconds)
    by = {
        "hook": _("It came back %(after)s, posted to the hook address.", after=after),
        "mailbox": _("It came back %(after)s, fetched from the mailbox.", after=after),
        "pipe": _("It came back %(after)s, piped in by the mail server.", after=after),
    }
    return by.get(door or "", _("It came back %(after)s.", after=after))


def _of_sending(inbox: Inbox) -> list[str]:
    return [
        _("Are the server, the user and the password (or the key) right? They are below, under “Send”."),
        _(
            "May this provider send as %(address)s? Some must know an address or its domain first.",
            address=inbox.address,
        ),
        _("Does the address exist?"),
    ]


def _of_arriving(inbox: Inbox) -> list[str]:
    mailbox = mailbox_of(inbox)
    hints = [
        _("Does mail to %(address)s end up here? The MX record of its domain decides that.", address=inbox.address),
        _("Did a spam filter on the way take it? Look into the spam folder of the mailbox."),
    ]
    if mailbox and mailbox.trouble:
        return [mailbox.trouble, *hints]
    if mailbox:
        return [_("Is it in the mailbox, in another folder than the one that is read?"), *hints]
    return [
        _("Does your provider post to the hook address above, or does your mail server pipe to us?"),
        *hints,
        _("Did the provider's own log say that it was delivered?"),
    ]
