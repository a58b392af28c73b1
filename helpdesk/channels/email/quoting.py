"""Parts what is new in a plain text reply from the earlier mails it quotes, in linear time.

Answers written between quoted lines stay with those lines, for alone they make no sense.
Forwarded mail stays too: it is what the sender wants to show.
"""

import re
from dataclasses import dataclass

from helpdesk.channels.email.attribution import attribution_at, flat, looks_like_one
from helpdesk.channels.email.quote_words import (
    ABOVE,
    COLONS,
    DATE,
    FORWARDED,
    FROM,
    HEADER_KINDS,
    ORIGINAL,
    SUBJECT,
    TO,
)

_QUOTED = re.compile(r"[ \t]{0,3}[>\uff1e]")
_WRAPPED_END = re.compile(r">[^>]{0,30}[:\uff1a]\s*")
_BAR = re.compile(r"[ \t]{0,1}\|(?: |$)")
_RULE = re.compile(r"[\s*>]*(?:[-_=~*#\u2010-\u2014]\s?){3,}\s*")
_HEADER = re.compile(r"[\s>*_|]{0,12}([^\W\d_][^:\uff1a<>@*_]{0,30})[*_\s]{0,4}[:\uff1a]")
_EDGES = "-_=*~\u2010\u2014\u2013 \t>"
_SIGNATURE = re.compile(r"(?:--|—|__+)\s*")
_BLOCK_LINES = 14
_HEADER_LINES = 6
_FOREIGN_LINES = 2
_MARK_LENGTH = 150
_SIGN_OFF_LINES = 5
_SIGN_OFF_LENGTH = 160
_RULERS = frozenset("-_=*#\u2010\u2014\u2013~")
_INLINE = ":   "  # Yahoo on a phone: the quote begins in the line of its introduction.
_INLINE_LIMIT = 300
# How many lines of one mail get a close look: nobody's answer has more, and it bounds the work.
_LOOKS = 5_000


@dataclass(slots=True)
class _Mark:
    """Where an introduction of quoted text stands: its first line and the line after it."""

    start: int
    end: int
    kind: str  # "said" (On … wrote:), "head" (header block or Original Message), "forward"


def cut_quote(text: str, *, is_forward: bool = False) -> tuple[str, str]:
    """The new text and the quoted rest. `is_forward` if the subject says so."""
    lines = [part for line in text.split("\n") for part in _apart(line)]
    new = _Cut(lines, is_forward=is_forward).new_lines()
    kept = "\n".join(lines[index] for index in new).strip("\n")
    if not kept.strip():
        return text.strip("\n"), ""
    left = set(new)
    rest = "\n".join(line for index, line in enumerate(lines) if index not in left)
    return kept.rstrip(), rest.strip("\n") if rest.strip() else ""


def _apart(line: str) -> tuple[str, ...]:
    """Part an introduction from the quote that begins in the same line."""
    end = line.find(_INLINE, 0, _INLINE_LIMIT) + 1
    if end and "@" in line[:end] and line[end:].strip() and attribution_at([line[:end]], 0) is not None:
        return line[:end], line[end:].lstrip()
    return (line,)


