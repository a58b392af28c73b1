"""Chat on the customer's own site: no provider, no hooks. The widget's door takes messages, open pages show ours."""

from helpdesk.channels.chat.channel import chat

__all__ = ["chat"]
