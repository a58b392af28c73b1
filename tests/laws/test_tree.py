"""How the project is laid out: what may lie at the top, how long a file may be, what a mail's frame may never do."""

import re
import subprocess
import sys

from tests.laws.source import below, read, tracked
from tests.servers import PROJECT

TOP = {
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".npmrc", "LICENSE", "Makefile", "README.md",
    "biome.json", "config.py", "docs", "helpdesk", "migrations", "package-lock.json", "package.json",
    "pyproject.toml", "requirements-dev.in", "requirements-dev.txt", "requirements.in", "requirements.txt",
    "static", "templates", "tests", "tsconfig.json", "wsgi.py",
}  # fmt: skip
VAGUE = {"utils", "util", "helpers", "helper", "managers", "manager", "services", "service", "misc", "common"}


def test_the_top_level_holds_only_what_is_known():
    assert {path.parts[0] for path in tracked()} - TOP == set()


def test_no_file_is_too_long():
    checked = subprocess.run(
        [sys.executable, ".ci/lengths.py"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert checked.stdout == ""


def test_no_module_is_a_drawer():
    assert [str(path) for path in tracked() if VAGUE & {path.stem, *path.parts}] == []


def test_no_frame_lets_a_mail_run_scripts():
    sources = [path for path in tracked() if below(path, ("templates", "static/src", "helpdesk"))]
    texts = {path: read(path) for path in sources if path.suffix in {".html", ".ts", ".tsx", ".py"}}
    allowed = re.compile(r"sandbox\b[^;>]*allow-scripts")
    assert [str(path) for path, text in texts.items() if allowed.search(text)] == []


def test_no_template_runs_inline_script():
    handler = re.compile(r"<[^>]+\son[a-z]+\s*=|javascript:", re.IGNORECASE)
    pages = [path for path in tracked() if below(path, ("templates",)) and path.suffix == ".html"]
    assert [str(path) for path in pages if handler.search(read(path))] == []