class _Cut:
    """The lines of one mail, and which of them are quoted."""

    def __init__(self, lines: list[str], *, is_forward: bool) -> None:
        self.lines = lines
        self.is_forward = is_forward
        self.quoted = [bool(_QUOTED.match(line)) for line in lines]
        for index in range(1, len(lines)):
            # "Ben <help@shop.test" was wrapped before ">:", which is no quote.
            if self.quoted[index] and _WRAPPED_END.fullmatch(lines[index][:40]) and "<" in lines[index - 1]:
                self.quoted[index] = lines[index - 1].count("<") <= lines[index - 1].count(">")
        self.blank = [not line or line.isspace() for line in lines]
        self.last_quoted = max((index for index, quoted in enumerate(self.quoted) if quoted), default=-1)
        self.kept: list[int] = []
        self.has_words = False
        self.looks = _LOOKS

    def new_lines(self) -> list[int]:
        """Indexes of the lines to keep."""
        position = 0
        while (mark := self._next_mark(position)) is not None:
            if mark.kind == "forward":
                return [*self.kept, *range(position, len(self.lines))]
            self._keep(position, mark.start)
            if mark.kind == "head":
                if self.has_words:
                    return self._trimmed(cut=True)
                position = mark.start
                break
            position = mark.end
            if self._ends_with(mark):
                return self._trimmed(cut=True)
        self._keep(position, len(self.lines))
        return self._trimmed(cut=False)

    def _keep(self, start: int, end: int) -> None:
        self.has_words = self.has_words or any(map(self._is_own_word, range(start, end)))
        self.kept.extend(range(start, end))

    def _ends_with(self, said: _Mark) -> bool:
        """Tell whether the quote that "On … wrote:" introduces ends the mail; keep what is new after it."""
        self._take_bars(said.end)
        first = self._skip_blank(said.end)
        if first == len(self.lines):
            return True
        if not self.quoted[first]:
            # An original without quote marks: below an answer it is cut, at the top only its introduction.
            return self.has_words
        after = first
        while after < len(self.lines) and (self.quoted[after] or self.blank[after]):
            after += 1
        if self.last_quoted >= after or (self.has_words and not self._is_sign_off(after)):
            return False  # Answers stand between the quotes: they are kept together.
        following = self._next_mark(after)
        self._keep(after, following.start if following and following.kind != "forward" else len(self.lines))
        return True

    def _is_sign_off(self, start: int) -> bool:
        """Nothing, a signature, or a short farewell below the quote."""
        words: list[str] = []
        for index in range(start, len(self.lines)):
            if not self.blank[index]:
                words.append(self.lines[index].strip())
            if len(words) > _SIGN_OFF_LINES:
                break
        if not words or _SIGNATURE.fullmatch(words[0][:200]):
            return True
        short = len(words) <= _SIGN_OFF_LINES and sum(map(len, words)) < _SIGN_OFF_LENGTH
        return short and not any(word.endswith(("?", "!")) for word in words)

    def _next_mark(self, position: int) -> _Mark | None:
        """The first introduction outside quoted lines."""
        for index in range(position, len(self.lines)):
            if self.blank[index]:
                continue
            if self.quoted[index]:
                if self._is_forward_line(index):
                    return _Mark(index, index + 1, "forward")
                continue
            mark = self._mark_at(index, position)
            if mark is not None:
                return mark
        return None

    def _mark_at(self, index: int, floor: int) -> _Mark | None:
        line = self.lines[index]
        first = line.lstrip()[0]
        if not (":" in line or COLONS[1] in line or first in _RULERS or first.isdigit()) or self.looks <= 0:
            return None
        self.looks -= 1
        if self._is_forward_line(index):
            return _Mark(index, index + 1, "forward")
        if self._is_original(index) or self._is_header_block(index):
            kind = "forward" if self.is_forward else "head"
            return _Mark(self._above(index, floor), index + 1, kind)
        start = attribution_at(self.lines, index)
        if start is not None and start >= floor and not any(self.quoted[start:index]):
            return _Mark(self._above(start, floor), index + 1, "said")
        below = self._skip_blank(index + 1)
        if below < len(self.lines) and self.quoted[below] and looks_like_one(self.lines[index]):
            return _Mark(index, index + 1, "said")
        return None

    def _above(self, index: int, floor: int) -> int:
        """Take the rule above an introduction with it."""
        above = index - 1
        while above >= floor and self.blank[above]:
            above -= 1
        return above if above >= floor and _RULE.fullmatch(self.lines[above][:200]) else index

    def _is_forward_line(self, index: int) -> bool:
        words = flat(self.lines[index][:200]).strip(_EDGES).rstrip(": \uff1a").lower()
        return words in FORWARDED or (words.startswith("forwarded by ") and "-" in self.lines[index][:10])

    def _is_original(self, index: int) -> bool:
        line = flat(self.lines[index][:200])
        words = line.strip(_EDGES).rstrip(": \uff1a").lower()
        if words in ORIGINAL:
            return line.lstrip("*> ").startswith(
                ("--", "__", "==", "\u2014", "\u2013\u2013", "\u2010\u2010")
            ) or line.endswith("--")
        return any(phrase in words for phrase in ABOVE) and len(line) < _MARK_LENGTH

    def _is_header_block(self, index: int) -> bool:
        """From:, Sent:, To:, Subject: within a few lines, in any language."""
        if self._header_kind(index) not in {FROM, DATE, SUBJECT, TO}:
            return False
        kinds: set[str] = set()
        foreign = 0
        for at in range(index, min(index + _BLOCK_LINES, len(self.lines))):
            if self.blank[at]:
                continue
            kind = self._header_kind(at)
            if kind is None:
                foreign += 1
                if foreign > _FOREIGN_LINES:  # A value may go on over two lines.
                    break
                continue
            foreign = 0
            kinds.add(kind)
        # A contact form says From, To and Subject too, but not when it was sent; a journey has no subject.
        return {FROM, DATE, SUBJECT} <= kinds or (
            {FROM, DATE, TO} <= kinds and any("@" in line for line in self.lines[index : index + _HEADER_LINES])
        )

    def _header_kind(self, index: int) -> str | None:
        match = _HEADER.match(self.lines[index][:80])
        return HEADER_KINDS.get(flat(match[1]).lower()) if match else None

    def _take_bars(self, position: int) -> None:
        """Some programs quote with a bar: it counts right after an introduction only."""
        index = self._skip_blank(position)
        while index < len(self.lines) and (self.blank[index] or _BAR.match(self.lines[index])):
            if not self.blank[index]:
                self.quoted[index] = True
                self.last_quoted = max(self.last_quoted, index)
            index += 1

    def _skip_blank(self, index: int) -> int:
        while index < len(self.lines) and self.blank[index]:
            index += 1
        return index

    def _is_own_word(self, index: int) -> bool:
        return not self.blank[index] and not self.quoted[index] and not _RULE.fullmatch(self.lines[index][:200])

    def _trimmed(self, *, cut: bool) -> list[int]:
        """Take away the quote at the very end, which belongs to no answer any more."""
        kept = self._without_quote_above_signature()
        end = len(kept)
        while end and (self.blank[kept[end - 1]] or self.quoted[kept[end - 1]]):
            if self._is_forward_line(kept[end - 1]):
                return kept
            cut = cut or self.quoted[kept[end - 1]]
            end -= 1
        while cut and end and not self._is_own_word(kept[end - 1]) and not self.quoted[kept[end - 1]]:
            end -= 1
        return kept[:end]

    def _without_quote_above_signature(self) -> list[int]:
        """Take away a last quote below which only a signature follows."""
        last = len(self.kept)
        while last and not self.quoted[self.kept[last - 1]]:
            last -= 1
        below = next((index for index in self.kept[last:] if not self.blank[index]), None)
        if not last or below is None or not _SIGNATURE.fullmatch(self.lines[below][:200]):
            return self.kept
        first = last
        while first and (self.quoted[self.kept[first - 1]] or self.blank[self.kept[first - 1]]):
            first -= 1
        run = self.kept[first:last]
        if not first or any(self._is_forward_line(index) for index in run):
            return self.kept
        between = [] if self.blank[self.kept[last]] or not self.blank[run[0]] else run[:1]
        return [*self.kept[:first], *between, *self.kept[last:]]
