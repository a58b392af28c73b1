"""The command line as a script sees it: what is printed, what is said aside, and the exit code."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    lines: list[Any]
    aside: str

    @property
    def only(self) -> Any:
        """The one value that was printed."""
        assert len(self.lines) == 1, self
        return self.lines[0]


@pytest.fixture
def flask(app) -> Callable[..., Said]:
    """Run `flask …` on the test's database: `flask("inbox", "list")`; `given` is its standard input."""

    def run(*arguments: str, given: bytes = b"") -> Said:
        result = app.test_cli_runner().invoke(args=list(arguments), input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        return Said(result.exit_code, lines, result.stderr)

    return run


@pytest.fixture
def inbox(flask) -> str:
    """The address of an email inbox."""
    address = "support@acme.example"
    flask("inbox", "create", "--channel", "email", "--name", "Support", "--address", address)
    return address
