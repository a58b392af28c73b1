"""What every answer carries: headers, a nonce of its own, the names templates use."""

import re
from urllib.parse import unquote

import pytest
from flask import current_app, g, render_template_string
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from helpdesk.kernel import web
from helpdesk.kernel.assets import asset
from helpdesk.kernel.web import created, nonce, see_other

pytestmark = pytest.mark.database


def directives(answer):
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (part.split() for part in parts)}


@pytest.mark.parametrize("number", ["1e3", "0x1", "-1", "+1", "\uff11\uff12", "9" * 30, "1.0", "null", "[]", "1%00"])
def test_what_is_no_plain_number_is_an_unknown_address(app, number):
    rule = Rule("/things/<int:thing>", endpoint="thing")
    plain = Map([rule], converters=app.url_map.converters).bind("helpdesk.example")
    assert plain.match("/things/12") == ("thing", {"thing": 12})
    with pytest.raises(NotFound):
        plain.match(f"/things/{unquote(number)}")


@pytest.mark.parametrize("path", ["/healthz", "/desk/login", "/nothing/there", "/static/img/favicon.svg"])
def test_every_answer_is_hardened(app, client, path):
    with client.get(path) as answer:
        policy = directives(answer)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert (
        policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    )
    assert policy["form-action"] == policy["connect-src"] == ["'self'"]
    assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]
    assert not any("unsafe" in word for word in policy["script-src"])


def test_answers_are_not_kept_by_anybody_but_files_are(client):
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"
    with client.get("/static/img/favicon.svg") as file:
        assert "no-store" not in file.headers.get("Cache-Control", "")


def test_each_answer_has_a_nonce_of_its_own_and_its_scripts_carry_it(doors):
    def page():
        return render_template_string('<script nonce="{{ nonce() }}"></script>')

    client = doors(page)
    seen = set()
    for _ in range(3):
        answer = client.get("/page")
        (used,) = re.findall(r'nonce="([^"]+)"', answer.text)
        assert f"'nonce-{used}'" in directives(answer)["script-src"]
        seen.add(used)
    assert len(seen) == 3


def test_a_refused_csrf_token_is_a_page_too_old_and_changes_nothing(doors, teams):
    def ring():
        raise AssertionError

    client = doors(ring)
    client.application.config["WTF_CSRF_ENABLED"] = True
    page, data = client.post("/ring"), client.post("/ring", json={})
    assert page.status_code == data.status_code == 403
    assert "too old" in page.text
    assert data.json["error"]["code"] == "csrf"
    assert nonce_of(page) not in {"", "None"}


def nonce_of(answer):
    return directives(answer)["script-src"][0].removeprefix("'nonce-").removesuffix("'")


def test_a_door_may_name_who_frames_it_and_keep_its_own_headers(doors):
    def framed():
        g.frame_ancestors = "https://shop.example"
        return "yes", 200, {"Cache-Control": "private"}

    answer = doors(framed).get("/framed")
    assert directives(answer)["frame-ancestors"] == ["https://shop.example"]
    assert answer.headers["Cache-Control"] == "private"


def test_a_built_file_is_found_by_its_plain_name(doors, tmp_path):
    def script():
        current_app.static_folder = str(tmp_path)
        return asset("desk.js") + " " + asset("desk.css")

    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "manifest.json").write_text('{"desk.js": "dist/desk-1a2b.js"}')
    assert doors(script).get("/script").text == "/static/dist/desk-1a2b.js /static/dist/desk.css"


def test_success_sends_a_form_on_and_tells_a_program_what_was_made(doors):
    def done():
        return see_other("health.healthz", after="it")

    def make():
        return created(id=4)

    client = doors(done, make)
    answer = client.post("/done")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/healthz?after=it")
    answer = client.post("/make")
    assert (answer.status_code, answer.json) == (201, {"id": 4})


def test_the_nonce_belongs_to_the_request(app):
    with app.test_request_context():
        app.preprocess_request()
        assert len(nonce()) >= 20


def test_the_gets_that_write_are_listed_by_name():
    assert {"health.readyz"} == web.WRITING_GETS
