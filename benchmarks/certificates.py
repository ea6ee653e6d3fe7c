"""1 000 certificates: drawn, finished, sealed, one file each, against what else could draw them."""

from __future__ import annotations

import gc
import importlib.util
import shutil
import subprocess
import tempfile
import time
import tracemalloc
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from documents import archive
from documents import certificate as certificates
from documents.batch import certificates_each
from documents.certificate import CertificateBook
from documents.facts import CertificateFacts, Print
from documents.layout import layout
from documents.typeset import shape
from models.progress import finish
from models.seal import make_seal

_SIZE = 1_000
_ROUNDS = 3
_FIRST = ("Zoé", "Lucien", "Gülşah", "Mamadou", "Éloïse", "Łukasz", "Fatou", "Yann", "Aïssatou", "Maël")
_LAST = ("Le Goff", "Bouvier", "Çelik", "Diallo", "Nguyễn", "N’Diaye", "Guillou", "Lefèbvre", "Kerbrat", "Aubrée")
_KEY = bytes(range(32))


def run(size: int | None) -> None:
    """Print one table: pages a CPU second, wall time, bytes a page."""
    count = size or _SIZE
    frozen = [_frozen(index) for index in range(count)]
    facts = [CertificateFacts.from_frozen({**one, "seal": make_seal(one, _KEY, "bench")}) for one in frozen]
    drawn = _drawn(facts)
    finished = _finished(drawn)
    works: list[tuple[str, Callable[[], object], int]] = [
        ("ours: drawn and tagged, with QR codes", lambda: _drawn(facts), len(drawn)),
        ("ours: finished, PDF/A-2b", lambda: _finished(_drawn(facts)), len(finished)),
        ("ours: drawn, QR codes and signatures", lambda: _sealed(frozen), len(drawn)),
        ("ours: one finished file each", lambda: _each(facts), len(finished)),
        *_peers(facts),
    ]
    print(f"{count} certificates, all names different; best of {_ROUNDS} rounds\n")
    print(f"{'':44} {'pages/CPU s':>12} {'wall ms':>9} {'bytes/page':>11}")
    best = {name: (float("inf"), float("inf")) for name, _, _ in works}
    for _ in range(_ROUNDS):  # interleaved, so that a busy moment of the machine hits all alike
        for name, work, _size in works:
            cpu, wall = _timed(work)
            best[name] = (min(best[name][0], cpu), min(best[name][1], wall))
    for name, _, weight in works:
        cpu, wall = best[name]
        print(f"{name:44} {count / cpu:12,.0f} {wall * 1000:9,.0f} {weight / count if weight else 0:11,.0f}")
    for name in ("typst", "pycairo", "fpdf2", "weasyprint"):
        if not _is_installed(name):
            print(f"{name:44} not installed")
    tracemalloc.start()
    _finished(_drawn(facts))
    print(f"\npeak memory of Python objects: {tracemalloc.get_traced_memory()[1] / 1e6:,.0f} MB")
    tracemalloc.stop()


