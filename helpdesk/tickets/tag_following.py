"""What names a tag follows it, in the transaction in which it is renamed or becomes part of another: here the views."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, projects
from helpdesk.tickets.saved_views import SavedView
from helpdesk.tickets.tag_events import TagMerged, TagRenamed
from helpdesk.tickets.tags import spelled


@projects(TagRenamed, TagMerged)
def views_follow(event: TagRenamed | TagMerged, _row: EventRow) -> None:
    """Let every saved view ask for the tag as it is called now."""
    for view in db.session.scalars(select(SavedView)):
        view.filter = respelled(view.filter, *event.spellings())


def respelled(condition: Mapping[str, Any], was: str, now: str) -> dict[str, Any]:
    """Return a condition (kernel/filters.py) in which a tag is called otherwise."""
    match condition:
        case {"all": list(parts)}:
            return {"all": [respelled(part, was, now) for part in parts]}
        case {"any": list(parts)}:
            return {"any": [respelled(part, was, now) for part in parts]}
        case {"not": part}:
            return {"not": respelled(part, was, now)}
        case {"field": "tags", "value": list(names)}:
            new = [now if spelled(str(name)) == was else name for name in names]
            return {**condition, "value": list(dict.fromkeys(new))}
        case {"field": "tags", "value": str(name)} if spelled(name) == was:
            return {**condition, "value": now}
    return dict(condition)
