"""Why somebody is told, in one sentence."""

from helpdesk.kernel.i18n import gettext as _
from helpdesk.notifications.models import Kind


def words(kind: str, who: str | None) -> str:
    """Return the sentence in the reader's language. `who` caused it, if it was somebody."""
    match kind:
        case Kind.ASSIGNED if who:
            return _("%(name)s assigned you this ticket", name=who)
        case Kind.ASSIGNED:
            return _("You were given this ticket")
        case Kind.MESSAGE:
            return _("%(name)s wrote", name=who or _("The customer"))
        case Kind.SURVEY:
            return _("%(name)s is not happy with our help", name=who or _("The customer"))
        case _:
            return _("A rule asks you to look at this ticket")
