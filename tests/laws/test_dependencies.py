"""Every package is asked for by name, explained in docs/dependencies.md, and used."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions

from tests.laws.source import parsed, python
from tests.servers import PROJECT

OURS = {"helpdesk", "config", "wsgi", "tests"}
# Used without being imported by us.
UNSEEN = {
    "python-socketio": "Flask-SocketIO's server; named for its lowest safe version",
    "simple-websocket": "found by python-engineio",
    "packaging": "imported by gunicorn's gevent worker",
    "tzdata": "found by zoneinfo",
    "redis": "Flask-SocketIO and Flask-Limiter, given REDIS_URL",
    "gunicorn": "run as a program",
    "alembic": "comes with Flask-Migrate",
    "jinja2": "comes with Flask",
    "werkzeug": "comes with Flask",
    "click": "comes with Flask",
    "markupsafe": "comes with Flask",
    "wtforms": "comes with Flask-WTF",
    "limits": "comes with Flask-Limiter",
    "python-http-client": "comes with SendGrid's client, whose errors it raises",
    "requests": "comes with Twilio's client, whose errors it raises",
    "urllib3": "comes with Twilio's client, whose errors it raises",
    "python-engineio": "comes with python-socketio",
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(path: str) -> set[str]:
    return {plain(found) for found in re.findall(r"^[A-Za-z0-9][A-Za-z0-9._-]*", read_text(path), re.MULTILINE)}


def read_text(path: str) -> str:
    return (PROJECT / path).read_text("utf-8")


def locked() -> dict[str, str]:
    text = "".join(map(read_text, ("requirements.txt", "requirements-dev.txt", ".ci/node.txt")))
    found = {plain(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)}
    wanted = json.loads(read_text("package.json"))
    return found | wanted["dependencies"] | wanted["devDependencies"]


def imported(*folders: str) -> set[str]:
    """Return the distributions that our files import."""
    modules: set[str] = set()
    for path in python(*folders):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    homes = packages_distributions()
    return {plain(homes.get(module, [module])[0]) for module in modules - OURS - sys.stdlib_module_names - {"flufl"}}


def test_the_page_names_each_package_with_its_locked_version():
    rows = dict(
        re.findall(
            r"^\| ([@\w/.-]+) \| ([\d.]+) \| [^|]+ \| [^|]+ \|$", read_text("docs/dependencies.md"), re.MULTILINE
        )
    )
    wanted = json.loads(read_text("package.json"))
    named = asked("requirements.in") | asked("requirements-dev.in") | asked(".ci/node.in")
    named |= {*wanted["dependencies"], *wanted["devDependencies"]}

    assert set(rows) == named
    assert {name: version for name, version in rows.items() if locked()[name] != version} == {}


def test_what_the_server_imports_is_asked_for():
    assert (
        imported("helpdesk", "migrations", "config.py", "wsgi.py") - asked("requirements.in") - UNSEEN.keys() == set()
    )


def test_what_the_tests_import_is_asked_for():
    known = asked("requirements.in") | asked("requirements-dev.in") | UNSEEN.keys()
    assert imported("tests", ".ci") - known == set()


def test_what_is_asked_for_is_used():
    used = imported("helpdesk", "migrations", "config.py", "wsgi.py") | UNSEEN.keys() | {"flufl-bounce"}
    assert asked("requirements.in") - used == set()
