"""Pictures inside a message: its HTML names them by Content-ID, as mail does; the desk shows them where they stand."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from helpdesk.tickets.models import Attachment

MAX_PICTURES = 200
# What the sanitiser writes: attributes always in double quotes.
_SOURCE = re.compile(r' src="cid:([^"]{1,998})"')
_UPLOAD = re.compile(r"upload-([0-9]{1,15})@desk")


def content_id_of(upload_id: int) -> str:
    """Return the name under which an agent's upload stands in the HTML of a message."""
    return f"upload-{upload_id}@desk"


def uploads_in(html: str | None) -> frozenset[int]:
    """Return the ids of the uploads that cleaned HTML shows in place."""
    names = _SOURCE.findall(html or "")[:MAX_PICTURES]
    return frozenset(int(found[1]) for name in names if (found := _UPLOAD.fullmatch(name)))


def with_pictures(html: str | None, attachments: Iterable[Attachment]) -> str | None:
    """Return cleaned HTML whose pictures come from the desk; one that did not come along is left out."""
    return placed(html, {one.content_id: f"/desk/attachments/{one.id}" for one in attachments if one.content_id})


def placed(html: str | None, urls: Mapping[str, str]) -> str | None:
    """Return cleaned HTML whose pictures come from these places, by their Content-ID."""
    if html is None or "cid:" not in html:
        return html
    known = {_bare(content_id): url for content_id, url in urls.items()}

    def place(match: re.Match[str]) -> str:
        found = known.get(_bare(unquote(match[1])))
        return f' src="{found}"' if found else ""

    return _SOURCE.sub(place, html)


def _bare(content_id: str | None) -> str:
    return (content_id or "").strip("<> ").replace("&amp;", "&")
