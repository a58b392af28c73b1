"""What may be done in one place only: committing, emitting, reading the wall clock."""

import ast
import re

import pytest

from tests.laws.source import calls, parsed, python, read

CODE = ("helpdesk", "config.py", "wsgi.py")


def found(*names: str, outside: tuple[str, ...]) -> list[str]:
    return [
        place
        for path in python(*CODE)
        if str(path) not in outside
        for name in names
        for place in calls(path, name)
    ]  # fmt: skip


def test_only_the_unit_of_work_commits():
    assert found(r"commit", outside=("helpdesk/kernel/db.py",)) == []


def test_only_live_news_emits():
    assert found(r"emit", outside=("helpdesk/kernel/live.py",)) == []


# Where the machine's time is meant, not ours: cookies and links are judged by itsdangerous' own clock.
@pytest.mark.parametrize(
    "reader", [r"datetime\.now", r"datetime\.utcnow", r"datetime\.today", r"date\.today", r"time\.time"]
)
def test_only_the_clock_reads_the_time(reader):
    assert found(reader, outside=("helpdesk/kernel/clock.py",)) == []


def test_the_database_never_says_what_time_it_is():
    clock = re.compile(r"func\.(now|current_timestamp)\(|CURRENT_TIMESTAMP|server_default=.*now\(")
    assert [str(path) for path in python("helpdesk", "migrations") if clock.search(read(path))] == []


def test_no_import_hides_in_a_function():
    hidden = [
        f"{path}:{inner.lineno}"
        for path in python("helpdesk", "tests", "migrations", ".ci", "config.py", "wsgi.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_test_sleeps():
    """Scripts beside the tests (bench, burst) may wait for a server to settle."""
    tests = [path for path in python("tests") if path.name.startswith(("test_", "conftest"))]
    assert [place for path in tests for place in calls(path, "sleep")] == []
