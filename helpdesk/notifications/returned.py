"""A mail to an agent that came back for good has failed, whatever the mail server said when it took it."""

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.i18n import gettext as _
from helpdesk.mailroom.marks import NUMBERS_OF_LETTERS
from helpdesk.mailroom.returning import hears
from helpdesk.notifications.letters import Letter, LetterState

LEFT = (LetterState.SENDING, LetterState.SENT, LetterState.UNCERTAIN)


@hears
def note(number: int, inbox_id: int, words: str) -> bool:
    """Write on the letter why it came back."""
    letter = db.session.get(Letter, number - NUMBERS_OF_LETTERS) if number > NUMBERS_OF_LETTERS else None
    if letter is None or letter.inbox_id != inbox_id:
        return False
    lock(letter)
    if letter.state in LEFT:
        letter.state, letter.changed_at = LetterState.FAILED, now()
        letter.error = _("It came back. %(words)s", words=words).strip()
    return True
