"""What happens to a survey. The words of a comment stay in its row."""

from dataclasses import dataclass
from typing import ClassVar

from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class SurveyAsked(Event):
    """A customer was asked how it went."""

    name: ClassVar[str] = "survey.asked"
    subject_kind: ClassVar[str] = "survey"


@dataclass(frozen=True)
class SurveyAnswered(Event):
    """They answered, or changed their answer: the same score as before means that only the comment changed.

    `agent_id` and `team_id` are those who resolved the ticket, whoever has it now.
    """

    name: ClassVar[str] = "survey.answered"
    subject_kind: ClassVar[str] = "survey"
    score: int
    was_score: int | None
    agent_id: int | None
    team_id: int | None
