"""Ring 1. Whom we serve: one person with many addresses."""

from flask import Flask

from helpdesk.contacts import blocking, consent, custom_fields, describing, identities, merging, naming, visitors

__all__ = [
    "blocking", "consent", "custom_fields", "describing", "identities", "init_app", "merging", "naming", "visitors",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """Nothing to set up: the verbs are the package."""
