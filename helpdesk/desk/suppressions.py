"""Addresses that get nothing from us: the list in the post room, and lifting it for one of them."""

from datetime import datetime

from flask import Blueprint, flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpdesk.contacts.models import Identity
from helpdesk.contacts.suppression import lift, reason
from helpdesk.desk import post_room
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.web import see_other

bp = Blueprint("suppressions", __name__, url_prefix="/desk")


@bp.get("/suppressions")
@permitted("deliveries.read")
def index() -> ResponseReturnValue:
    """List them, newest first; `before` is the id of the address where the page before ended."""
    before = post_room.asked_before()
    last = db.session.get(Identity, before) if before is not None else None
    found = _page(last.suppressed_at if last else None, last.id if last else None)
    older = found[post_room.PAGE - 1].id if len(found) > post_room.PAGE else None
    return render_template(
        "desk/suppressions/index.html", identities=found[: post_room.PAGE], older=older, reason=reason
    )


@bp.post("/contacts/<int:identity>/addresses/<int:address_id>/unsuppressed")
@permitted("contacts.block")
def release(identity: int, address_id: int) -> ResponseReturnValue:
    """Write to an address again."""
    found = db.session.get(Identity, address_id)
    if found is None or found.contact_id != identity:
        raise NotFound
    lift(found, by=me())
    if request.accept_mimetypes.best == "application/json":
        return jsonify(suppressed=None)
    flash(_("%(address)s is written to again.", address=found.value), "good")
    if request.args.get("from") == "list":
        return see_other(".index")
    return see_other("contacts.show", identity=identity)


def _page(at: datetime | None, identity: int | None) -> list[Identity]:
    query = select(Identity).options(joinedload(Identity.contact)).where(Identity.suppressed_at.is_not(None))
    if at is not None:
        query = query.where((Identity.suppressed_at < at) | ((Identity.suppressed_at == at) & (Identity.id < identity)))
    newest = query.order_by(Identity.suppressed_at.desc(), Identity.id.desc())
    return list(db.session.scalars(newest.limit(post_room.PAGE + 1)))
