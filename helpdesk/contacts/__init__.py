"""Ring 1. Whom we serve: one person with many addresses."""

from flask import Flask

from helpdesk.contacts import blocking, consent, identities, naming, visitors

__all__ = ["blocking", "consent", "identities", "init_app", "naming", "visitors"]


def init_app(app: Flask) -> None:
    """Nothing to set up: the verbs are the package."""
