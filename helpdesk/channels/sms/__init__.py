"""Text messages through Twilio: signed posts in (posted.py, inbound.py), its official client out (sending.py)."""

from helpdesk.channels.sms.channel import sms

__all__ = ["sms"]
