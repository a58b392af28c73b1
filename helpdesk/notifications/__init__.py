"""Ring 2. Who should look at a ticket now, and what they have not seen yet.

telling (one verb for all who have something to say), choosing, surveys and unsent (who is told of what),
reading (unread, read, the list).
"""

from flask import Flask

from helpdesk.notifications import choosing, merged, surveys, telling, unsent

__all__ = ["choosing", "init_app", "merged", "surveys", "telling", "unsent"]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
