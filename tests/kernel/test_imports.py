"""Libraries are read late, or as if they were not there, and a start reads none that it does not need."""

import json
import os
import subprocess
import sys

import pytest

from helpdesk.kernel.imports import Lazy, without
from tests.servers import PROJECT

BIG = {"aiohttp", "alembic", "authlib", "flufl", "icalendar", "imapclient", "psycopg", "requests", "rich", "sendgrid"}


def test_a_lazy_module_is_read_when_it_is_asked():
    missing = Lazy("a_module_that_nobody_wrote")
    with pytest.raises(ModuleNotFoundError):
        _ = missing.anything
    assert Lazy("json").loads is json.loads


def test_what_is_hidden_cannot_be_imported_and_is_there_again_afterwards():
    known = sys.modules.pop("wave", None)
    try:
        with without("wave"), pytest.raises(ImportError):
            __import__("wave")
        assert __import__("wave").__name__ == "wave"
    finally:
        if known is not None:
            sys.modules["wave"] = known


def test_what_is_in_use_already_stays():
    with without("json"):
        assert __import__("json") is json


def test_a_web_process_reads_no_library_that_only_others_need(tmp_path):
    code = "import json, sys, wsgi; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    environment = {**os.environ, "HELPDESK_ROLE": "web", "DATABASE_URL": f"sqlite:///{tmp_path}/helpdesk.db"}
    environment["SECRET_KEY"] = "a secret of the tests that is long enough"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )
    assert BIG & set(json.loads(told.stdout)) == set()
