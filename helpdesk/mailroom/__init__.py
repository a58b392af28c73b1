"""Ring 1. Everything that arrives and leaves passes here.

In: intake (kept first; reading fetches from mailboxes) → processing (understood outside, gatekeepers, threading,
filing) or quarantine.
Chat: chatting (a visitor talks, our own page is trusted) and typing_signs. Unread there → fallback → digest by mail.
Answers by themselves: acknowledging. Agents by mail: agents_answer. An inbox tries itself: trials.
Out: outbox (a delivery per address) → sending (one provider call) → receipts (what became of it) → failing.
What belongs to no ticket and came back: returning. What is redacted takes with it what arrived: blanking.
"""

from flask import Flask

from helpdesk.mailroom import (
    acknowledging,
    blanking,
    envelopes,
    failing,
    fallback,
    intake,
    outbox,
    processing,
    reading,
    sending,
)

__all__ = [
    "acknowledging",
    "blanking",
    "envelopes",
    "failing",
    "fallback",
    "init_app",
    "intake",
    "outbox",
    "processing",
    "reading",
    "sending",
]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions."""
