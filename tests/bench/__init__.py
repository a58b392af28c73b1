"""`make bench`: what Helpdesk takes, beside the bare floor measured in the same run. Everything is on loopback."""
