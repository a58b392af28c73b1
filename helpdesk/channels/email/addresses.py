"""Reads address fields (RFC 5322, and what mailers really write) in one pass, without recursion.

Whoever forges a sender counts on two readers disagreeing. So whatever can be read in two
ways is still read, but named as a defect; see From in sender.py.
"""

from dataclasses import dataclass, field

from helpdesk.channels.email.words import decode_words, one_line, word_end

_LONGEST = 320
_STOPS = frozenset('",;<(: \t\r\n')


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the address as written, the display name decoded (may be empty)."""

    email: str
    name: str = ""


@dataclass(slots=True)
class AddressList:
    """The mailboxes of one field and what was wrong with it."""

    addresses: list[Address] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Mailbox:
    """What has been read of the mailbox in work."""

    words: list[str] = field(default_factory=list)  # the phrase, or a bare address
    quoted: list[str] = field(default_factory=list)  # names that stood in quotes
    comments: list[str] = field(default_factory=list)
    angle: str | None = None


def read_addresses(value: str, *, limit: int = 500) -> AddressList:
    """All mailboxes of an unfolded field value; groups are flattened, at most `limit` are kept."""
    found = AddressList()
    box = _Mailbox()
    position, size = 0, len(value)
    in_group = False
    while position < size and len(found.addresses) < limit:
        char = value[position]
        if char == '"':
            position = _quoted(value, position, box, found)
        elif char == "(":
            position = _comment(value, position, box, found)
        elif char == "<":
            position = _angle(value, position, box, found)
        elif char in ",;":
            _finish(box, found)
            box = _Mailbox()
            in_group = in_group and char == ","
            position += 1
        elif char == ":" and not in_group and box.angle is None and "@" not in "".join(box.words):
            box, in_group = _Mailbox(), True  # The name of a group, which nobody needs.
            position += 1
        else:
            position = _word(value, position, box)
    if position < size:
        found.defects.append(f"more than {limit} addresses: the rest was not read")
    else:
        _finish(box, found)
    return found


def _quoted(value: str, position: int, box: _Mailbox, found: AddressList) -> int:
    """Read a quoted string; without its closing quote the quote is an ordinary sign."""
    out: list[str] = []
    index = position + 1
    while index < len(value):
        char = value[index]
        if char == "\\" and index + 1 < len(value):
            out.append(value[index + 1])
            index += 2
            continue
        if char == '"':
            break
        out.append(char)
        index += 1
    else:
        found.defects.append("a quoted name does not end")
        # Whatever follows the stray quote may hold the address, so look for it there.
        return position + 1
    text = "".join(out)
    if index + 1 < len(value) and value[index + 1] == "@":
        box.words.append(value[position : index + 1])  # "john doe"@example.com
    else:
        box.words.append(text)
        box.quoted.append(text)
    return index + 1


def _comment(value: str, position: int, box: _Mailbox, found: AddressList) -> int:
    depth, out, index = 0, [], position
    while index < len(value):
        char = value[index]
        if char == "\\":
            out.append(value[index + 1 : index + 2])
            index += 2
            continue
        depth += (char == "(") - (char == ")")
        if depth == 0:
            break
        if index > position:
            out.append(char)
        index += 1
    if depth:
        found.defects.append("a comment does not end")
        # Read the rest as if the bracket were not there, once: brackets are then plain signs.
        index = position + len(value[position:]) - len(value[position:].lstrip("("))
        box.words.append("(")
        return index
    box.comments.append("".join(out))
    return index + 1


def _angle(value: str, position: int, box: _Mailbox, found: AddressList) -> int:
    close = value.find(">", position)
    if close < 0:
        found.defects.append("an address does not end")
        close = len(value)
    inner = value[position + 1 : close]
    if "<" in inner:  # <<joe@example.com>>, or a name with a smaller-than sign
        found.defects.append("brackets within brackets")
        inner = inner[inner.rfind("<") + 1 :]
    if box.angle is not None:
        found.defects.append("two addresses without a comma")
        _finish(box, found)
        box.words, box.quoted, box.comments = [], [], []
    box.angle = inner
    return close + 1


def _word(value: str, position: int, box: _Mailbox) -> int:
    stop = word_end(value, position)
    if stop > position:
        box.words.append(value[position:stop])
        return stop
    index = position
    while index < len(value) and value[index] not in _STOPS:
        index += 1
        if value.startswith("=?", index) and word_end(value, index) > index:
            break
    if index == position:
        if value[position] == ":":
            box.words.append(":")
        else:
            box.words.append(" ")
        return position + 1
    box.words.append(value[position:index])
    return index


def _finish(box: _Mailbox, found: AddressList) -> None:
    phrase = one_line("".join(box.words))
    if box.angle is None:
        if not phrase and not box.comments:
            return
        email, name = phrase, one_line(decode_words(" ".join(box.comments)))
        if " " in email and not email.startswith('"'):
            email, name = _bare(email, name, found)
    else:
        email, name = box.angle, one_line(decode_words(phrase))
        _doubt(phrase, box, found)
        if not name:
            name = one_line(decode_words(" ".join(box.comments)))
    email = _address(email)
    if not phrase and box.angle is None:
        return  # Nothing but a comment.
    if any("@" in comment for comment in box.comments):
        found.defects.append("an address stands in a comment")
    if "@" not in email.strip("@"):
        found.defects.append("not an address")
    if email or name:
        found.addresses.append(Address(email[:_LONGEST], name[:_LONGEST].strip("'\" ")))


def _bare(phrase: str, name: str, found: AddressList) -> tuple[str, str]:
    """An address without brackets among other words: `Joe Doe joe@example.com`, `joe @ example.com`."""
    tight = phrase.replace(" @ ", "@").replace("@ ", "@").replace(" @", "@")
    words = tight.split(" ")
    candidates = [word for word in words if "@" in word.strip("@")]
    if len(words) > 1:
        found.defects.append("words beside an address without brackets")
    if len(candidates) != 1:
        return (candidates[0] if candidates else phrase), name
    rest = " ".join(word for word in words if word != candidates[0])
    return candidates[0], name or one_line(decode_words(rest))


def _doubt(phrase: str, box: _Mailbox, found: AddressList) -> None:
    """`victim@corp.test <mallory@attacker.test>`: some readers see the victim."""
    unquoted = phrase
    for quoted in box.quoted:
        unquoted = unquoted.replace(quoted, "", 1)
    if "@" in unquoted and unquoted.strip("'\" ").lower() != _address(box.angle or "").lower():
        found.defects.append("an address stands in the place of a name")


def _address(written: str) -> str:
    """The address without what may stand around it: spaces, mailto:, a source route."""
    email = _without_comments(one_line(written)).strip("<> ")
    if not (email.startswith('"') and '"@' in email):
        email = email.strip("<>'\" ")
    if email[:7].lower() == "mailto:":
        email = email[7:]
    if email.startswith("@") and ":" in email:
        email = email.rpartition(":")[2]  # <@relay:joe@example.com>, RFC 822 source route
    if " " in email and not email.startswith('"'):
        email = email.replace(" ", "")
    return one_line(decode_words(email)).replace(" ", "") if "=?" in email else email


def _without_comments(text: str) -> str:
    """`pete(his account)@silly.test(his host)` is an address, says RFC 5322."""
    if "(" not in text or ")" not in text:
        return text
    out, depth = [], 0
    for char in text:
        depth += char == "("
        if depth == 0:
            out.append(char)
        depth -= char == ")" and depth > 0
    return "".join(out) if depth == 0 else text
