"""Pages of the workspace travel packed to a browser that can unpack them, and as they are to everybody else."""

import gzip

import pytest

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def desk(client, login, ada):
    """Ada's browser."""
    return login(client, ada)


def test_a_page_comes_packed_and_whole(desk):
    plain = desk.get("/desk/tickets")
    packed = desk.get("/desk/tickets", headers=PACKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert b'id="page-data"' in gzip.decompress(packed.data)


def test_who_cannot_unpack_gets_it_as_it_is(desk):
    for refused in ("identity", "gzip;q=0", ""):
        answer = desk.get("/desk/tickets", headers={"Accept-Encoding": refused})
        assert "Content-Encoding" not in answer.headers
        assert b'id="page-data"' in answer.data


def test_what_others_may_call_with_words_of_their_own_is_never_packed(client):
    assert "Content-Encoding" not in client.get("/login", headers=PACKED).headers
