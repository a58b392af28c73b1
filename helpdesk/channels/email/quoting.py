"""Parts what is new in a plain text reply from the earlier mails it quotes, in linear time."""


def cut_quote(text: str) -> tuple[str, str]:
    """The new text and the quoted rest."""
    lines = text.split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if not end:
        return text, ""
    return "\n".join(lines[:end]).strip("\n"), "\n".join(lines[end:]).strip("\n")
