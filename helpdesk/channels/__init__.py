"""Ring 1. How people reach us. A channel translates a wire format to plain values and back; it knows no tickets."""

from flask import Flask

from helpdesk.channels.registry import all_channels

__all__ = ["all_channels", "init_app"]


def init_app(app: Flask) -> None:  # noqa: ARG001 -- Every part has this door.
    """Find the channels at the start: two with one key, or one that is broken, must not surprise us later."""
    all_channels()
