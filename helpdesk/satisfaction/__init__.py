"""Ring 2. How did we do? One question per resolution, in the customer's own channel, and what they answered.

asking (a timer from the resolution on) → words (how each channel asks) → the outbox, like any message.
Back: links (portal/), a digit by text (by_reply), a card in the chat (widget/): all call answering.answer.
"""

from flask import Flask

from helpdesk.satisfaction import answering, asking, by_reply, merged, words

__all__ = ["answering", "asking", "by_reply", "init_app", "merged", "words"]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
