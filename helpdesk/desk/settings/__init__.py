"""The screens on which the workspace is set up: inboxes, teams, agents, and general settings."""
