"""What the customers of the demo thought: more than half of those who are asked answer, and most are content."""

from datetime import timedelta

from sqlalchemy import select

from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.satisfaction.answering import answer
from helpdesk.satisfaction.asking import DELAY
from helpdesk.satisfaction.models import Survey

SCORES = (5, 4, None, 5, None, 3, 5, 4, None, 1, 5, None, 4, 5, None, 2, 5)
WORDS = {
    0: "Quick and friendly. Thank you!",
    1: "All good, it only took a day longer than I hoped.",
    3: "Exactly what I needed.",
    5: "Sorted in the end, but I had to ask twice.",
    9: "I still do not know why it took three weeks.",
    10: "Wonderful, as always.",
    15: "A kind answer, but it did not solve my problem.",
}
THINKS = timedelta(hours=3)


def judge() -> None:
    """Let those answer who have had some hours to think about the question."""
    with unit():
        waiting = select(Survey).where(Survey.score.is_(None), Survey.asked_at < now() - THINKS)
        for survey in db.session.scalars(waiting.order_by(Survey.id)).all():
            turn = survey.id % len(SCORES)
            score = SCORES[turn]
            if score is not None and survey.expires_at > now():
                answer(survey, score, comment=WORDS.get(turn), by=survey.contact)


def ask_at_once() -> None:
    """Ask without a delay from now on: whoever tries the demo should not wait an hour for the question."""
    with unit():
        settings.put(DELAY.key, 0, by=SYSTEM)
