"""What the doors share: one unit of work per request, answers as page or JSON, security headers."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from helpdesk.kernel import problems
from helpdesk.kernel.db import abandon, unit

V = TypeVar("V", bound=Callable[..., Any])
csrf = CSRFProtect()
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WRITING_GETS: set[str] = {"health.readyz"}
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)


class PlainNumber(IntegerConverter):
    """An id in a path: ASCII digits that a column can hold; whatever else is sent is an unknown address (404)."""

    regex = "[0-9]{1,15}"


class Helpdesk(Flask):
    """Flask with one transaction around each view: an answer below 400 commits, anything else rolls back."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view in a unit of work; GET and HEAD only read unless listed in WRITING_GETS."""
        if request.endpoint == "static" or getattr(_view(), "own_units", False):
            return super().dispatch_request()
        write = request.method not in SAFE_METHODS or request.endpoint in WRITING_GETS
        if write:  # Whoever sends slowly must not hold the one writer of SQLite meanwhile.
            request.get_data(cache=True, parse_form_data=True)
        with unit(write=write):
            response = self.make_response(super().dispatch_request())
            if response.status_code >= 400:  # noqa: PLR2004 -- The first status that refuses.
                abandon()
        return response


def own_units(view: V) -> V:
    """Leave a view to open its units itself, because it does slow things between them."""
    view.own_units = True  # type: ignore[attr-defined] # A mark on the function, read above.
    return view


def up_to(size: int) -> Callable[[V], V]:
    """Let a view take a body of so many bytes; set before anybody, the CSRF check included, reads it."""

    def mark(view: V) -> V:
        view.max_body = size  # type: ignore[attr-defined] # A mark on the function, read below.
        return view

    return mark


def _view() -> object:
    return current_app.view_functions.get(request.endpoint or "")


def _allow_size() -> None:
    size = getattr(_view(), "max_body", None)
    if size is not None:
        request.max_content_length = size


def init_app(app: Flask) -> None:
    """Add CSRF protection, the error table, headers and template names."""
    app.url_map.converters["int"] = PlainNumber
    app.before_request(_give_nonce)  # First: a refused CSRF token is answered with a page, which needs one.
    app.before_request(_allow_size)
    csrf.init_app(app)
    problems.init_app(app)
    app.after_request(_harden)
    app.jinja_env.globals.update(nonce=nonce)


def nonce() -> str:
    """Return the present request's script nonce."""
    return str(g.nonce)


def _give_nonce() -> None:
    g.nonce = secrets.token_urlsafe(16)


def _harden(response: Response) -> Response:
    headers = response.headers
    policy = POLICY.format(nonce=g.get("nonce", ""), ancestors=g.get("frame_ancestors", "'none'"))
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def see_other(endpoint: str, **values: Any) -> BaseResponse:
    """Answer a form that succeeded: 303 to another page."""
    return redirect(url_for(endpoint, **values), code=303)


def created(**values: Any) -> tuple[Response, int]:
    """Answer a JSON request that made something."""
    return jsonify(values), 201
