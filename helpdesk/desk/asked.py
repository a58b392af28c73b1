"""What the address of a list asks for: view, filters, order, words. A wrong value is refused by its name."""

from flask import request

from helpdesk.accounts.models import Agent
from helpdesk.desk.conditions import condition_in
from helpdesk.kernel.body import MAX_ID, BadInput
from helpdesk.kernel.i18n import gettext as _
from helpdesk.tickets.queries import Listing, check
from helpdesk.tickets.saved_views import saved_view, view_id

MAX_WORDS = 200
MOST_DIGITS = 16


def asked_listing(agent: Agent) -> Listing:
    """Return the list that the address asks for; a saved view brings its own order. Raises `BadInput`."""
    args = request.args
    if "\0" in args.get("tag", ""):
        raise BadInput(_("This is too long or holds characters that cannot be searched."), "q")
    view = args.get("view") or "all"
    saved = saved_view(view_id(view), agent)
    return check(
        Listing(
            view=view,
            status=args.get("status") or None,
            needs_reply=_yes_or_no("needs_reply"),
            inbox_id=asked_number("inbox"),
            priority=args.get("priority") or None,
            tag=args.get("tag") or None,
            condition=condition_in(args.get("f")),
            sort=args.get("sort") or ("newest" if asked_words() else saved.sort if saved else "waiting"),
            after=args.get("after") or None,
        )
    )


def asked_words() -> str:
    """Return what is searched for, or nothing. Raises `BadInput`."""
    words = request.args.get("q", "").strip()
    if len(words) > MAX_WORDS or "\0" in words:
        raise BadInput(_("This is too long or holds characters that cannot be searched."), "q")
    return words


def _yes_or_no(name: str) -> bool | None:
    value = request.args.get(name) or None
    if value not in {None, "0", "1"}:
        raise BadInput(_("This must be yes or no."), name)
    return value == "1" if value else None


def asked_number(name: str) -> int | None:
    """Return an id of the query, or None. Raises `BadInput`."""
    value = request.args.get(name) or None
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS and 0 < int(value) < MAX_ID):
        raise BadInput(_("This must be an id."), name)
    return int(value)


def asked_numbers(name: str, *, most: int) -> list[int]:
    """Return ids written one after the other, `3,7,12`. Raises `BadInput`."""
    written = request.args.get(name, "").split(",")
    plain = len(written) <= most and all(
        one.isascii() and one.isdigit() and len(one) <= MOST_DIGITS and int(one) < MAX_ID for one in written
    )
    if not plain:
        raise BadInput(_("This must be a list of ids."), name)
    return [int(one) for one in written]
