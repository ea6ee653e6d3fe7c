"""Reading PDFs back with other people's tools."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
from PIL import Image

_BIDI_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # pdftotext adds them around right-to-left words


def text_of(pdf: Path, *options: str) -> str:
    """Return the text of a PDF as poppler extracts it, in NFC."""
    run = subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, check=True)
    return unicodedata.normalize("NFC", _BIDI_MARKS.sub("", run.stdout.decode()))


def words_of(pdf: Path) -> str:
    """Return the text of a PDF in one line."""
    return " ".join(text_of(pdf).split())


def told_by(tool: str, *arguments: str | Path) -> str:
    """Return what a tool says of a PDF; it must not fail."""
    return subprocess.run([tool, *arguments], capture_output=True, check=True, text=True).stdout


def picture_of(pdf: bytes, dpi: int) -> Image.Image:
    """Render the first page in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=dpi / 72, grayscale=True).to_pil().copy()
    finally:
        document.close()
