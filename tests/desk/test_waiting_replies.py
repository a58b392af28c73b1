"""A reply that waits to leave: colleagues see whose it is and until when, and not its words."""

from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.settings import put
from tests.telling import heard

JSON = {"Accept": "application/json"}


def test_colleagues_see_it_come_and_go(desk, lead, url, at, tell, work, ben, ada, ticket):
    with work():
        put("sending.undo", 120, by=SYSTEM)
    hers = at(ada, ticket)

    draft = desk.post(f"{url}/replies", json={"text": "Have you plugged it in?"}).json["draft"]
    tell()

    waiting = {"id": draft["id"], "agent": {"id": ben.id, "name": "Ben"}, "release_at": draft["release_at"]}
    assert heard(hers)[-1]["ticket"]["leaving"] == [waiting | {"scheduled": False}]
    page = lead.get(url, headers=JSON)
    assert page.json["ticket"]["leaving"] == [waiting | {"scheduled": False}]
    assert "plugged" not in page.text

    desk.post(f"{url}/draft/undo", json={})
    tell()

    assert heard(hers)[-1]["ticket"]["leaving"] == []
    assert lead.get(url, headers=JSON).json["ticket"]["leaving"] == []
