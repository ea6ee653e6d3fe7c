"""The seal as a QR code: drawn as a 1-bit stencil, and read back from a picture or a PDF."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from models.problem import refusal
from models.seal import PREFIX

if TYPE_CHECKING:
    import PIL.Image

MINIMUM_SIDE = 30.0  # millimetres: below, phones no longer read a seal printed on paper

_MASK = 3  # any mask may be used; choosing the best of the eight takes seven times as long and reads no better
_DIGITS = bytes.maketrans(b"\x00\xff", b"01")  # of the pixels of a code
_READING_DPI = (200, 400)  # a code that the first does not show may be small
_MOST_PAGES = 20
_MOST_PIXELS = 50_000_000
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Code:
    """The modules of a QR code without its quiet zone: rows of packed bits, padded to bytes, 1 = white."""

    bits: bytes
    side: int


def encode(text: str) -> Code:
    """Encode a text as a QR code of level M. Raises UserError (seal_too_long) when no code is large enough."""
    import zxingcpp

    try:
        barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    except (ValueError, RuntimeError) as error:
        raise refusal("seal_too_long", length=len(text)) from error
    modules = barcode.to_image(scale=1, add_quiet_zones=False)
    side = int(modules.shape[0])
    pixels = bytes(memoryview(modules)).translate(_DIGITS)  # type: ignore[arg-type]  # a buffer, its stub does not say so
    padding = b"0" * (-side % 8)
    rows = [pixels[start : start + side] + padding for start in range(0, side * side, side)]
    return Code(int(b"".join(rows), 2).to_bytes(side * len(rows[0]) // 8, "big"), side)


def read_codes(path: Path) -> list[str]:
    """Return the texts of the QR codes of a picture or PDF, in page order.

    Raises UserError: file_too_large, picture_unreadable.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise refusal("picture_unreadable", file=path.name) from error
    if size > _MOST_BYTES:
        raise refusal("file_too_large", file=path.name, limit=_MOST_BYTES)
    with path.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    return _codes_of_pdf(path) if is_pdf else _codes_of_picture(path, path.name)


def read_seals(path: Path) -> list[str]:
    """Return the seals of a picture or PDF, each once, in page order. Raises UserError seal_not_found and as above."""
    return _only_seals(read_codes(path), path.name)


def read_pasted_seals(picture: bytes, name: str) -> list[str]:
    """Return the seals of a picture that lies in no file; `name` stands for it in what is told."""
    return _only_seals(_codes_of_picture(BytesIO(picture), name), name)


def _only_seals(codes: Sequence[str], name: str) -> list[str]:
    found = [code for code in dict.fromkeys(codes) if code.startswith(PREFIX)]
    if not found:
        raise refusal("seal_not_found", file=name)
    return found


def _codes_of(picture: PIL.Image.Image) -> list[str]:
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=formats)]


def _codes_of_picture(source: Path | BytesIO, name: str) -> list[str]:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # refused below, in words
            with Image.open(source) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise refusal("file_too_large", file=name, limit=_MOST_BYTES)
                grey = picture.convert("L")
    except Image.DecompressionBombError as error:
        raise refusal("file_too_large", file=name, limit=_MOST_BYTES) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise refusal("picture_unreadable", file=name) from error
    return _codes_of(grey) or _codes_of_small(grey)


def _codes_of_small(picture: PIL.Image.Image) -> list[str]:
    """Read a picture once more at twice its size: a page taken from far has few points for each square.

    Measured on blurred photos of 110 dots an inch: 36 of 40 read, and 25 without.
    """
    from PIL import Image

    width, height = picture.width * 2, picture.height * 2
    return (
        _codes_of(picture.resize((width, height), Image.Resampling.BICUBIC)) if width * height <= _MOST_PIXELS else []
    )


def _codes_of_pdf(path: Path) -> list[str]:
    import pypdfium2

    texts: list[str] = []
    try:
        document = pypdfium2.PdfDocument(path)
        try:
            for index in range(min(len(document), _MOST_PAGES)):
                page = document[index]
                width, height = page.get_size()
                for dpi in _READING_DPI:
                    if width * height * (dpi / 72) ** 2 > _MOST_PIXELS:
                        raise refusal("file_too_large", file=path.name, limit=_MOST_BYTES)
                    found = _codes_of(page.render(scale=dpi / 72, grayscale=True).to_pil())
                    if found:
                        break
                texts += found
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise refusal("picture_unreadable", file=path.name) from error
    return texts
