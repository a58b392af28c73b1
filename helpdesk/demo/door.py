"""/demo: where the customers are. It shows everybody's mail to anybody, so it exists only with DEMO=1."""

from typing import TypeVar

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from helpdesk.demo.company import PASSWORD, address_of, described

bp = Blueprint("demo", __name__, url_prefix="/demo")
View = TypeVar("View")


def public(view: View) -> View:
    """Mark a view that anybody may reach, as the test of every route demands."""
    view.needs = "anybody"  # type: ignore[attr-defined] # What the test reads.
    return view


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """Show the three places where customers are, who works here, and what to try first."""
    people = [(one["name"], address_of(one["key"]), one["role"], one["teams"]) for one in described()["agents"]]
    return render_template("demo/index.html", agents=people, password=PASSWORD, company=described()["name"])
