"""Settings: working hours, and what customers are promised within them."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue

from helpdesk.accounts.profiles import known_zones
from helpdesk.desk.door import me, permitted
from helpdesk.desk.pages import again
from helpdesk.kernel.body import LONG_TEXT, BadInput, Body, body
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy
from helpdesk.kernel.web import see_other
from helpdesk.sla import hours
from helpdesk.sla.models import Metric
from helpdesk.sla.promising import Terms, promise, terms_now
from helpdesk.tickets.models import Priority

bp = Blueprint("service_levels", __name__, url_prefix="/desk/settings/service-levels")
TEMPLATE = "desk/settings/service_levels.html"
DAYS = {
    "mon": lazy("Monday"), "tue": lazy("Tuesday"), "wed": lazy("Wednesday"), "thu": lazy("Thursday"),
    "fri": lazy("Friday"), "sat": lazy("Saturday"), "sun": lazy("Sunday"),
}  # fmt: skip
PRIORITIES = {
    Priority.URGENT: lazy("Urgent"),
    Priority.HIGH: lazy("High"),
    Priority.NORMAL: lazy("Normal"),
    Priority.LOW: lazy("Low"),
}
METRICS = {Metric.FIRST_REPLY: lazy("First reply"), Metric.RESOLUTION: lazy("Resolution")}
PLACES = range(hours.MOST_SPANS)
FIELDS = (
    "enabled",
    "tz",
    "holidays",
    *(f"{day}_{end}_{place}" for day in DAYS for end in ("from", "to") for place in PLACES),
    *(f"{metric}_{priority}" for metric in Metric for priority in Priority),
)
T = TypeVar("T")


@bp.get("")
@permitted("settings.sla")
def show() -> ResponseReturnValue:
    """Show what is promised; before anybody chose, what is usual."""
    return render_template(TEMPLATE, typed=_typed(terms_now(tz=me().tz or "UTC")), errors={}, **_drawn())


@bp.post("")
@permitted("settings.sla")
def update() -> ResponseReturnValue:
    """Promise what the form says."""
    sent = body(*FIELDS)
    try:
        promise(_terms(sent), by=me())
    except BadInput as error:
        return again(TEMPLATE, error, **_drawn())
    flash(_("The service levels are saved. Clocks that run follow within seconds."), "good")
    return see_other(".show")


def _terms(sent: Body) -> Terms:
    tz = sent.text("tz", required=False)
    if tz not in known_zones():
        raise BadInput(_("There is no such time zone."), "tz")
    holidays = sent.text("holidays", most=LONG_TEXT, required=False)
    lengths = {
        (metric, priority): _understood(f"{metric}_{priority}", hours.length_from, _text(sent, f"{metric}_{priority}"))
        for metric in Metric
        for priority in Priority
    }
    return Terms(
        enabled=sent.switch("enabled"),
        tz=tz,
        week=tuple(tuple(_understood(day, hours.day_from, *_pairs(sent, day))) for day in DAYS),
        holidays=_understood("holidays", hours.holidays_from, holidays),
        targets={key: minutes for key, minutes in lengths.items() if minutes is not None},
    )


def _pairs(sent: Body, day: str) -> tuple[list[str], list[str]]:
    begins, ends = ([_text(sent, f"{day}_{end}_{place}") for place in PLACES] for end in ("from", "to"))
    return begins, ends


def _text(sent: Body, name: str) -> str:
    return sent.text(name, required=False)


def _understood(field: str, read: Callable[..., T], *written: object) -> T:
    """Read what was typed; what cannot be read names its field."""
    try:
        return read(*written)
    except ValueError as error:
        raise BadInput(str(error), field) from error


def _typed(terms: Terms) -> dict[str, str]:
    """Return the terms as an admin would have typed them."""
    typed = {"enabled": "1" if terms.enabled else "", "tz": terms.tz}
    for day, spans in zip(DAYS, terms.week, strict=True):
        for place, (first, last) in enumerate(spans):
            typed[f"{day}_from_{place}"], typed[f"{day}_to_{place}"] = hours.clock_words(first), hours.clock_words(last)
    for (metric, priority), minutes in terms.targets.items():
        typed[f"{metric}_{priority}"] = hours.length_words(minutes)
    typed["holidays"] = "\n".join(f"{day} {name}".strip() for day, name in terms.holidays.items())
    return typed


def _drawn() -> dict[str, Any]:
    zones = [(zone, zone.replace("_", " ")) for zone in known_zones()]
    return {"zones": zones, "days": DAYS, "places": PLACES, "priorities": PRIORITIES, "metrics": METRICS}
