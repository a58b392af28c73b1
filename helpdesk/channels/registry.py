"""Which channels there are: the subpackages of helpdesk/channels, found once."""

from functools import cache
from typing import Any

from helpdesk import channels
from helpdesk.channels.base import Channel
from helpdesk.kernel.plugins import discover


@cache
def all_channels() -> dict[str, Channel[Any]]:
    """Return every channel by its key. Raises `PluginError` when two cannot be used together."""
    return discover(channels, Channel)


def channel_named(key: str) -> Channel[Any] | None:
    """Return the channel with this key, if there is one."""
    return all_channels().get(key)


def is_live(key: str) -> bool:
    """Tell whether pages of ours show what is said on this channel while it is said."""
    channel = channel_named(key)
    return channel is not None and channel.features.live
