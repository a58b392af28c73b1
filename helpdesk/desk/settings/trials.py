"""Settings: an inbox sends a message to itself; its page shows whether and how it came back."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from helpdesk.desk.door import me, permitted
from helpdesk.desk.settings.inbox_reads import inbox_with_id
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.web import see_other
from helpdesk.mailroom.trials import CannotTry, start_trial

bp = Blueprint("trials", __name__, url_prefix="/desk/settings/inboxes/<int:inbox_id>/trials")


@bp.post("")
@permitted("settings.inboxes")
def start(inbox_id: int) -> ResponseReturnValue:
    """Send a test."""
    inbox = inbox_with_id(inbox_id)
    try:
        start_trial(inbox, by=me())
    except CannotTry as error:
        flash(_(error.words), "bad")
    return see_other("inboxes.show", inbox_id=inbox.id, _anchor="trial")
