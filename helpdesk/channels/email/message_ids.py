"""Message-IDs of Message-ID, In-Reply-To and References, with their angle brackets."""

from helpdesk.channels.email.headers import Headers

_LONGEST = 998


def message_ids(headers: Headers, name: str, *, limit: int) -> tuple[str, ...]:
    """The ids of a field in their order, each once.

    Of too many the first and the newest are kept: the first names the thread, the newest
    what was answered.
    """
    found: dict[str, None] = {}
    for value in headers.all(name):
        found.update(dict.fromkeys(_read(value)))
    ids = list(found)
    return tuple(ids if len(ids) <= limit else ids[:1] + ids[len(ids) - limit + 1 :])


def _read(value: str) -> list[str]:
    if "<" not in value:
        # Some mailers forget the brackets.
        return [f"<{word}>" for word in value.split(" ") if "@" in word and len(word) < _LONGEST]
    ids: list[str] = []
    for piece in value.split("<")[1:]:
        inner, closed, _ = piece.partition(">")
        inner = inner.replace(" ", "")
        if closed and inner and len(inner) < _LONGEST:
            ids.append(f"<{inner}>")
    return ids
