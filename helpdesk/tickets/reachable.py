"""What can be said through an inbox, and to whom: asked before anything is written, by whoever writes."""

from collections.abc import Iterable, Sequence

from helpdesk.channels.base import Features
from helpdesk.contacts.models import Identity
from helpdesk.contacts.suppression import reason
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem


class OptedOut(Problem):
    """They asked to get no more messages at this address; nobody here can overrule that."""

    code = "opted_out"
    words = "They asked to get no more messages at this address. Only they can change that, by writing to us again."


class Suppressed(Problem):
    """Mail there came back, or is not wanted; an agent who knows better lifts that on the contact's page."""

    code = "suppressed"

    def __init__(self, identity: Identity) -> None:
        """Say which address, and why."""
        why = reason(identity.suppressed_why or "")
        super().__init__(
            _(
                "Nothing is sent to %(address)s. %(why)s Leave it out, or lift this on the contact's page.",
                address=identity.value,
                why=why,
            )
        )


def refuse_opted_out(people: Iterable[Identity]) -> None:
    """Raise `OptedOut` if one of these addresses wants nothing from us, `Suppressed` if it can get nothing."""
    for identity in people:
        if identity.opted_out_at is not None:
            raise OptedOut
        if identity.suppressed_at is not None:
            raise Suppressed(identity)


def check_fits(features: Features, text: str, *, copies: int = 0, upload_ids: Sequence[int] = ()) -> None:
    """Raise `BadInput` for what the channel cannot carry: nothing may get lost silently."""
    if features.max_length is not None and len(text) > features.max_length:
        raise BadInput(_("This is too long: at most %(most)s characters fit.", most=features.max_length), "text")
    if copies and not features.copies:
        raise BadInput(_("Only one person can be written to here."), "cc")
    if upload_ids and not features.attachments:
        raise BadInput(_("No files can be sent here."), "attachments")
