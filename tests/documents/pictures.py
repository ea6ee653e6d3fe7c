"""Pictures made for the tests: a logo, a scanned signature, what a camera writes."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from documents.pictures import Picture, imported


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture as a file of this kind."""
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def a_drawing(size: tuple[int, int] = (300, 120)) -> Image.Image:
    """Return a picture with a transparent edge."""
    drawing = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(drawing).rectangle((20, 20, size[0] - 21, size[1] - 21), fill=(27, 95, 167, 255))
    return drawing


def a_scan(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Return a stroke of ink on greyish paper."""
    scan = Image.new("RGB", size, (244, 243, 238))
    ImageDraw.Draw(scan).line([(40, 150), (200, 60), (360, 140)], fill=(20, 30, 110), width=8)
    return scan


def a_logo() -> Picture:
    """Return an imported logo."""
    return imported(encoded(a_drawing()), file="logo.png", use="logo")


def a_signature() -> Picture:
    """Return an imported signature."""
    return imported(encoded(a_scan()), file="signature.png", use="ink")


def photographed(page: Image.Image, *, turned: float = 11, seed: int = 7) -> Image.Image:
    """Return a page as a phone held askew sees it: in perspective, turned, unevenly lit, blurred, with noise."""
    width, height = page.size
    askew = (-0.04 * width, -0.03 * height, -0.01 * width, 1.06 * height, 1.05 * width, 1.01 * height, 1.0 * width, 0.0)
    grey = page.convert("L").transform(page.size, Image.Transform.QUAD, askew, Image.Resampling.BICUBIC, fillcolor=120)
    grey = grey.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=120).filter(
        ImageFilter.GaussianBlur(0.8)
    )
    shade = Image.linear_gradient("L").resize(grey.size).point(lambda level: 150 + level * 0.4)
    noise = Image.frombytes("L", grey.size, Random(seed).randbytes(grey.width * grey.height))
    return Image.blend(ImageChops.multiply(grey, shade), noise, 0.08)
