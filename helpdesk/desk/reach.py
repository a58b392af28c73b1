"""What the workspace may know of inboxes: what each channel can do, so that no script asks for a channel's name."""

from dataclasses import asdict
from typing import Any

from helpdesk.channels.registry import channel_named
from helpdesk.tickets.names import Names

SHOWN = ("html", "subject", "copies", "attachments", "segments", "starts", "max_length")


def inboxes_json(known: Names) -> list[dict[str, Any]]:
    """Return the inboxes by name, each with its channel's key, label and features."""
    return [{**inbox, **_channel(known.channels[inbox["id"]])} for inbox in known.refs("inboxes")]


def _channel(key: str) -> dict[str, Any]:
    channel = channel_named(key)
    features = asdict(channel.features) if channel else {}
    return {
        "channel": key,
        "channel_label": str(channel.label) if channel else key,
        "address_kind": channel.address_kind if channel else None,
        "features": {name: features.get(name) for name in SHOWN},
    }
