"""How satisfied customers are: the report, and the answers behind each of its numbers."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from helpdesk.desk import post_room
from helpdesk.desk.door import me, permitted
from helpdesk.kernel.clock import now
from helpdesk.satisfaction import report

bp = Blueprint("satisfaction", __name__, url_prefix="/desk/satisfaction")
PERIODS = ("7", "30", "90")
NOBODY = "none"


@bp.get("")
@permitted("reports.view")
def index() -> ResponseReturnValue:
    """Show the last `days`: everybody together, then by agent, team and channel."""
    days = _days()
    since = now() - timedelta(days=int(days))
    groups = {group: report.lines(group, since=since) for group in report.GROUPS}
    whole = report.sum_of(groups["channel"])
    return render_template(
        "desk/satisfaction/index.html", days=days, periods=PERIODS, groups=groups, whole=whole, nobody=NOBODY
    )


@bp.get("/answers")
@permitted("reports.view")
def answers() -> ResponseReturnValue:
    """List who was asked, newest first: `agent`, `team` or `channel` and `which` choose, `before` pages."""
    days, which = _days(), request.args.get("which", "asked")
    if which not in report.WHICH:
        abort(400)
    group, key = _member()
    since = now() - timedelta(days=int(days))
    found = report.judged(
        me(), since=since, which=which, group=group, key=key, before=post_room.asked_before()
    )  # fmt: skip
    kept: dict[str, Any] = {"days": days, **({group: NOBODY if key is None else key} if group else {})}
    return render_template(
        "desk/satisfaction/answers.html",
        days=days,
        which=which,
        kept=kept,
        group=group,
        whose=report.name_of(group, key) if group and key is not None else None,
        found=found[: report.PAGE],
        older=found[report.PAGE - 1].survey.id if len(found) > report.PAGE else None,
    )


def _days() -> str:
    days = request.args.get("days", "30")
    if days not in PERIODS:
        abort(400)
    return days


def _member() -> tuple[report.Group | None, int | str | None]:
    """Return whose answers are asked for: the first of agent, team and channel in the address."""
    for group in report.GROUPS:
        said = request.args.get(group)
        if said is None:
            continue
        if said == NOBODY:
            return group, None
        key = said if group == "channel" else _id(said)
        if key is None or report.name_of(group, key) is None:
            abort(404)
        return group, key
    return None, None


def _id(said: str) -> int | None:
    plain = said.isascii() and said.isdecimal() and len(said) <= post_room.MAX_ID_DIGITS
    return int(said) if plain else None
