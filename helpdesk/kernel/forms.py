"""Forms of plug-ins: a dataclass that says how its fields are asked becomes a form, and the answers a value again.

A secret is never shown again: a blank answer keeps the old one, and `split` tells secrets apart for sealing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, asdict, dataclass, field, fields
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from helpdesk.kernel.i18n import gettext as _

MAX_TEXT = 500
MAX_AREA = 5_000
MAX_SECRET = 10_000
MAX_DIGITS = 12
ON = frozenset({"1", "on", "true", "yes"})
OFF = frozenset({"", "0", "off", "false", "no"})

Kind = Literal["text", "area", "secret", "number", "choice", "switch"]
Choices = Sequence[tuple[str, Any]]


class Asked(Protocol):
    """A dataclass, every field of it made by `asks`. It may have `problems() -> Mapping[field, sentence]`."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


S = TypeVar("S", bound=Asked)


class Errors(dict[str, str]):
    """What is wrong with the answers: a sentence by field."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """How a field is asked. Numbers lie between `least` and `most`; `check` may raise ValueError with a sentence."""

    label: Any
    help: Any
    group: Any
    kind: Kind
    choices: Choices | Callable[[], Choices]
    required: bool
    least: int
    most: int
    check: Callable[[Any], object] | None

    def options(self) -> Choices:
        """Return the choices there are now."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field to draw. `value` is empty for a secret; `kept` says that there is one.

    `chosen`: it is not as it is in a form that nobody has touched.
    """

    name: str
    label: str
    help: str
    group: str
    kind: Kind
    choices: Sequence[tuple[str, str]]
    required: bool
    value: str | int | bool
    kept: bool
    chosen: bool
    error: str


def asks(
    label: Any,
    *,
    kind: Kind = "text",
    default: str | int | bool | None = None,
    help: Any = "",  # noqa: A002 -- The word the form shows it under.
    group: Any = "",
    choices: Choices | Callable[[], Choices] = (),
    required: bool = False,
    least: int = 0,
    most: int = 2**31,
    check: Callable[[Any], object] | None = None,
) -> Any:
    """Make a dataclass field that a form asks for; label, help and the words of choices may be `lazy`.

    `group` is the heading that stands above this field and those after it.

    Choices that only the database knows are a function; then `default` has to be given.
    """
    question = Question(
        label=label,
        help=help,
        group=group,
        kind=kind,
        choices=choices,
        required=required,
        least=least,
        most=most,
        check=check,
    )
    nothing: Mapping[Kind, str | int | bool] = {"number": least, "switch": False}
    if default is None:
        default = nothing.get(kind, "") if callable(choices) or not choices else choices[0][0]
    return field(default=default, metadata={"question": question}, repr=kind != "secret")


def draw(settings: type[S], current: S | None = None, errors: Mapping[str, str] | None = None) -> list[FormField]:
    """Return the fields to draw, with the present values (never a secret) and what was wrong with the last answers."""
    untouched = settings()
    shown = current or untouched
    drawn = []
    for name, question in _questions(settings).items():
        value, secret = getattr(shown, name), question.kind == "secret"
        drawn.append(
            FormField(
                name=name,
                label=str(question.label),
                help=str(question.help),
                group=str(question.group),
                kind=question.kind,
                choices=[(key, str(words)) for key, words in question.options()],
                required=question.required and not (secret and value),
                value="" if secret else value,
                kept=bool(secret and value),
                chosen=value != getattr(untouched, name),
                error=(errors or {}).get(name, ""),
            )
        )
    return drawn


def read(settings: type[S], form: Mapping[str, Any], current: S | None = None, *, partial: bool = False) -> S | Errors:
    """Return the value that the answers make, or what is wrong with them; names nobody asked for are ignored.

    A blank secret keeps the one of `current`. With `partial` (a command line) every field not named keeps its value;
    without it (a form) a switch not named is off.
    """
    kept = current or settings()
    values, errors = asdict(kept), Errors()
    for name, question in _questions(settings).items():
        if partial and name not in form:
            continue
        try:
            values[name] = _answer(
                question, form.get(name, ""), values[name], settings.__dataclass_fields__[name].default
            )
        except ValueError as error:
            errors[name] = str(error)
    value = settings(**values)
    errors.update(errors or getattr(value, "problems", dict)())
    return errors or value


def names(settings: type[Asked]) -> list[str]:
    """Return the names of the fields, for a door that refuses others."""
    return list(_questions(settings))


def split(value: Asked) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the plain values and the secrets, each by name: the first may be stored as they are."""
    questions, plain = _questions(type(value)), asdict(value)
    return plain, {name: plain.pop(name) for name, question in questions.items() if question.kind == "secret"}


def join(settings: type[S], plain: Mapping[str, Any], secrets: Mapping[str, str]) -> S:
    """Make the value again from what `split` gave; fields that are new since get their default, removed ones vanish."""
    stored = {**plain, **secrets}
    return settings(**{name: stored[name] for name in _questions(settings) if name in stored})


def _questions(settings: type[Asked]) -> dict[str, Question]:
    return {known.name: known.metadata["question"] for known in fields(settings)}


def _answer(question: Question, given: object, old: Any, default: Any) -> str | int | bool:
    """Return one answer in its type. Raises ValueError with a sentence."""
    if not isinstance(given, str):
        raise ValueError(_("This must be text."))  # noqa: TRY004 -- It becomes a sentence beside the field.
    text = "\n".join(given.strip().splitlines()) if question.kind == "area" else given.strip()
    if question.kind == "switch":
        return _switch(text)
    if not text:
        if question.kind == "secret" and old:
            return str(old)
        if question.required:
            raise ValueError(_("This is needed."))
        return default if question.kind in ("number", "choice") else ""
    value = _typed(question, text)
    if question.check is not None:
        question.check(value)
    return value


def _switch(text: str) -> bool:
    if text.lower() not in ON | OFF:
        raise ValueError(_("This must be on or off."))
    return text.lower() in ON


def _typed(question: Question, text: str) -> str | int:
    match question.kind:
        case "number":
            if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
                raise ValueError(_("This must be a whole number."))
            if not question.least <= int(text) <= question.most:
                lowest, highest = question.least, question.most
                raise ValueError(_("This must lie between %(least)s and %(most)s.", least=lowest, most=highest))
            return int(text)
        case "choice":
            if text not in [key for key, _words in question.options()]:
                raise ValueError(_("This is not one of the choices."))
            return text
        case kind:
            most = {"secret": MAX_SECRET, "area": MAX_AREA}.get(kind, MAX_TEXT)
            if len(text) > most:
                raise ValueError(_("This is too long (at most %(most)s characters).", most=most))
            # A secret may be a key of several lines, and an area is for several.
            lines = text.splitlines() if kind in ("secret", "area") else [text]
            if not all(line.isprintable() for line in lines):
                raise ValueError(_("This holds characters that cannot be used."))
            return text
