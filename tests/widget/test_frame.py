"""The chat's own page."""

import re


def test_the_page_names_its_icon_so_that_no_browser_guesses_where_one_is(client, chat):
    page = client.get(f"/widget/{chat.public_id}").text

    icon = re.search(r'<link rel="icon"[^>]* href="([^"]+)"', page)
    with client.get(icon[1]) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
