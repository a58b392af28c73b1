"""Ring 2. Waiting tickets find an agent by themselves: at once, or oldest waiting first when somebody becomes free.

offering says which queues to look at, draining gives out; modes is the table of how the next agent is chosen.
"""

from flask import Flask

from helpdesk.routing import leaving, offering

__all__ = ["init_app", "leaving", "offering"]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
