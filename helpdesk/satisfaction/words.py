"""How each kind of channel asks, and the links of a mail.

The links are a key to one survey, so they are put in while sending: no desk, export or log ever shows them.
"""

import re

from sqlalchemy import select

from helpdesk.accounts.workspace import identity
from helpdesk.channels.abilities import SurveyForm
from helpdesk.channels.places import channel_of
from helpdesk.kernel.ambient import configured, rendered
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import Speech, speaking
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.tokens import matches, signature
from helpdesk.mailroom.dressing import Dressed, dresses
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Message

ROBOT = "survey"
LINK_BITS = 128
TOKEN = re.compile(r"([1-9][0-9]{0,14})-([a-z2-7]{26})")


def question(form: SurveyForm) -> str:
    """Return what is asked, in the language spoken now; with links, these follow while it is sent."""
    if form == "digit":
        return _("How did we do? Reply with a number from 1 (bad) to 5 (great).")
    return _("Your request was resolved. How did we do?")


def labels() -> dict[int, str]:
    """Return what each score means, the best first."""
    return {5: _("Great"), 4: _("Good"), 3: _("Okay"), 2: _("Not good"), 1: _("Bad")}


def link_token(survey: Survey) -> str:
    """Return what stands in a survey's links: for this contact alone; the ticket's link_epoch revokes it."""
    return f"{survey.id}-{signature(ROBOT, *_parts(survey), bits=LINK_BITS)}"


def survey_behind(token: str) -> Survey | None:
    """Return the survey of a link that we made, or None for anything else."""
    found = TOKEN.fullmatch(token.lower()) if token.isascii() else None
    survey = db.session.get(Survey, int(found[1])) if found else None
    if found is None or survey is None or not matches(found[2], ROBOT, *_parts(survey), bits=LINK_BITS):
        return None
    return survey


@dresses(ROBOT)
def with_links(message: Message) -> Dressed | None:
    """Put a link for each score behind the question, if it goes to one person, on a channel that can carry them."""
    survey = db.session.scalar(select(Survey).where(Survey.message_id == message.id))
    readers = [to for role in ("to", "cc", "bcc") for to in message.headers.get(role, [])]
    if survey is None or len(readers) != 1 or channel_of(message.ticket.inbox).features.survey != "links":
        return None
    page = f"{configured('BASE_URL')}/s/{link_token(survey)}"
    with speaking(Speech(survey.contact.locale)):
        links = [(score, label, f"{page}?score={score}") for score, label in labels().items()]
        shown = {"text": message.text, "links": links, "colour": identity().colour}
        return Dressed(rendered("mail/survey/body.txt", **shown), rendered("mail/survey/body.html", **shown))


def _parts(survey: Survey) -> tuple[int, int, int, int]:
    return survey.id, survey.ticket_id, survey.contact_id, survey.ticket.link_epoch
