"""Ring 1. What we work on. A file per capability; every door changes a ticket through these verbs."""

from flask import Flask

from helpdesk.tickets import assignment, bulk, claiming, custom_fields, details, reading, timeline, uploads

__all__ = ["assignment", "bulk", "claiming", "custom_fields", "details", "init_app", "reading", "timeline", "uploads"]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
