"""Answers of the workspace travel packed: a page of fifty tickets is a quarter of its size on a slow line.

Only below /desk, whose cookie no other site's request carries (SameSite): nobody can have words of theirs packed
together with an agent's page and measure how well they fit. Files, packed or pictures already, go as they are.
"""

import gzip

from flask import Flask, Response, request

BELOW = "/desk/"
PACKED = frozenset({"text/html", "application/json"})
WORTH_BYTES = 2000
LEVEL = 4  # A millisecond for a page; more gains a tenth and costs three times as much.


def init_app(app: Flask) -> None:
    """Pack answers for who can unpack them."""
    app.after_request(_shrink)


def _shrink(response: Response) -> Response:
    if not request.path.startswith(BELOW) or response.mimetype not in PACKED or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if response.is_streamed or response.content_encoding or request.accept_encodings["gzip"] <= 0:
        return response
    whole = response.get_data()
    if len(whole) >= WORTH_BYTES:
        response.set_data(gzip.compress(whole, LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response
