"""Stuck work: jobs that used up their tries, with another try or an end for each; and the lanes that wait."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from helpdesk.desk import post_room
from helpdesk.desk.door import permitted
from helpdesk.kernel import jobs
from helpdesk.kernel.clock import now
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import ngettext
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.web import see_other

bp = Blueprint("stuck", __name__, url_prefix="/desk/stuck")


@bp.get("")
@permitted("work.read")
def index() -> ResponseReturnValue:
    """List what is stuck, and what waits for a worker."""
    stuck = post_room.stuck_jobs(before=post_room.asked_before())
    return render_template(
        "desk/stuck/index.html",
        stuck=stuck[: post_room.PAGE],
        older=stuck[post_room.PAGE - 1].id if len(stuck) > post_room.PAGE else None,
        count=post_room.stuck_count(),
        waiting=post_room.waiting_jobs(),
        lanes=post_room.waiting_lanes(),
        now=now(),
    )


@bp.post("/<int:job_id>/retry")
@permitted("work.retry")
def retry(job_id: int) -> ResponseReturnValue:
    """Give one job another full set of tries."""
    if not jobs.retry(job_id):
        raise NotFound
    flash(_("It is being tried again."), "good")
    return see_other(".index")


@bp.post("/retry")
@permitted("work.retry")
def retry_all() -> ResponseReturnValue:
    """Give everything on the first page another full set of tries."""
    again = sum(jobs.retry(job.id) for job in post_room.stuck_jobs(before=None)[: post_room.PAGE])
    flash(ngettext("%(num)s job is being tried again.", "%(num)s jobs are being tried again.", again), "good")
    return see_other(".index")


@bp.post("/<int:job_id>/drop")
@permitted("work.retry")
def drop(job_id: int) -> ResponseReturnValue:
    """Give one job up for good."""
    if not jobs.drop(job_id):
        raise NotFound
    flash(_("It is dropped and will not be tried again."), "good")
    return see_other(".index")
