"""What a customer answers. It is kept, shown and told; it opens no ticket again."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import null, select
from sqlalchemy.orm import joinedload

from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, EventRow, projects, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.packing import packed, unpacked
from helpdesk.kernel.problems import Problem
from helpdesk.satisfaction.events import SurveyAnswered
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, carried, first, part
from helpdesk.tickets.rows import iso
from helpdesk.tickets.timeline import point

LONGEST_COMMENT = 4000
SHOWN = (Survey.cycle, Survey.asked_at, Survey.expires_at, Survey.score, Survey.comment, Survey.answered_at)

projects(SurveyAnswered)(point)


class SurveyOver(Problem):
    """The time to answer has passed."""

    status, code, words = 410, "survey_over", "This question can no longer be answered."


def is_open(survey: Survey) -> bool:
    """Tell whether the answer can still be given or changed."""
    return now() < survey.expires_at


def answer(survey: Survey, score: int, *, comment: str | None, by: Acts) -> None:
    """Keep a score of the survey's scale and a comment (None leaves the one before; an empty one takes it away).

    Raises `SurveyOver` after its end and `BadInput` for a score off the scale. The same answer again changes nothing.
    """
    lock(survey, survey.ticket)
    if not is_open(survey):
        raise SurveyOver
    if not survey.scale_min <= score <= survey.scale_max:
        raise BadInput(_("Choose a number from %(least)s to %(most)s.", least=1, most=5), "score")
    words = survey.comment if comment is None else comment.strip()[:LONGEST_COMMENT] or None
    was = survey.score
    if (was, survey.comment) == (score, words):
        return
    survey.score, survey.comment = score, words
    survey.answered_at = survey.answered_at or now()
    db.session.flush()
    record(SurveyAnswered(survey, score, was, survey.agent_id, survey.team_id), by=by)


@projects(SurveyAnswered)
def rate_ticket(event: SurveyAnswered, _row: EventRow) -> None:
    """Keep the score of the newest resolution that was judged beside the ticket, and let open desks see it change."""
    ticket: Ticket = event.subject.ticket
    judged = select(Survey.score).where(Survey.ticket_id == ticket.id, Survey.score.is_not(None))
    ticket.csat_score = db.session.scalar(judged.order_by(Survey.cycle.desc()).limit(1))
    ticket.updated_at = now()


@carried("survey")
def _newest(asked: Asked) -> Part | None:
    if asked.ticket is None:
        return None
    of_ticket = part("survey", Survey.id, null(), packed(SHOWN)).where(Survey.ticket_id == asked.ticket.ticket_id)
    return first(1, of_ticket.order_by(Survey.cycle.desc()))


def satisfaction_of(known: Names) -> dict[str, Any] | None:
    """Return how the newest resolution of a ticket was judged, as the desk shows it; None if nobody was asked."""
    return next((survey_json(Survey(**unpacked(found.extra, SHOWN))) for found in known.beside["survey"]), None)


def survey_json(survey: Survey) -> dict[str, Any]:
    """Return a survey as plain values."""
    return {
        "cycle": survey.cycle,
        "asked_at": iso(survey.asked_at),
        "expires_at": iso(survey.expires_at),
        "score": survey.score,
        "comment": survey.comment,
        "answered_at": iso(survey.answered_at),
    }


def surveys_of(ticket_ids: Iterable[int]) -> Sequence[Survey]:
    """Return every survey of some tickets, in the order of their resolutions."""
    query = select(Survey).where(Survey.ticket_id.in_(list(ticket_ids)))
    return db.session.scalars(query.order_by(Survey.ticket_id, Survey.cycle)).all()


def asked_by(message_ids: Iterable[int]) -> dict[int, Survey]:
    """Return the surveys that these messages ask, by message."""
    query = select(Survey).where(Survey.message_id.in_(list(message_ids)))
    return {survey.message_id: survey for survey in db.session.scalars(query.options(joinedload(Survey.message)))}
