"""Sign-in sheets of 0, 60 and 500 names and 1 and 4 sessions against ReportLab's own LongTable."""

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

_SIZES = (0, 60, 500)
_SESSIONS = (1, 4)
_ROUNDS = 5
_WORKS = (
    "LongTable, rows as high as their names",
    "LongTable, all rows of one height",
    "LongTable of strings, long names cut",
    "ours: drawn and tagged",
    "ours: finished, PDF/A-2b",
)


def run(size: int | None) -> None:
    """Print one table: CPU milliseconds for one sheet, and how many times faster than a LongTable."""
    print(f"one sheet, CPU ms (× faster than the first line); best of {_ROUNDS} rounds; all names differ\n")
    cases = [(count, sessions) for count in ([size] if size else _SIZES) for sessions in _SESSIONS]
    heads = [f"{count} × {sessions}" for count, sessions in cases]
    print(f"{'names × sessions':38}" + "".join(f"{head:>15}" for head in heads))
    best = [_measured(_facts(*case)) for case in cases]
    for place, name in enumerate(_WORKS):
        cells = [f"{each[place] * 1000:.1f} ({each[0] / each[place]:.1f} ×)" for each in best]
        print(f"{name:38}" + "".join(f"{cell:>15}" for cell in cells))
    tracemalloc.start()
    draw([_facts(*cases[-1])])
    print(f"\npeak memory of Python objects, {heads[-1]}: {tracemalloc.get_traced_memory()[1] / 1e6:,.0f} MB")
    tracemalloc.stop()


def _measured(facts: SheetFacts) -> list[float]:
    """Return the best CPU seconds of each work, the rounds interleaved; shaped texts are forgotten before each."""
    works: list[Callable[[], object]] = [
        lambda: _long_table(facts, wraps=True, grows=True),
        lambda: _long_table(facts, wraps=True),
        lambda: _long_table(facts, wraps=False),
        lambda: drawn([facts]),
        lambda: draw([facts]),
    ]
    best = [float("inf")] * len(works)
    for work in works:
        work()  # warm-up: fonts opened, modules imported
    for _ in range(_ROUNDS):
        for place, work in enumerate(works):
            shape.cache_clear()
            gc.collect()
            started = time.process_time()
            work()
            best[place] = min(best[place], time.process_time() - started)
    return best


def _facts(count: int, sessions: int) -> SheetFacts:
    first = ("Zoé", "Lucien", "Gülşah", "Mamadou", "Éloïse", "Łukasz", "Fatou", "Yann", "Aïssatou", "Maël")
    last = ("Le Goff", "Bouvier", "Çelik", "Diallo", "Nguyễn", "N’Diaye", "Guillou", "Lefèbvre", "Kerbrat", "Aubrée")
    names = tuple(f"{first[i % 10]} {last[i // 10 % 10]} {i}" for i in range(count))
    return SheetFacts(
        association=Association("Les Puces du Blosne"),
        workshop="Premiers pas sur l’ordinateur",
        sessions=tuple(SessionFacts(date(2026, 5, 12 + day), clock(14), clock(16)) for day in range(sessions)),
        names=names,
        programme="Ateliers numériques",
        place="Bibliothèque Triangle",
        trainers=("Aïssatou N’Diaye",),
        notice="Vos nom et signature servent à justifier la tenue de l’atelier.",
        reference="F-2026-0518",
    )


def _long_table(facts: SheetFacts, *, wraps: bool, grows: bool = False) -> None:
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
    signed = max(len(facts.sessions), 1)
    rows: list[list[object]] = [["N°", "Prénom et nom", *["Signature"] * signed]]
    for index, name in enumerate((*facts.names, *[""] * 5), 1):
        rows.append([str(index), Paragraph(escape(name), plain) if wraps else name, *[""] * signed])
    style = [("GRID", (0, 0), (-1, -1), 0.4, black), ("FONT", (0, 0), (-1, -1), "Noto", 11)]
    heights = [25.5] * len(rows)
    table = LongTable(
        rows,
        colWidths=[34, 240, *[240 / signed] * signed],
        rowHeights=None if grows else heights,
        minRowHeights=heights if grows else None,
        repeatRows=1,
        style=style,
    )
    SimpleDocTemplate(BytesIO(), pagesize=A4).build([table])


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="names on the sheet")
    run(parser.parse_args().size)
