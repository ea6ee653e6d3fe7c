"""A sign-in sheet of 500 names against ReportLab's own LongTable."""

from __future__ import annotations

import gc
import time
import tracemalloc
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from io import BytesIO
from pathlib import Path

from documents.facts import Association, SessionFacts, SheetFacts
from documents.sign_in_sheet import draw, drawn
from documents.typeset import shape

_SIZE = 500
_ROUNDS = 5


def run(size: int | None) -> None:
    """Print one table: CPU and wall milliseconds for one sheet, and how many times faster than LongTable."""
    count = size or _SIZE
    facts = _facts(count)
    works: list[tuple[str, Callable[[], object]]] = [
        ("LongTable of Paragraphs, not tagged", lambda: _long_table(facts, wraps=True)),
        ("LongTable of strings, long names cut", lambda: _long_table(facts, wraps=False)),
        ("ours: drawn and tagged", lambda: drawn([facts])),
        ("ours: finished, PDF/A-2b", lambda: draw([facts])),
    ]
    best = {name: (float("inf"), float("inf")) for name, _ in works}
    for _, work in works:
        work()  # warm-up: fonts opened, modules imported
    for _ in range(_ROUNDS):
        for name, work in works:
            shape.cache_clear()
            gc.collect()
            cpu, wall = time.process_time(), time.perf_counter()
            work()
            spent = (time.process_time() - cpu, time.perf_counter() - wall)
            best[name] = (min(best[name][0], spent[0]), min(best[name][1], spent[1]))
    print(f"one sheet of {count} names, one session; best of {_ROUNDS} rounds\n")
    print(f"{'':38} {'CPU ms':>9} {'wall ms':>9} {'× faster':>9}")
    floor = best[works[0][0]][0]
    for name, _ in works:
        cpu, wall = best[name]
        print(f"{name:38} {cpu * 1000:9.0f} {wall * 1000:9.0f} {floor / cpu:9.1f}")
    tracemalloc.start()
    draw([facts])
    print(f"\npeak memory of Python objects: {tracemalloc.get_traced_memory()[1] / 1e6:,.0f} MB")
    tracemalloc.stop()


def _facts(count: int) -> SheetFacts:
    first = ("Zoé", "Lucien", "Gülşah", "Mamadou", "Éloïse", "Łukasz", "Fatou", "Yann", "Aïssatou", "Maël")
    last = ("Le Goff", "Bouvier", "Çelik", "Diallo", "Nguyễn", "N’Diaye", "Guillou", "Lefèbvre", "Kerbrat", "Aubrée")
    names = tuple(f"{first[i % 10]} {last[i // 10 % 10]} {i}" for i in range(count))
    return SheetFacts(
        association=Association("Les Puces du Blosne"),
        workshop="Premiers pas sur l’ordinateur",
        sessions=(SessionFacts(date(2026, 5, 12), clock(14), clock(16)),),
        names=names,
        programme="Ateliers numériques",
        place="Bibliothèque Triangle",
        trainers=("Aïssatou N’Diaye",),
        notice="Vos nom et signature servent à justifier la tenue de l’atelier.",
        reference="F-2026-0518",
    )


def _long_table(facts: SheetFacts, *, wraps: bool) -> None:
    from xml.sax.saxutils import escape

    from reportlab.lib.colors import black
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    from documents.fonts import FOLDER

    pdfmetrics.registerFont(TTFont("Noto", str(Path(FOLDER) / "NotoSans-Regular.ttf")))
    plain = ParagraphStyle("cell", fontName="Noto", fontSize=11, leading=13)
    rows: list[list[object]] = [["N°", "Prénom et nom", "Signature"]]
    for index, name in enumerate(facts.names, 1):
        rows.append([str(index), Paragraph(escape(name), plain) if wraps else name, ""])
    style = [("GRID", (0, 0), (-1, -1), 0.4, black), ("FONT", (0, 0), (-1, -1), "Noto", 11)]
    table = LongTable(rows, colWidths=[34, 240, 240], rowHeights=[25.5] * len(rows), repeatRows=1, style=style)
    SimpleDocTemplate(BytesIO(), pagesize=A4).build([table])


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="names on the sheet")
    run(parser.parse_args().size)
