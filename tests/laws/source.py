"""Our own source files, for laws that read them."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from tests.servers import PROJECT


@cache
def tracked() -> list[Path]:
    """Return every file that is or may be committed."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listed, check=True, capture_output=True, text=True, cwd=PROJECT).stdout.splitlines()
    return [Path(name) for name in found if (PROJECT / name).is_file()]


def read(path: Path) -> str:
    """Return the text of one of our files."""
    return (PROJECT / path).read_text("utf-8")


def python(*folders: str) -> list[Path]:
    """Return the Python files below folders (or single files) of the project."""
    return [path for path in tracked() if path.suffix == ".py" and below(path, folders)]


def below(path: Path, folders: tuple[str, ...]) -> bool:
    """Tell whether a path lies in one of the folders."""
    return any(path.is_relative_to(folder) for folder in folders)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(read(path))


def calls(path: Path, name: str) -> list[str]:
    """Return where a file calls `….name(…)` or `name(…)`, as `path:line`."""
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and re.fullmatch(rf"(.*\.)?{name}", ast.unparse(node.func))
    ]
