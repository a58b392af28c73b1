"""Rate limits that several web processes share through Redis; one process counts in memory. Over the limit: 429."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, swallow_errors=True)


def init_app(app: Flask) -> None:
    """Count where the configuration says. Redis being away must not stop work, so then nothing is counted."""
    limiter.init_app(app)
