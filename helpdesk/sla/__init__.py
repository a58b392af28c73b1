"""Ring 2. What we promise: a first reply and a resolution within so much working time.

calendars counts working time, policies says what is promised, clocks follows each ticket as it changes, breaches tells
when a promise was not kept, merged lets clocks rest, recounting carries a changed promise to the clocks that run.
"""

from flask import Flask

from helpdesk.sla import breaches, clocks, merged, recounting

__all__ = ["breaches", "clocks", "init_app", "merged", "recounting"]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
