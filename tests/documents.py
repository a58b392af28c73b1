"""Documents made for tests."""

import io

import pypdfium2


def a_pdf(*, pages: int = 2, width: float = 200.0, height: float = 300.0) -> bytes:
    """A PDF of empty pages, in points: their size and count tell whether it was read."""
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(width, height).close()
        into = io.BytesIO()
        document.save(into)
    return into.getvalue()
