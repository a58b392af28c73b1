"""Makes the files that people in the demo attach: a drawing of a bag, paper, a table; the name says which."""

import struct
import zlib
from typing import NamedTuple

WIDTH, HEIGHT = 480, 360
FONTS = b"<< /Font << /F1 5 0 R >> >>"
Colour = tuple[int, int, int]
SKY_TOP, SKY_BOTTOM, FLOOR = (214, 223, 226), (238, 236, 228), (196, 186, 170)
CLOTH: tuple[Colour, ...] = ((52, 96, 128), (176, 122, 42), (96, 112, 74), (122, 100, 130), (62, 66, 72))


class MadeFile(NamedTuple):
    """A file's bytes and what kind they are."""

    name: str
    media_type: str
    data: bytes


def made_file(name: str) -> MadeFile:
    """Return the file with this name; the same name always gives the same bytes."""
    match name.rpartition(".")[2]:
        case "png":
            return MadeFile(name, "image/png", bag(sum(name.encode())))
        case "pdf":
            return MadeFile(name, "application/pdf", paper(name))
        case "csv":
            return MadeFile(name, "text/csv", table(name).encode("utf-8"))
    raise ValueError(f"The demo cannot make {name}.")


def bag(seed: int) -> bytes:
    """Draw a bag with a damaged spot as a PNG; the seed chooses its colour and where the spot is."""
    cloth = CLOTH[seed % len(CLOTH)]
    spot = (150 + seed * 37 % 180, 170 + seed * 53 % 110, 14 + seed % 12)
    return _png([_row(y, cloth, spot) for y in range(HEIGHT)])


def paper(name: str) -> bytes:
    """Write one page of PDF with the name as its heading."""
    title = name.rpartition(".")[0].replace("-", " ").capitalize()
    lines = [f"BT /F1 20 Tf 60 770 Td (Ternfold: {title}) Tj ET"]
    words = ("This page belongs to the demo of Helpdesk.", "Ternfold makes bags for bicycles, and does not exist.")
    lines += [f"BT /F1 11 Tf 60 {735 - 18 * row} Td ({line}) Tj ET" for row, line in enumerate(words)]
    return _pdf("\n".join(lines).encode("ascii"))


def table(name: str) -> str:
    """Write a small table of goods."""
    goods = ("Drift 20", "Drift 35", "Skerry", "Cairn", "Marsh", "Ferry 60")
    rows = [f"{place},{article},{2 + (place * len(name)) % 7}" for place, article in enumerate(goods, start=1)]
    return "\n".join(["position,article,pieces", *rows, ""])


def _row(y: int, cloth: Colour, spot: tuple[int, int, int]) -> bytes:
    """Return one row of pixels: the wall or the floor, on it the bag's outline at this height, on it the spot."""
    wall = _between(SKY_TOP, SKY_BOTTOM, y / HEIGHT) if y < 300 else FLOOR  # noqa: PLR2004 -- Where the floor begins.
    row = bytearray(bytes(wall) * WIDTH)
    if 70 <= y < 312:  # noqa: PLR2004 -- The bag stands from its roll-top to the floor.
        inset = max(0, 96 - y) // 3 + max(0, y - 296) * 2
        shade = _between(cloth, (20, 24, 28), 0.45 if y < 104 or y % 64 == 0 else 0.08 + (y - 104) / 900)  # noqa: PLR2004
        _paint(row, 120 + inset, 360 - inset, shade)
    x, centre, radius = spot
    reach = radius**2 - (y - centre) ** 2
    if reach > 0:
        half = int(reach**0.5)
        _paint(row, x - half, x + half, (34, 28, 26))
    return bytes(row)


def _paint(row: bytearray, start: int, end: int, colour: Colour) -> None:
    row[start * 3 : end * 3] = bytes(colour) * (end - start)


def _between(first: Colour, last: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, last, strict=True))
    return red, green, blue


def _png(rows: list[bytes]) -> bytes:
    """Pack rows of RGB pixels (PNG, third edition, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _pdf(content: bytes) -> bytes:
    """Pack one page of text (ISO 32000-1, annex H.2, the smallest file with text)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % FONTS,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
