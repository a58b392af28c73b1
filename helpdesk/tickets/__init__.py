"""Ring 1. What we work on. A file per capability; every door changes a ticket through these verbs."""

from flask import Flask

from helpdesk.tickets import (
    assignment,
    bulk,
    claiming,
    custom_fields,
    details,
    following_contacts,
    leaving,
    linking,
    merging,
    reading,
    tag_following,
    timeline,
    uploads,
)  # fmt: skip

__all__ = [
    "assignment", "bulk", "claiming", "custom_fields", "details", "following_contacts", "init_app", "leaving",
    "linking", "merging", "reading", "tag_following", "timeline", "uploads",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
