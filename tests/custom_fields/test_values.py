"""What is written into a custom field fits its type, or is refused with a sentence."""

import pytest

from helpdesk.custom_fields.models import CustomField
from helpdesk.custom_fields.values import read_value
from helpdesk.kernel.body import BadInput


def field(kind):
    return CustomField(key="f", label="F", type=kind, options=["Broken", "Late"])


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  A-4711 ", "A-4711"),
        ("text", "<b>&amp;</b>", "<b>&amp;</b>"),
        ("number", 12, 12),
        ("number", "12", 12),
        ("number", "-1,5", -1.5),
        ("number", "\u22122.25", -2.25),
        ("number", 0, 0),
        ("date", "2026-02-28", "2026-02-28"),
        ("choice", "Late", "Late"),
        ("checkbox", True, True),
        ("checkbox", "on", True),
    ],
)
def test_what_fits_is_kept_in_its_type(app, kind, given, kept):
    assert read_value(field(kind), given) == kept


@pytest.mark.parametrize("kind", ["text", "number", "date", "choice", "checkbox"])
@pytest.mark.parametrize("given", [None, "", "   "])
def test_nothing_keeps_nothing(app, kind, given):
    assert read_value(field(kind), given) is None


@pytest.mark.parametrize("given", [False, "off", "0"])
def test_an_unticked_checkbox_keeps_nothing(app, given):
    assert read_value(field("checkbox"), given) is None


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", "two\nlines"), ("text", "\0"), ("text", "x" * 501), ("text", 5), ("text", ["x"]), ("text", {}),
        ("number", "twelve"), ("number", True), ("number", "1e3"), ("number", "\uff11"), ("number", "1.2.3"),
        ("number", 2**53 + 2), ("number", float("inf")), ("number", "9" * 400), ("number", []), ("number", "-"),
        ("date", "2026-02-30"), ("date", "28.2.2026"), ("date", "20260228"), ("date", 5), ("date", "2026-W09-1"),
        ("choice", "late"), ("choice", 1), ("choice", ["Late"]), ("choice", {"a": 1}),
        ("checkbox", "perhaps"), ("checkbox", 5), ("checkbox", []),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(app, kind, given):
    with pytest.raises(BadInput) as refused:
        read_value(field(kind), given)
    assert refused.value.field == "value"
    assert refused.value.words
