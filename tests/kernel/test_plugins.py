"""Plug-ins are found by lying in the folder; two with one key stop the start."""

import sys
from importlib import import_module
from types import ModuleType

import pytest

from helpdesk.kernel.plugins import PluginError, discover

BASE = "class Tool:\n    def __init__(self, key): self.key = key\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Make a package of the given files and return it with its base class."""
    (tmp_path / "toolbox_of_a_test").mkdir()
    monkeypatch.syspath_prepend(tmp_path)

    def make(**files: str) -> tuple[ModuleType, type]:
        for path, text in {"__init__": "", "base": BASE, **files}.items():
            file = tmp_path / "toolbox_of_a_test" / f"{path}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        return import_module("toolbox_of_a_test"), import_module("toolbox_of_a_test.base").Tool

    yield make
    for name in [name for name in sys.modules if name.startswith("toolbox_of_a_test")]:
        del sys.modules[name]


def tool(key: str) -> str:
    return f"from toolbox_of_a_test.base import Tool\ntool = Tool({key!r})\n"


def test_it_finds_modules_and_packages_in_order_of_their_keys(package):
    found = discover(*package(**{"saw": tool("saw"), "drill/__init__": tool("drill"), "notes": "x = 1"}))
    assert list(found) == ["drill", "saw"]
    assert found["saw"].key == "saw"


def test_two_with_one_key_are_named(package):
    with pytest.raises(
        PluginError, match=r"toolbox_of_a_test\.drill and toolbox_of_a_test\.saw both have the key 'saw'"
    ):
        discover(*package(saw=tool("saw"), drill=tool("saw")))


def test_one_that_imports_another_is_no_duplicate(package):
    found = discover(
        *package(saw=tool("saw"), drill=tool("drill") + "from toolbox_of_a_test.saw import tool as other\n")
    )
    assert list(found) == ["drill", "saw"]


def test_a_package_that_forgot_its_instance_is_named(package):
    forgot = "from toolbox_of_a_test.base import Tool\nclass Saw(Tool): ...\n"
    with pytest.raises(PluginError, match=r"toolbox_of_a_test\.saw holds no Tool"):
        discover(*package(**{"saw/__init__": forgot}))


@pytest.mark.parametrize("key", ["", "Saw", "a saw", "1"])
def test_a_key_is_a_plain_word(package, key):
    with pytest.raises(PluginError, match="has the key"):
        discover(*package(saw=tool(key)))


def test_a_broken_plug_in_stops_the_start_with_its_own_error(package):
    with pytest.raises(ZeroDivisionError):
        discover(*package(saw="1 / 0"))
