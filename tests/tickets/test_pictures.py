"""Pictures that stand inside a message."""

import pytest

from helpdesk.kernel.body import BadInput
from helpdesk.tickets.models import Attachment
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.pictures import uploads_in, with_pictures
from helpdesk.tickets.uploads import upload
from tests.factories import a_reply, a_ticket
from tests.tickets.test_uploads import PNG


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def a_picture(by, data=PNG):
    return upload(data, filename="shot.png", claimed_type="image/png", by=by)


def showing(*files):
    return "<p>Look" + "".join(f'<img src="cid:upload-{file.id}@desk" alt="shot.png">' for file in files) + "</p>"


def test_a_picture_in_the_text_goes_with_the_reply_under_the_name_the_text_gives_it(ticket, ben):
    picture, other = a_picture(ben), a_picture(ben)

    message = a_reply(ticket, by=ben, html=showing(picture), upload_ids=[other.id])

    assert {file.id: (file.inline, file.content_id) for file in message.attachments} == {
        picture.id: (True, f"upload-{picture.id}@desk"),
        other.id: (False, None),
    }


def test_a_note_shows_pictures_too(ticket, ben):
    picture = a_picture(ben)

    note = add_note(ticket, by=ben, text="Look", html=showing(picture))

    assert with_pictures(note.html, note.attachments) == (
        f'<p>Look<img src="/desk/attachments/{picture.id}" alt="shot.png"></p>'
    )


def test_nobody_shows_a_colleagues_upload_or_a_picture_of_another_message(ticket, ben, ada):
    sent = a_picture(ben)
    a_reply(ticket, by=ben, html=showing(sent))

    for foreign in (a_picture(ada), sent, Attachment(id=10**9)):
        with pytest.raises(BadInput):
            a_reply(ticket, by=ben, html=showing(foreign))


def test_a_picture_that_is_none_is_attached(ticket, ben):
    file = a_picture(ben, data=b"no picture at all")

    assert a_reply(ticket, by=ben, html=showing(file)).attachments[0].inline is False


def test_a_picture_that_did_not_come_along_is_left_out():
    html = '<img src="cid:gone@x" alt="a"><img src="cid:a%40b&amp;c" alt="b">'
    file = Attachment(id=5, content_id="<a@b&c>")

    assert with_pictures(html, [file]) == '<img alt="a"><img src="/desk/attachments/5" alt="b">'
    assert with_pictures(None, [file]) is None


def test_only_uploads_named_exactly_so_are_taken():
    assert uploads_in('<img src="cid:upload-1@desk"> src="cid:upload-2@desk"x <img alt="cid:upload-3@desk">') >= {1}
    assert uploads_in('<img src="cid:upload-1@desk.example"><img src="cid:xupload-1@desk">') == frozenset()
    assert uploads_in(None) == frozenset()
