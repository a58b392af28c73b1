"""What is new in the HTML of a reply, by the marks of each mail program."""

import pytest

from helpdesk.channels.email.parse import parse
from helpdesk.channels.email.quoting_html import cut_quote_html

SAID = "On Mon, 2 Mar 2026 at 09:00, Ben &lt;help@shop.test&gt; wrote:"
BLOCK = "<b>From:</b> Ben<br><b>Sent:</b> Monday<br><b>To:</b> Dora<br><b>Subject:</b> x"

INTERLEAVED = (
    f'<div class="gmail_quote"><div>{SAID}</div><blockquote class="gmail_quote">Colour?</blockquote><div>Red</div>'
    '<blockquote class="gmail_quote">Size?</blockquote><div>Small</div></div>'
)
REPLIES = {
    "Gmail": f'<div dir="ltr">New</div><br><div class="gmail_quote"><div class="gmail_attr">{SAID}<br></div>'
    '<blockquote class="gmail_quote">Old</blockquote></div>',
    "Apple Mail": f'New<br><div><br><blockquote type="cite"><div>{SAID}</div>Old</blockquote></div>',
    "Thunderbird": f'<p>New</p><div class="moz-cite-prefix">{SAID}<br></div><blockquote type="cite">Old</blockquote>',
    "Outlook": '<div class=WordSection1><p>New</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
    f"<p>{BLOCK}</p></div></div><p>Old</p></div>",
    "Outlook on the web": '<div>New</div><div id="appendonsend"></div><hr tabindex="-1">'
    f'<div id="divRplyFwdMsg">{BLOCK}</div><div>Old</div>',
    "Yahoo": f'<div>New</div><div id="x" class="ydp1yahoo_quoted"><div>{SAID}</div>Old</div>',
    "Proton": f'<div>New</div><div class="protonmail_quote">{SAID}<blockquote type="cite">Old</blockquote></div>',
    "Proton on a phone": f"New<br><br>-------- Original Message --------<br>{SAID}<br>"
    '<blockquote class="protonmail_quote">Old</blockquote>',
    "Proton with a rule": '<div>New</div><div class="protonmail_quote">------- Original Message -------<br>'
    f'{SAID}<br><br><blockquote class="protonmail_quote" type="cite">Old</blockquote></div>',
    "Yahoo on Android": 'New <br> <blockquote style="margin: 0 0 20px 0;"> <div style="color:#6D00F6;"> '
    "<div>On Mon, Mar 2, 2026 at 9:00 AM, Ben</div><div>&lt;help@shop.test&gt; wrote:</div> </div> "
    '<div style="border-left: 1px solid #6D00F6;">Old</div> </blockquote>',
    "Yahoo on an iPhone": f'New<br><p class="yahoo-quoted-begin">{SAID}</p>'
    '<blockquote class="iosymail">Old</blockquote>',
    "Yahoo of old": '<div><div>New</div><div class="yahoo_quoted"><hr size="1"><font><b>From:</b> Ben<br>'
    "<b>Sent:</b> Monday</font><br>Old</div></div>",
    "Zimbra": f'<div>New</div><hr id="zwchr"><div>{BLOCK}</div><div>Old</div>',
    "GMX": f'<div>New</div><div name="quote"><div>{SAID}</div><div>Old</div></div>',
    "an answer below": f'<div>{SAID}</div><blockquote type="cite">Old</blockquote><div>New</div>',
}


@pytest.mark.parametrize("program", REPLIES)
def test_the_quote_of_each_program_is_cut(program):
    parsed = parse(f"From: d@a.test\nContent-Type: text/html\n\n<html><body>{REPLIES[program]}</body></html>".encode())
    assert parsed.reply_text == "New"
    assert "New" in (parsed.reply_html or "")
    assert "Old" not in (parsed.reply_html or "")
    assert "wrote" not in (parsed.reply_html or "")
    assert "Old" in parsed.quoted_text
    assert "Old" in (parsed.html or "")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello</p><blockquote>A poem that I like</blockquote>",
        "<p>Hello</p><blockquote>It said: on Monday she wrote: nothing</blockquote><p>and what does it mean?</p>",
        '<div>See</div><div class="gmail_quote"><div>---- Forwarded message ----<br>From: Eve</div>Words</div>',
        '<blockquote type="cite">Nothing but a quote</blockquote>',
        INTERLEAVED,
        '<p>Box</p><div style="border-top:solid #E1E1E1 1.0pt">A table of prices</div><p>and more words</p>',
        "no markup at all",
        "",
    ],
)
def test_what_is_no_quote_stays(html):
    assert cut_quote_html(html) is None


def test_a_reply_whose_plain_text_hides_the_quote_is_cut_by_its_html():
    plain = "New\n\nOld words without any mark"
    html = '<div>New</div><div class="gmail_quote"><blockquote>Old words without any mark</blockquote></div>'
    raw = (
        "From: d@a.test\nContent-Type: multipart/alternative; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    )
    parsed = parse(raw.encode())
    assert parsed.reply_text == "New"
    assert parsed.quoted_text == "Old words without any mark"