def _frozen(index: int) -> dict[str, object]:
    """Return the facts of one certificate; no two names are the same, so that nothing is remembered."""
    sessions = [{"date": f"2026-05-{day:02}", "start": "14:00", "end": "16:00", "minutes": 120} for day in (12, 19, 26)]
    association = dict.fromkeys(("short_name", "rna", "siret", "phone", "email", "web", "nda"), "")
    return {
        "version": 1,
        "number": f"LPB-2026-{index:04}",
        "language": "fr",
        "layout": "classic",
        "example": False,
        "given_name": f"{_FIRST[index % 10]} {_FIRST[index // 10 % 10]}",
        "family_name": f"{_LAST[index // 100 % 10]} {_LAST[index // 7 % 10]} {index}",
        "workshop": "Premiers pas sur l’ordinateur",
        "sessions": sessions,
        "sessions_planned": 4,
        "minutes": 360,
        "place": "Bibliothèque Triangle",
        "trainers": ["Aïssatou N’Diaye"],
        "town": "Rennes",
        "issued_on": "2026-06-02",
        "association": association
        | {"name": "Les Puces du Blosne", "address": "12 bd de Yougoslavie", "postcode": "35200", "town": "Rennes"},
        "programme": "Ateliers numériques",
        "signatory": {"name": "Maëlle Kerbrat", "role": "Présidente"},
        "replaces": "",
        "seal": "",
    }


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Run once without anything remembered; return CPU and wall seconds, child processes included."""
    shape.cache_clear()
    certificates._place.cache_clear()
    gc.collect()
    before = time.process_time() + _children()
    start = time.perf_counter()
    work()
    wall = time.perf_counter() - start
    return time.process_time() + _children() - before, wall


def _children() -> float:
    import os

    times = os.times()
    return times.children_user + times.children_system


def _drawn(facts: list[CertificateFacts]) -> bytes:
    book = CertificateBook(layout())
    for one in facts:
        book.add(one, Print())
    return book.drawn()


def _finished(drawn: bytes) -> bytes:
    return archive.finish(drawn, title="Attestations", author="Les Puces du Blosne", language="fr")


def _sealed(frozen: list[dict[str, object]]) -> bytes:
    facts = [CertificateFacts.from_frozen(one) for one in frozen]
    return _drawn([replace(one, seal=make_seal(raw, _KEY, "bench")) for one, raw in zip(facts, frozen, strict=True)])


def _each(facts: list[CertificateFacts]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        finish(certificates_each([(one, Print()) for one in facts], layout(), Path(folder)))


# Peers draw the same lines of text and a plain frame with the same font: less than ours, which flatters them.


def _is_installed(name: str) -> bool:
    module = {"pycairo": "cairo", "fpdf2": "fpdf"}.get(name, name)
    return bool(shutil.which(name)) if name == "typst" else importlib.util.find_spec(module) is not None


def _lines(one: CertificateFacts) -> list[tuple[float, float, str]]:
    """Return what peers draw: distance from the top in millimetres, size in points, text."""
    return [
        (28, 14, one.association.name),
        (53, 33, "Attestation de présence"),
        (73, 13, f"{one.association.name} atteste que"),
        (89, 36, one.name),
        (102, 13, "a participé à l’atelier"),
        (113, 20, f"« {one.workshop} »"),
        (126, 13, "3 séances sur 4, soit 6 h"),
        (134, 11, "les 12, 19 et 26 mai 2026, de 14 h à 16 h"),
        (141, 11, f"Lieu : {one.place} · Animation : {one.trainers[0]}"),
        (157, 12, f"N° {one.number}"),
        (157, 11, f"Fait à {one.town}, le 2 juin 2026"),
    ]


def _peers(facts: list[CertificateFacts]) -> list[tuple[str, Callable[[], object], int]]:
    from reportlab.platypus import SimpleDocTemplate  # noqa: F401  # its import is not what is measured

    peers: list[tuple[str, Callable[[], object], int]] = [("ReportLab Platypus", lambda: _platypus(facts), 0)]
    if _is_installed("typst"):
        peers.append(("Typst", lambda: _typst(facts), 0))
    if _is_installed("pycairo"):
        peers.append(("pycairo", lambda: _cairo(facts), 0))
    if _is_installed("fpdf2"):
        peers.append(("fpdf2", lambda: _fpdf(facts), 0))
    if _is_installed("weasyprint"):
        peers.append(("WeasyPrint", lambda: _weasyprint(facts), 0))
    return peers


def _font_path() -> str:
    from documents.fonts import FOLDER

    return str(FOLDER / "NotoSans-Regular.ttf")


def _platypus(facts: list[CertificateFacts]) -> None:
    from xml.sax.saxutils import escape

    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("Noto", _font_path()))
    flow: list[object] = []
    for one in facts:
        for _, size, text in _lines(one):
            style = ParagraphStyle("line", fontName="Noto", fontSize=size, leading=size * 1.3, alignment=1)
            flow.append(Paragraph(escape(text), style))
        flow.append(PageBreak())
    SimpleDocTemplate(BytesIO(), pagesize=landscape(A4)).build(flow)


def _typst(facts: list[CertificateFacts]) -> None:
    pages = []
    for one in facts:
        lines = [
            f'#place(top + center, dy: {y}mm, text(size: {size}pt, "{_quoted(text)}"))' for y, size, text in _lines(one)
        ]
        pages.append("\n".join(lines))
    source = '#set page(width: 297mm, height: 210mm, margin: 0mm)\n#set text(font: "Noto Sans")\n'
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.typ"
        path.write_text(source + "\n#pagebreak()\n".join(pages), encoding="utf-8")
        fonts = str(Path(_font_path()).parent)
        subprocess.run(["typst", "compile", "--font-path", fonts, path], check=True, capture_output=True)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _cairo(facts: list[CertificateFacts]) -> None:
    import cairo

    surface = cairo.PDFSurface(BytesIO(), 842, 595)
    context = cairo.Context(surface)
    context.select_font_face("Noto Sans")
    for one in facts:
        for y, size, text in _lines(one):
            context.set_font_size(size)
            context.move_to(421 - context.text_extents(text).width / 2, y * 2.8346)
            context.show_text(text)
        surface.show_page()
    surface.finish()


def _fpdf(facts: list[CertificateFacts]) -> None:
    from fpdf import FPDF

    pdf = FPDF(orientation="landscape", format="A4")
    pdf.add_font("Noto", fname=_font_path())
    for one in facts:
        pdf.add_page()
        for y, size, text in _lines(one):
            pdf.set_font("Noto", size=size)
            pdf.text(148.5 - pdf.get_string_width(text) / 2, y, text)
    pdf.output()


def _weasyprint(facts: list[CertificateFacts]) -> None:
    from html import escape

    from weasyprint import HTML

    pages = "".join(
        "<section>"
        + "".join(f'<p style="font-size:{size}pt">{escape(text)}</p>' for _, size, text in _lines(one))
        + "</section>"
        for one in facts
    )
    style = "@page{size:A4 landscape} section{break-after:page;text-align:center} p{margin:0;font-family:Noto Sans}"
    HTML(string=f"<style>{style}</style>{pages}").write_pdf()


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="number of certificates")
    run(parser.parse_args().size)
