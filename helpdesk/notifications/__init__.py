"""Ring 2. Who should look at a ticket now, and what they have not seen yet.

telling (one verb for all who have something to say), choosing, lateness, surveys and unsent (who is told of what),
choices (what each agent wants to hear), mailing, holding, composing and sending (what stays unread leaves by mail),
returned (what came back), reading and settling (unread, read, the list), why (what was decided, in words).
"""

from flask import Flask

from helpdesk.notifications import choosing, lateness, merged, returned, surveys, telling, unsent

__all__ = ["choosing", "init_app", "lateness", "merged", "returned", "surveys", "telling", "unsent"]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
