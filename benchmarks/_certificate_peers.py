"""The page of a certificate as other tools draw it: the same lines, pictures, ornament and QR code, the same fonts.

Each peer is told where everything stands, which ours works out for itself within its time. To see their figures, put
typst, pycairo, fpdf2 and weasyprint into the environment of the project; what is not there is said to be missing.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from PIL import Image

from documents.facts import CertificateFacts, Print
from documents.fonts import FOLDER
from documents.layout import MILLIMETRE, Layout, PictureBox, SealBox
from documents.ornament import ornament_operators
from documents.pictures import Picture
from documents.placing import place_all
from documents.seal import encode
from documents.wording import wordings

MODULES = {"Typst": "typst", "pycairo": "cairo", "fpdf2": "fpdf", "WeasyPrint": "weasyprint"}
FILES = {"regular": "NotoSans-Regular.ttf", "bold": "NotoSans-Bold.ttf", "italic": "NotoSans-Italic.ttf"}

Colour = tuple[float, float, float]
Place = tuple[float, float, float, float]  # left, top, width, height in points, from the top left corner


@dataclass(frozen=True)
class Text:
    """A line: where its baseline begins, in points from the top left corner."""

    x: float
    y: float
    size: float
    weight: str
    colour: Colour
    text: str


@dataclass(frozen=True)
class Stroke:
    """A part of the ornament: a colour, a width in points and steps (letter, numbers) from the bottom left corner."""

    colour: Colour
    width: float
    steps: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True)
class Drawing:
    """One page for peers: sizes in points; `seal` is the text of the QR code that stands at `code`."""

    width: float
    height: float
    texts: tuple[Text, ...]
    strokes: tuple[Stroke, ...]
    pictures: tuple[tuple[Picture, Place], ...]
    seal: str
    code: Place


def is_installed(name: str) -> bool:
    """Tell whether a peer is in this environment."""
    return importlib.util.find_spec(MODULES[name]) is not None


def drawing(facts: CertificateFacts, layout: Layout) -> Drawing:
    """Return what stands on a page, as our own layout engine places it."""
    placed, _found = place_all(layout, wordings(facts, Print(), layout))
    height = layout.height * MILLIMETRE
    texts = [
        Text(x, height - y, size, box.font, colour, line)
        for box, text in placed.items()
        for line, (x, y, size, colour) in zip([one.text for one in text.lines], _shown(text.content), strict=True)
    ]
    pictures, code = [], (0.0, 0.0, 0.0, 0.0)
    for box in layout.boxes:
        if isinstance(box, SealBox):
            code = (box.x * MILLIMETRE, box.y * MILLIMETRE, box.size * MILLIMETRE, box.size * MILLIMETRE)
        elif isinstance(box, PictureBox) and (picture := layout.picture(box, (facts.signatory.name, ""))):
            pictures.append((picture, _within(box, picture)))
    strokes = tuple(_strokes(ornament_operators(layout)))
    return Drawing(layout.width * MILLIMETRE, height, tuple(texts), strokes, tuple(pictures), facts.seal, code)


def _within(box: PictureBox, picture: Picture) -> Place:
    scale = min(box.width / picture.width, box.height / picture.height) * MILLIMETRE
    wide, high = picture.width * scale, picture.height * scale
    left = box.x * MILLIMETRE + {"left": 0.0, "centre": 0.5, "right": 1.0}[box.align] * (box.width * MILLIMETRE - wide)
    return left, box.y * MILLIMETRE + (box.height * MILLIMETRE - high) / 2, wide, high


def _shown(content: str) -> Iterator[tuple[float, float, float, Colour]]:
    """Yield where each line of our own page stream begins, its size and its colour."""
    red, green, blue = map(float, content.split(maxsplit=3)[:3])
    for line in re.finditer(r"BT (\S+) (\S+) Td [^/]*/\S+ (\S+) Tf", content):
        x, y, size = map(float, line.groups())
        yield x, y, size, (red, green, blue)


def _strokes(operators: str) -> Iterator[Stroke]:
    for line in operators.splitlines():
        words, numbers, steps = line.split(), list[float](), list[tuple[str, tuple[float, ...]]]()
        colour, width = (0.0, 0.0, 0.0), 1.0
        for word in words:
            if not word.isalpha():
                numbers.append(float(word))
                continue
            if word == "RG":
                colour = (numbers[0], numbers[1], numbers[2])
            elif word == "w":
                width = numbers[0]
            else:
                steps.append((word, tuple(numbers)))
            numbers = []
        yield Stroke(colour, width, tuple(step for step in steps if step[0] in "mlch"))


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


@cache
def _svg(strokes: tuple[Stroke, ...], width: float, height: float) -> str:
    paths = []
    for one in strokes:
        steps = " ".join(
            {"m": "M", "l": "L", "c": "C", "h": "Z"}[letter]
            + " ".join(f"{height - value if index % 2 else value:.2f}" for index, value in enumerate(numbers))
            for letter, numbers in one.steps
        )
        paths.append(f'<path d="{steps}" fill="none" stroke="{_hex(one.colour)}" stroke-width="{one.width}"/>')
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(paths)}</svg>'


def _code_picture(seal: str) -> Image.Image:
    code = encode(seal)
    return Image.frombytes("1", (code.side, code.side), code.bits)


def reportlab(pages: list[Drawing]) -> bytes:
    """Draw with the canvas of ReportLab as its guide shows it: a form for the ornament, strings and pictures."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for weight, file in FILES.items():
        pdfmetrics.registerFont(TTFont(f"peer {weight}", str(FOLDER / file)))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(pages[0].width, pages[0].height))
    canvas.beginForm("ornament")
    for stroke in pages[0].strokes:
        canvas.setStrokeColorRGB(*stroke.colour)
        canvas.setLineWidth(stroke.width)
        path = canvas.beginPath()
        act = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "h": path.close}
        for letter, numbers in stroke.steps:
            act[letter](*numbers)
        canvas.drawPath(path)
    canvas.endForm()
    readers = {picture.sha256: ImageReader(BytesIO(picture.content)) for picture, _ in pages[0].pictures}
    for page in pages:
        canvas.doForm("ornament")
        for picture, (left, top, wide, high) in page.pictures:
            canvas.drawImage(readers[picture.sha256], left, page.height - top - high, wide, high, mask="auto")
        left, top, wide, high = page.code
        canvas.drawInlineImage(_code_picture(page.seal), left, page.height - top - high, wide, high)
        for one in page.texts:
            canvas.setFillColorRGB(*one.colour)
            canvas.setFont(f"peer {one.weight}", one.size)
            canvas.drawString(one.x, page.height - one.y, one.text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def typst(pages: list[Drawing], **options: Any) -> bytes:
    """Draw with Typst: one document in which everything is placed; the codes come as one file of grey points."""
    first = pages[0]
    out = [
        f"#set page(width: {first.width}pt, height: {first.height}pt, margin: 0pt)",
        '#set text(font: "Noto Sans", top-edge: "baseline", bottom-edge: "baseline", hyphenate: false)',
        '#let codes = read("codes", encoding: none)',
        "#let at(x, y, what) = place(top + left, dx: x * 1pt, dy: y * 1pt, what)",
        "#let line(x, y, size, weight, style, colour, what) = {",
        "  at(x, y, box(text(size: size * 1pt, weight: weight, style: style, fill: rgb(colour), what)))",
        "}",
    ]
    codes, begins = [], 0
    for index, page in enumerate(pages):
        if index:
            out.append("#pagebreak()")
        out.append(f'#at(0, 0, image("ornament.svg", width: {page.width}pt, alt: ""))')
        for place, (_picture, (left, top, wide, _high)) in enumerate(page.pictures):
            out.append(f'#at({left}, {top}, image("{place}.png", width: {wide}pt, alt: "logo"))')
        code = _code_picture(page.seal).convert("L")
        codes.append(code.tobytes())
        raw = f'(encoding: "luma8", width: {code.width}, height: {code.height})'
        part = f"codes.slice({begins}, count: {len(codes[-1])})"
        look = f'format: {raw}, scaling: "pixelated", width: {page.code[2]}pt, alt: "code"'
        out.append(f"#at({page.code[0]}, {page.code[1]}, image({part}, {look}))")
        begins += len(codes[-1])
        for one in page.texts:
            weight, style = ("bold" if one.weight == "bold" else "regular"), one.weight.replace("regular", "normal")
            style = "normal" if style == "bold" else style
            told = f'"{weight}", "{style}", "{_hex(one.colour)}", {json.dumps(one.text, ensure_ascii=False)}'
            out.append(f"#line({one.x}, {one.y}, {one.size}, {told})")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ornament.svg").write_text(_svg(first.strokes, first.width, first.height), encoding="utf-8")
        for place, (picture, _) in enumerate(first.pictures):
            (folder / f"{place}.png").write_bytes(picture.content)
        (folder / "codes").write_bytes(b"".join(codes))
        (folder / "all.typ").write_text("\n".join(out), encoding="utf-8")
        return _alone(_typst, folder, options)


def _typst(folder: Path, options: dict[str, Any]) -> bytes:
    import typst as engine

    source = str(folder / "all.typ")
    made: bytes = engine.compile(source, font_paths=[str(FOLDER)], ignore_system_fonts=True, **options)
    return made


def _alone(function: Callable[..., bytes], *arguments: object) -> bytes:
    """Call in a process of its own: Typst remembers what it laid out before, in the rounds that went before too."""
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(1, mp_context=get_context(method)) as process:
        return process.submit(function, *arguments).result()


def cairo(pages: list[Drawing]) -> bytes:
    """Draw with pycairo: the ornament and the pictures as surfaces that its PDF holds once."""
    import cairo as engine

    _offer_fonts()
    stream, (width, height) = BytesIO(), (pages[0].width, pages[0].height)
    ornament = engine.RecordingSurface(engine.Content.COLOR_ALPHA, engine.Rectangle(0, 0, width, height))
    context = engine.Context(ornament)
    context.transform(engine.Matrix(yy=-1, y0=height))
    act = {"m": context.move_to, "l": context.line_to, "c": context.curve_to, "h": context.close_path}
    for stroke in pages[0].strokes:
        context.set_source_rgb(*stroke.colour)
        context.set_line_width(stroke.width)
        for letter, numbers in stroke.steps:
            act[letter](*numbers)
        context.stroke()
    surfaces = {
        picture.sha256: engine.ImageSurface.create_from_png(BytesIO(picture.content))
        for picture, _ in pages[0].pictures
    }
    surface = engine.PDFSurface(stream, width, height)
    context = engine.Context(surface)
    slants = {"italic": engine.FontSlant.ITALIC}
    weights = {"bold": engine.FontWeight.BOLD}
    for page in pages:
        context.set_source_surface(ornament)
        context.paint()
        for picture, place in page.pictures:
            _paint(engine, context, surfaces[picture.sha256], place)
        _paint(engine, context, _cairo_code(engine, page.seal), page.code)
        for one in page.texts:
            slant = slants.get(one.weight, engine.FontSlant.NORMAL)
            context.select_font_face("Noto Sans", slant, weights.get(one.weight, engine.FontWeight.NORMAL))
            context.set_font_size(one.size)
            context.set_source_rgb(*one.colour)
            context.move_to(one.x, one.y)
            context.show_text(one.text)
        context.show_page()
    surface.finish()
    return stream.getvalue()


def _paint(engine: Any, context: Any, picture: Any, place: Place) -> None:
    left, top, wide, high = place
    context.save()
    context.translate(left, top)
    context.scale(wide / picture.get_width(), high / picture.get_height())
    context.set_source_surface(picture)
    context.get_source().set_filter(engine.Filter.NEAREST)
    context.paint()
    context.restore()


def _cairo_code(engine: Any, seal: str) -> Any:
    code = _code_picture(seal).convert("L")
    row = engine.ImageSurface.format_stride_for_width(engine.Format.RGB24, code.width)
    points = bytearray(code.convert("RGB").tobytes("raw", "BGRX"))
    assert row * code.height == len(points)
    return engine.ImageSurface.create_for_data(points, engine.Format.RGB24, code.width, code.height, row)


@cache
def _offer_fonts() -> None:
    """Let fontconfig find the bundled fonts; to be called before it is first asked."""
    folder = Path(tempfile.mkdtemp(prefix="carnet-fonts-"))
    (folder / "fonts.conf").write_text(f"<fontconfig><dir>{FOLDER}</dir><cachedir>{folder}</cachedir></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")


def fpdf2(pages: list[Drawing]) -> bytes:
    """Draw with fpdf2."""
    from fpdf import FPDF
    from fpdf.svg import SVGObject

    pdf = FPDF(unit="pt", format=(pages[0].height, pages[0].width), orientation="landscape")
    styles = {"regular": "", "bold": "B", "italic": "I"}
    for weight, file in FILES.items():
        pdf.add_font("Noto", style=styles[weight], fname=str(FOLDER / file))
    ornament = SVGObject(_svg(pages[0].strokes, pages[0].width, pages[0].height))
    pictures = {picture.sha256: Image.open(BytesIO(picture.content)) for picture, _ in pages[0].pictures}
    for page in pages:
        pdf.add_page()
        ornament.draw_to_page(pdf, 0, 0)
        for picture, (left, top, wide, high) in page.pictures:
            pdf.image(pictures[picture.sha256], left, top, wide, high)
        pdf.image(_code_picture(page.seal), *page.code)
        for one in page.texts:
            pdf.set_text_color(*(round(part * 255) for part in one.colour))
            pdf.set_font("Noto", style=styles[one.weight], size=one.size)
            pdf.text(one.x, one.y, one.text)
    return bytes(pdf.output())


def weasyprint(pages: list[Drawing]) -> bytes:
    """Draw with WeasyPrint: one page of HTML in which everything is placed."""
    _offer_fonts()
    from weasyprint import HTML

    first = pages[0]
    ornament = _data("image/svg+xml", _svg(first.strokes, first.width, first.height).encode())
    pictures = {picture.sha256: _data("image/png", picture.content) for picture, _ in first.pictures}
    out = []
    for page in pages:
        images = [(ornament, (0.0, 0.0, page.width, page.height))]
        images += [(pictures[picture.sha256], place) for picture, place in page.pictures]
        stream = BytesIO()
        _code_picture(page.seal).save(stream, "PNG")
        images.append((_data("image/png", stream.getvalue()), page.code))
        out.append("<section>")
        for source, (left, top, wide, high) in images:
            place = f"left:{left}pt;top:{top}pt;width:{wide}pt;height:{high}pt"
            out.append(f'<img style="{place};image-rendering:pixelated" src="{source}">')
        for one in page.texts:
            look = {"bold": "font-weight:bold;", "italic": "font-style:italic;"}.get(one.weight, "")
            place = f"left:{one.x}pt;top:{one.y - 1.069 * one.size}pt;font-size:{one.size}pt;color:{_hex(one.colour)}"
            out.append(f'<p style="{look}{place}">{escape(one.text)}</p>')
        out.append("</section>")
    style = (
        f"@page{{size:{first.width}pt {first.height}pt;margin:0}} body{{margin:0;font-family:Noto Sans}}"
        f"section{{position:relative;width:{first.width}pt;height:{first.height}pt;break-after:page;overflow:hidden}}"
        "section:last-child{break-after:auto} p,img{position:absolute;margin:0;white-space:nowrap;line-height:normal}"
    )
    made: bytes = HTML(string=f"<style>{style}</style>{''.join(out)}").write_pdf()
    return made


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


PEERS: dict[str, Callable[[list[Drawing]], bytes]] = {
    "Typst": typst,
    "pycairo": cairo,
    "fpdf2": fpdf2,
    "WeasyPrint": weasyprint,
}
"""ReportLab's canvas is not among them: it comes with the project, so that it is always there."""
