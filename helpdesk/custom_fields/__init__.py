"""Ring 1. What a company wants to know beyond what we ask: named, typed fields of tickets and contacts.

Definitions are rows here; a value lies in the `custom` of its owner, whose package has the verb that sets it.
"""

from flask import Flask

from helpdesk.custom_fields import conditions, defining, events, reading, values

__all__ = ["conditions", "defining", "events", "init_app", "reading", "values"]


def init_app(app: Flask) -> None:
    """Nothing to set up: the verbs are the package."""
