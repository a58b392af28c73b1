"""Before something dangerous: who is at the keyboard? The password again, if it was typed more than ten minutes ago.

The page that asks carries the form that was sent, so nothing typed is lost and one more submit does it.
"""

from functools import wraps
from typing import Any

from flask import render_template, request, session
from flask.typing import ResponseReturnValue

from helpdesk.accounts import logging_in
from helpdesk.accounts.logging_in import WrongCredentials
from helpdesk.accounts.throttle import TooManyTries
from helpdesk.desk.door import PROVED_AT, View, me
from helpdesk.kernel.body import PROOF
from helpdesk.kernel.clock import now
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem, wants_json

FRESH_SECONDS = 600


class ProofNeeded(Problem):
    """A program cannot be asked; its agent has to log in again."""

    status, code, words = 428, "proof_needed", "Log in again to do this."


def proved(view: View) -> View:
    """Let a view that changes something dangerous run only for who proved lately who they are; below `permitted`."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> ResponseReturnValue:
        asking = asked_for_proof()
        return view(*args, **values) if asking is None else asking

    return guarded


def asked_for_proof() -> ResponseReturnValue | None:
    """Return the page that asks for the password, or None when it is known; for a view that is dangerous at times.

    Raises `ProofNeeded` for a program.
    """
    if _fresh():
        return None
    if wants_json():
        raise ProofNeeded
    password = request.form.get(PROOF)
    if password is None:
        return _ask()
    try:
        logging_in.confirm(me(), password, ip=request.remote_addr or "")
    except WrongCredentials:
        return _ask(_("This is not your password."))
    except TooManyTries as error:
        return _ask(_(error.words))
    session[PROVED_AT] = int(now().timestamp())
    return None


def _fresh() -> bool:
    at = session.get(PROVED_AT)
    return isinstance(at, int) and 0 <= now().timestamp() - at < FRESH_SECONDS


def _ask(wrong: str = "") -> ResponseReturnValue:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in {PROOF, "csrf_token"}]
    return render_template("desk/proof.html", sent=sent, wrong=wrong), 422
