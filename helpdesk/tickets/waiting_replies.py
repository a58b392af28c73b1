"""Replies that wait to leave, as colleagues see them: whose and until when. Their words stay their author's."""

from typing import Any

from sqlalchemy import null

from helpdesk.kernel.packing import packed, unpacked
from helpdesk.tickets.drafts import Draft
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, carried, part
from helpdesk.tickets.rows import iso

SHOWN = (Draft.agent_id, Draft.release_at, Draft.scheduled)


@carried("leaving")
def _of_ticket(asked: Asked) -> Part | None:
    if asked.ticket is None:
        return None
    waiting = Draft.ticket_id == asked.ticket.ticket_id, Draft.release_at.is_not(None)
    return part("leaving", Draft.id, null(), packed(SHOWN)).where(*waiting)


def leaving_of(known: Names) -> list[dict[str, Any]]:
    """Return the replies of the ticket asked for that wait, the first to leave first."""
    drafts = (Draft(id=found.id, **unpacked(found.extra, SHOWN)) for found in known.beside["leaving"])
    return [
        {
            "id": draft.id,
            "agent": {"id": draft.agent_id, "name": known.agents.get(draft.agent_id, "")},
            "release_at": iso(draft.release_at),
            "scheduled": draft.scheduled,
        }
        for draft in sorted(drafts, key=lambda draft: (draft.release_at, draft.id))
    ]
