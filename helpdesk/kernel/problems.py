"""What goes wrong and what the other side is told: one table from exceptions to a status and fixed words.

An answer never quotes an exception (SECURITY: a dumped handler object was a takeover elsewhere).
"""

import logging
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from helpdesk.kernel.blobs import StorageUnavailable
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.i18n import gettext as _

log = logging.getLogger("helpdesk.web")
READ_ONLY = "25006"  # PostgreSQL's SQLSTATE of a write in a read-only transaction: a standby, or an admin's switch.
WAITS = frozenset({429, 503})  # Answers that say when to come back.


class Problem(Exception):
    """A refusal that has one HTTP meaning. Subclasses in the domain are named after what happened."""

    status = 409
    code = "conflict"
    words = "That is not possible now."

    def extra(self) -> dict[str, Any]:
        """Return what a JSON answer carries beside the words."""
        return {}


class NotAllowed(Problem):
    """The thing is known to you, but this is not for your role."""

    status, code, words = 403, "forbidden", "You are not allowed to do that."


class NotFound(Problem):
    """There is no such thing, or it is none of your business: the answers are the same."""

    status, code, words = 404, "not_found", "There is nothing here."


def wants_json() -> bool:
    """Tell whether the caller is a program: it sent JSON, asked for JSON, or uses a machine's URL."""
    if request.is_json or request.path.startswith(("/api/", "/hooks/")):
        return True
    best = request.accept_mimetypes
    return best["application/json"] > best["text/html"]


def answer_problem(status: int, code: str, words: str, **extra: Any) -> Response:
    """Return the error as JSON or as a page with the same words."""
    if wants_json():
        field = extra.pop("field", None)
        error = {"code": code, "message": words, **({"field": field} if field else {})}
        response = jsonify(error=error, **extra)
    else:
        response = make_response(render_template("shared/problem.html", status=status, words=words))
    response.status_code = status
    if status in WAITS:
        response.headers["Retry-After"] = str(extra.get("retry_after", 5))
    return response


def init_app(app: Flask) -> None:
    """Register the table."""
    app.register_error_handler(BadInput, _bad_input)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(OverflowError, _unusable)
    app.register_error_handler(PoolTimeout, _away)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(StorageUnavailable, _away)
    app.register_error_handler(Exception, _bug)


def _bad_input(error: BadInput) -> Response:
    status = 400 if wants_json() else 422
    return answer_problem(status, "bad_input", error.words, field=error.field)


def _problem(error: Problem) -> Response:
    return answer_problem(error.status, error.code, _(error.words), **error.extra())


def _csrf(_error: CSRFError) -> Response:
    return answer_problem(403, "csrf", _("This page is too old. Reload it and try again."))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004 -- Redirects raised as exceptions.
        return make_response(error.get_response())
    words = {
        400: _("The request cannot be understood."),
        401: _("Please log in."),
        403: _("You are not allowed to do that."),
        404: _("There is nothing here."),
        405: _("That cannot be done here."),
        413: _("That is too large."),
        415: _("That kind of content is not accepted here."),
        429: _("Too many tries. Please wait a little."),
    }
    wait = {"retry_after": getattr(error, "retry_after", None) or 60} if status in WAITS else {}
    response = answer_problem(
        status,
        error.name.lower().replace(" ", "_"),
        words.get(status, _("That did not work.")),
        **wait,
    )
    if status == 405:  # noqa: PLR2004
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or []))
    return response


def _database(error: DBAPIError) -> Response:
    if isinstance(error, IntegrityError):
        return _changed_meanwhile(error)
    if isinstance(error, DataError):
        return _unusable(error)
    read_only = getattr(error.orig, "sqlstate", None) == READ_ONLY
    if isinstance(error, OperationalError) or read_only or error.connection_invalidated:
        return _away(error)
    return _bug(error)


def _unusable(error: Exception) -> Response:
    """Refuse what no column can hold, such as a number of thirty digits: SQLite's driver says OverflowError."""
    log.warning("unusable_value", exc_info=error)
    return answer_problem(400, "bad_input", _("The request cannot be understood."))


def _away(error: Exception) -> Response:
    log.error("storage_unavailable", exc_info=error)
    return answer_problem(
        503, "unavailable", _("The helpdesk cannot store anything right now. Please try again in a moment.")
    )


def _changed_meanwhile(error: Exception) -> Response:
    log.warning("conflict", exc_info=error)
    return answer_problem(409, "conflict", _("Somebody else changed this at the same moment. Please look again."))


def _bug(error: Exception) -> Response:
    log.error("request_failed", exc_info=error, extra={"path": request.path})
    return answer_problem(500, "bug", _("Something broke on our side. It was noted; nothing you sent before is lost."))
