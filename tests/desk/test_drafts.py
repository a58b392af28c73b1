"""What an agent has begun to write is on the server: it outlives the page and follows to another device."""

import io

import pytest

from helpdesk.kernel.db import db as rows
from helpdesk.tickets.models import Attachment
from helpdesk.tickets.uploads import forget_uploads

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0\x90wS\xde"
JSON = {"Accept": "application/json"}


@pytest.fixture
def write(desk, url):
    """Ben's typing, as his page sends it."""
    return lambda **more: desk.put(f"{url}/draft", json={"kind": "reply", "text": "Have you tried"} | more)


@pytest.fixture
def drafts(desk):
    """What a page of Ben's would find when it is opened."""
    return lambda browser=desk: browser.get("/desk/drafts", headers=JSON).json["drafts"]


def counted(desk):
    views = desk.get("/desk/tickets", headers=JSON).json["views"]
    return next(view["count"] for view in views if view["key"] == "drafts")


def test_what_was_typed_is_there_on_another_device(write, app, login, ben, url):
    write(text="Have you tried ", html="<p>Have you tried</p>", to=["eli@customer.example"], last_message_id=1)

    phone = login(app.test_client(), ben)
    (draft,) = phone.get(f"{url}/draft", headers=JSON).json["drafts"]

    assert (draft["kind"], draft["text"], draft["html"]) == ("reply", "Have you tried ", "<p>Have you tried</p>")
    assert (draft["to"], draft["cc"], draft["last_message_id"]) == (["eli@customer.example"], None, 1)
    assert (draft["release_at"], draft["held"]) == (None, None)


def test_reply_and_note_are_two_drafts_and_the_newest_words_win(write, drafts):
    write()
    write(text="Have you tried turning it off?")
    write(kind="note", text="She was angry.")

    assert sorted((one["kind"], one["text"]) for one in drafts()) == [
        ("note", "She was angry."), ("reply", "Have you tried turning it off?"),
    ]  # fmt: skip


def test_deleting_every_word_or_throwing_it_away_leaves_no_draft(write, drafts, desk, url):
    write()
    assert write(text=" \n").json == {"draft": None}
    assert drafts() == []

    write()
    assert desk.delete(f"{url}/draft?kind=note").status_code == 204
    assert len(drafts()) == 1
    assert desk.delete(f"{url}/draft").status_code == 204
    assert drafts() == []


def test_colleagues_and_strangers_see_nothing_of_it(write, drafts, lead, stranger, url):
    write()

    assert drafts(lead) == []
    assert drafts(stranger) == []
    foreign, nothing = (
        stranger.get(f"{url}/draft", headers=JSON),
        stranger.get("/desk/tickets/9999/draft", headers=JSON),
    )
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.json == nothing.json
    assert stranger.put(f"{url}/draft", json={"kind": "reply", "text": "x"}).status_code == 404


def test_the_sidebar_counts_tickets_with_a_draft_and_lists_them(write, desk, ticket):
    assert counted(desk) == 0

    write()
    write(kind="note")

    assert counted(desk) == 1
    listed = desk.get("/desk/tickets?view=drafts", headers=JSON).json["tickets"]
    assert [one["number"] for one in listed] == [ticket.number]


def test_a_sent_reply_is_no_draft_any_more(write, drafts, desk, url):
    write()
    write(kind="note")

    desk.post(f"{url}/replies", json={"text": "Have you tried turning it off?"})
    desk.post(f"{url}/notes", json={"text": "She was angry."})

    assert drafts() == []


def test_a_file_of_a_draft_is_kept_as_long_as_the_draft(write, drafts, desk, url, work, clock):
    put = {"file": (io.BytesIO(b"notes"), "notes.txt")}
    file = desk.post("/desk/uploads", data=put, content_type="multipart/form-data").json
    write(attachments=[file["id"]])

    clock.tick(days=3)
    with work():
        forget_uploads()
    (draft,) = drafts()
    assert [one["name"] for one in draft["attachments"]] == ["notes.txt"]

    write(text="", attachments=[])
    with work():
        forget_uploads()
        assert rows.session.get(Attachment, file["id"]) is None


def test_a_picture_in_a_draft_is_kept_as_long_as_the_draft(write, drafts, desk, url, work, clock):
    put = {"file": (io.BytesIO(PNG), "kettle.png")}
    picture = desk.post("/desk/uploads", data=put, content_type="multipart/form-data").json["id"]
    write(text="", html=f'<p><img src="cid:upload-{picture}@desk"></p>')

    clock.tick(days=3)
    with work():
        forget_uploads()
    (draft,) = drafts()
    assert f"upload-{picture}@desk" in draft["html"]
    assert draft["attachments"] == []
    answer = desk.post(f"{url}/replies", json={"text": "See", "html": draft["html"]})
    assert [one["id"] for one in answer.json["message"]["attachments"]] == [picture]


def test_whom_a_note_calls_is_known_on_another_device(write, app, login, ben, ada, url, ticket):
    write(kind="note", text="@Ada, can you look?", mentions=[ada.id])

    phone = login(app.test_client(), ben)
    (draft,) = phone.get(f"{url}/draft", headers=JSON).json["drafts"]
    assert draft["mentions"] == [ada.id]
    phone.post(f"{url}/notes", json={"text": draft["text"], "mentions": draft["mentions"]})
    listed = login(app.test_client(), ada).get("/desk/tickets?view=mentions", headers=JSON).json["tickets"]
    assert [one["number"] for one in listed] == [ticket.number]


def test_only_own_files_can_be_held(write, lead, desk):
    put = {"file": (io.BytesIO(b"notes"), "notes.txt")}
    foreign = lead.post("/desk/uploads", data=put, content_type="multipart/form-data").json

    answer = write(attachments=[foreign["id"]])

    assert (answer.status_code, answer.json["error"]["field"]) == (400, "attachments")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "mail"}, "kind"), ({"kind": None}, "kind"), ({"text": 7}, "text"), ({"text": "x" * 200_001}, "text"),
        ({"html": []}, "html"), ({"to": "a@b.example"}, "to"), ({"attachments": ["1"]}, "attachments"),
        ({"status": "gone"}, "status"), ({"last_message_id": -1}, "last_message_id"),
        ({"release_at": "x"}, "release_at"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_the_last_words_stay(write, drafts, wrong, field):
    write()

    answer = write(**wrong)

    assert (answer.status_code, answer.json["error"]["field"]) == (400, field)
    assert [one["text"] for one in drafts()] == ["Have you tried"]


def test_every_window_of_its_author_follows_and_nobody_elses(write, at, ben, ada, tell, ticket):
    own, other = at(ben), at(ada, ticket)

    tell.begin()
    write(text="Have you tried turning it off?")
    tell()

    drafts = [one["args"][0]["draft"] for one in own.get_received() if one["args"][0].get("kind") == "draft"]
    assert [one["text"] for one in drafts] == ["Have you tried turning it off?"]
    assert [one for one in other.get_received() if one["args"][0].get("kind") == "draft"] == []
