"""Ring 3. The agents' screens and sockets, one file per noun; thin."""

from flask import Flask

from helpdesk.desk import (
    attached_mail,
    bell,
    brand,
    bulk,
    changes,
    contact_merging,
    contacts,
    deliveries,
    door,
    drafts,
    earlier,
    envelopes,
    files,
    invitations,
    known_people,
    live,
    login,
    macros,
    merging,
    message_acts,
    messages,
    moved,
    next,  # noqa: A004 -- The screen is called so.
    notes,
    notification_choices,
    notifications,
    pages,
    presence,
    profile,
    reads,
    replies,
    satisfaction,
    saved_views,
    setup,
    sockets,
    splitting,
    starting,
    stuck,
    suppressions,
    tickets,
)
from helpdesk.desk.settings import (
    agents,
    audit,
    fields,
    general,
    inboxes,
    places,
    roles,
    rules,
    service_levels,
    tags,
    teams,
    trials,
)
from helpdesk.desk.settings import macros as macro_settings

__all__ = ["init_app", "live", "moved"]

BLUEPRINTS = (
    brand.bp,
    login.bp,
    setup.bp,
    invitations.bp,
    presence.bp,
    next.bp,
    profile.bp,
    inboxes.bp,
    trials.bp,
    teams.bp,
    rules.bp,
    macro_settings.bp,
    tags.bp,
    roles.bp,
    audit.bp,
    agents.bp,
    fields.bp,
    general.bp,
    service_levels.bp,
    deliveries.bp,
    envelopes.bp,
    stuck.bp,
    suppressions.bp,
    satisfaction.bp,
    notifications.bp,
    notification_choices.bp,
    reads.bp,
    bulk.bp,
    tickets.bp,
    earlier.bp,
    saved_views.bp,
    replies.bp,
    drafts.bp,
    starting.bp,
    notes.bp,
    changes.bp,
    merging.bp,
    splitting.bp,
    files.bp,
    attached_mail.bp,
    messages.bp,
    message_acts.bp,
    macros.bp,
    known_people.bp,
    contacts.bp,
    contact_merging.bp,
    sockets.bp,
)


def init_app(app: Flask) -> None:
    """Set up log-in and page context, then open every door."""
    door.init_app(app)
    pages.init_app(app)
    bell.init_app(app)
    brand.init_app(app)
    places.init_app(app)
    setup.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
