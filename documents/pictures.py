"""Pictures for papers: the one importer of logos, signatures, stamps and backgrounds, and their PDF objects."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from models.files import file_error
from models.problem import refusal

if TYPE_CHECKING:
    import PIL.Image

MOST_BYTES = 5_000_000
MOST_PIXELS = 20_000_000
LONGEST_SIDE = {"logo": 1200, "ink": 1000, "background": 2400}
"""Pixels that are kept: 300 dpi for a logo of 100 mm, 200 dpi for a page."""

Use = Literal["logo", "ink", "background"]
USES: dict[str, Use] = {
    "logo": "logo",
    "partner_logo": "logo",
    "signature": "ink",
    "second_signature": "ink",
    "stamp": "ink",
    "background": "background",
}
"""How the pictures of a layout are read, by their place."""
PNG, JPEG = "image/png", "image/jpeg"

_BACKGROUND_DPI = 200
_JPEG_QUALITY = 88
_PLAIN_PNG = 500_000  # bytes above which a picture without transparency is kept as JPEG
_PAPER, _INK = 232, 150  # grey above which a scan is paper, under which it is ink


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as it is kept, named by its content."""

    sha256: str
    media_type: str
    width: int
    height: int
    content: bytes


def imported(content: bytes, *, file: str, use: Use) -> Picture:
    """Read a picture that somebody chose and encode it anew, so that nothing but the picture comes in.

    A background may be a PDF: its first page becomes a picture. The paper around a signature or stamp ("ink") becomes
    transparent. Raises UserError: picture_too_heavy, picture_too_many_pixels, picture_not_read.
    """
    if len(content) > MOST_BYTES:
        raise refusal("picture_too_heavy", file=file, limit=MOST_BYTES // 1_000_000)
    if use == "background" and b"%PDF-" in content[:1024]:
        picture = _page_of_pdf(content, file)
    else:
        picture = _decoded(content, file)
    longest = LONGEST_SIDE[use]
    if max(picture.size) > longest:
        picture.thumbnail((longest, longest))
    if use == "ink":
        picture = _without_paper(picture)
    return _encoded(_trimmed(picture) if use != "background" else _flat(picture))


def imported_from(path: Path, use: Use) -> Picture:
    """Read a picture from a file that somebody chose. Raises UserError as imported() does, or why it is not read."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise file_error(error, path) from error
    return imported(content, file=path.name, use=use)


def known(content: bytes, *, file: str) -> Picture:
    """Read a picture out of a layout file: kept as it is when it is as this application writes it, else anew.

    Raises UserError as imported() does.
    """
    if len(content) > MOST_BYTES:
        raise refusal("picture_too_heavy", file=file, limit=MOST_BYTES // 1_000_000)
    picture = _decoded(content, file)
    if max(picture.size) > LONGEST_SIDE["background"]:
        picture.thumbnail((LONGEST_SIDE["background"],) * 2)
        return _encoded(picture)
    media_type = _own_type(content)
    return _kept(content, media_type, picture.size) if media_type else _encoded(picture)


def _own_type(content: bytes) -> str:
    """Return the type of a picture that holds nothing but the picture, in a form that a PDF takes; otherwise ""."""
    with _opened(content) as opened:
        if set(opened.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}:
            return ""
        if opened.format == "PNG":
            return PNG if opened.mode in ("RGB", "RGBA") else ""
        return JPEG if opened.mode == "RGB" else ""


def _opened(content: bytes) -> PIL.Image.Image:
    """Read the header alone, whatever the rest would unpack to."""
    from PIL import JpegImagePlugin, PngImagePlugin

    if content.startswith(b"\x89PNG"):
        return PngImagePlugin.PngImageFile(BytesIO(content))
    return JpegImagePlugin.JpegImageFile(BytesIO(content))


def _decoded(content: bytes, file: str) -> PIL.Image.Image:
    from PIL import Image, ImageOps

    try:
        with _opened(content) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                limit = MOST_PIXELS // 1_000_000
                raise refusal(
                    "picture_too_many_pixels", file=file, width=opened.width, height=opened.height, limit=limit
                )
            turned = ImageOps.exif_transpose(opened)
            has_alpha = "A" in turned.getbands() or "transparency" in turned.info
            return turned.convert("RGBA" if has_alpha else "RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise refusal("picture_not_read", file=file) from error


def _page_of_pdf(content: bytes, file: str) -> PIL.Image.Image:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[0]
            sides = [side / 72 * _BACKGROUND_DPI for side in page.get_size()]
            scale = _BACKGROUND_DPI / 72 * min(1.0, LONGEST_SIDE["background"] / max(*sides, 1.0))
            drawn: PIL.Image.Image = page.render(scale=scale).to_pil().convert("RGB")
            return drawn
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise refusal("picture_not_read", file=file) from error


def _without_paper(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Make the paper of a scan transparent; a picture that is transparent already stays as it is."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[0] < _PAPER:  # type: ignore[operator]  # one band
        return picture
    flat = _flat(picture)
    span = _PAPER - _INK
    alpha = flat.convert("L").point(lambda grey: max(0, min(255, round((_PAPER - grey) * 255 / span))))
    flat.putalpha(alpha)
    return flat


def _trimmed(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Cut off the transparent edge, so that a box is filled by what is seen."""
    if picture.mode != "RGBA":
        return picture
    box = picture.getchannel("A").point(lambda alpha: 255 if alpha > 8 else 0).getbbox()
    return picture.crop(box) if box else picture


def _flat(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Return the picture on white."""
    from PIL import Image

    if picture.mode == "RGB":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _encoded(picture: PIL.Image.Image) -> Picture:
    """Encode without any metadata: PNG, or JPEG for what would be heavy and has no transparency."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=False, compress_level=9)
    if picture.mode == "RGB" and stream.tell() > _PLAIN_PNG:
        stream = BytesIO()
        picture.save(stream, "JPEG", quality=_JPEG_QUALITY, optimize=True)
        return _kept(stream.getvalue(), JPEG, picture.size)
    return _kept(stream.getvalue(), PNG, picture.size)


def _kept(content: bytes, media_type: str, size: tuple[int, int]) -> Picture:
    return Picture(sha256(content).hexdigest(), media_type, *size, content)


@lru_cache(maxsize=32)
def picture_objects(picture: Picture) -> tuple[str, bytes, bytes]:
    """Return entries and data of the PDF image, and the data of its mask (empty where nothing is transparent)."""
    from PIL import Image

    entries = f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
    if picture.media_type == JPEG:
        return f"{entries}/ColorSpace/DeviceRGB/Filter/DCTDecode", picture.content, b""
    with Image.open(BytesIO(picture.content)) as opened:
        mask = zlib.compress(opened.getchannel("A").tobytes(), 6) if opened.mode == "RGBA" else b""
        colours = zlib.compress(opened.convert("RGB").tobytes(), 6)
    return f"{entries}/ColorSpace/DeviceRGB/Filter/FlateDecode", colours, mask
