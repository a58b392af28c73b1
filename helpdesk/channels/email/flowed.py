"""format=flowed (RFC 3676): puts lines that the mailer wrapped together again."""

_SIGNATURE = "-- "


def unfold(text: str, *, delete_space: bool) -> str:
    """Text with its soft line breaks removed; quote depth and signature marks are kept."""
    out: list[str] = []
    open_depth: int | None = None  # the quote depth of the line that goes on, if any
    held: list[str] = []
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        goes_on = content.endswith(" ") and content != _SIGNATURE
        if open_depth is not None and (depth != open_depth or content == _SIGNATURE):
            out.append("".join(held))
            open_depth = None
        if open_depth is None:
            # One space between the marks and the words, as quotes are usually written.
            held = [">" * depth + " " if depth and content else ">" * depth]
        held.append(content[:-1] if goes_on and delete_space else content)
        open_depth = depth if goes_on else None
        if not goes_on:
            out.append("".join(held))
    if open_depth is not None:
        out.append("".join(held))
    return "\n".join(out)
