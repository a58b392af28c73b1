"""Mail: parse.py reads any mail, posted.py keeps what arrives, compose.py builds what leaves, two routes carry it."""

from helpdesk.channels.email.channel import email

__all__ = ["email"]
