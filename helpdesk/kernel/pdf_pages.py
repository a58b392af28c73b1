"""Draws one page of a PDF from a stranger as a picture. Runs in a child process only, never beside secrets.

PDFium is built without JavaScript and forms are not loaded, so nothing of the document acts; pixels are handed on.
"""

import io
import struct

import pypdfium2
from PIL import Image

ASKED = struct.Struct(">H")
# Wide enough to read on a large screen; an area, so that a page a metre long and a finger wide costs no more.
LONGEST_PIXELS = 1600
SHARPEST = 2.0
WEBP_QUALITY = 80


def page(payload: bytes) -> bytes:
    """Return the count of pages and the asked one as WebP. `payload`: its number from 1, then the PDF.

    Raises PdfiumError for what is no PDF or has a password, and IndexError for a page that is not there.
    """
    number = ASKED.unpack_from(payload)[0]
    with pypdfium2.PdfDocument(payload[ASKED.size :]) as document:
        if not 1 <= number <= len(document):
            raise IndexError
        sheet = document[number - 1]
        scale = min(SHARPEST, LONGEST_PIXELS / max(sheet.get_size()))
        picture: Image.Image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
        drawn = io.BytesIO()
        picture.convert("RGB").save(drawn, "WEBP", quality=WEBP_QUALITY)
        return ASKED.pack(min(len(document), 0xFFFF)) + drawn.getvalue()
