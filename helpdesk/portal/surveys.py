"""`/s/<token>`: GET shows the question with a number chosen and writes nothing, for scanners follow links; POST keeps.

Altered, unknown and expired links lead to the same friendly page, and no page says more than who asks.
"""

from typing import Any, TypeVar

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from helpdesk.kernel.body import BadInput, body
from helpdesk.kernel.i18n import Speech
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.limits import limiter
from helpdesk.satisfaction.answering import LONGEST_COMMENT, SurveyOver, answer, is_open
from helpdesk.satisfaction.models import Survey
from helpdesk.satisfaction.words import labels, survey_behind

bp = Blueprint("surveys", __name__, url_prefix="/s")
View = TypeVar("View")


def public(view: View) -> View:
    """Mark a view that anybody may reach, as the test of every route demands."""
    view.needs = "anybody"  # type: ignore[attr-defined] # What the test reads.
    return view


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show the question with the number of the link chosen, or the answer given before."""
    survey = _behind(token)
    if survey is None or not is_open(survey):
        return _over(survey)
    asked = request.args.get("score", "")
    chosen = int(asked) if asked in {"1", "2", "3", "4", "5"} else survey.score
    return _form(survey, chosen=chosen, comment=survey.comment or "", saved="saved" in request.args)


@bp.post("/<token>")
@limiter.limit("30/minute")
@public
def keep(token: str) -> ResponseReturnValue:
    """Keep the answer; the link is the proof of who gives it."""
    survey = _behind(token)
    if survey is None:
        return _over(survey)
    typed: dict[str, Any] = {"chosen": survey.score, "comment": survey.comment or ""}
    try:
        sent = body("score", "comment")
        # A browser counts a new line once and sends it as two characters.
        typed["comment"] = sent.text("comment", most=2 * LONGEST_COMMENT, required=False).replace("\r\n", "\n")
        typed["chosen"] = sent.maybe_id("score")
        if typed["chosen"] is None:
            raise BadInput(_("Choose one of the five first."), "score")
        if len(typed["comment"]) > LONGEST_COMMENT:
            raise BadInput(_("This is too long (at most %(most)s characters).", most=LONGEST_COMMENT), "comment")
        answer(survey, typed["chosen"], comment=typed["comment"], by=survey.contact)
    except SurveyOver:
        return _over(survey)
    except BadInput as error:
        return _form(survey, error=error.words, status=422, **typed)
    return _apart(redirect(url_for(".show", token=token, saved=1), code=303))


def _behind(token: str) -> Survey | None:
    """Return the survey, and speak its contact's language from here on."""
    survey = survey_behind(token)
    if survey is not None and survey.contact.locale:
        g.speech = Speech(survey.contact.locale)
    return survey


def _form(
    survey: Survey, *, chosen: int | None, comment: str, saved: bool = False, error: str = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "portal/survey.html",
        survey=survey,
        agent=survey.agent.name if survey.agent else "",
        labels=sorted(labels().items()),
        chosen=chosen,
        comment=comment,
        longest=LONGEST_COMMENT,
        saved=saved and survey.score is not None,
        error=error,
    )
    return _apart(make_response(page, status))


def _over(survey: Survey | None) -> ResponseReturnValue:
    """Show the one page for every link that leads nowhere: never known (404) or over (410)."""
    return _apart(make_response(render_template("portal/over.html"), 410 if survey else 404))


def _apart(response: Response) -> Response:
    """Keep the link out of search engines and of other sites' logs."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
