"""The recovery sheet of a locked notebook: the key that opens it when the passphrase is forgotten. Facts -> a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from documents.text_blocks import Blanks, Block, Grid, Paragraph, Points, Section, Title
from documents.text_pages import Paper, draw_on_pages, spelled_out
from resources.i18n import Language, language

COLUMNS = 4
_SIZES = (12.0, 11.0, 10.0)


@dataclass(frozen=True, slots=True)
class RecoveryFacts:
    """Whose notebook, its file, its key in groups of four (models/cipher.py) and the day."""

    association: str
    file: str
    groups: tuple[str, ...]
    made_on: date


def draw(facts: RecoveryFacts, code: str) -> bytes:
    """Return the sheet as a PDF/A-2b of one page in the language `code`."""
    say = language(code)
    title = say("Recovery sheet")
    foot = f"{title} · {facts.association} · {say.date(facts.made_on, 'long')}"
    paper = Paper(title, facts.association, code, tuple(_blocks(facts, title, say)), foot)
    return draw_on_pages(1, spelled_out(paper), _SIZES)


def _blocks(facts: RecoveryFacts, title: str, say: Language) -> Iterator[Block]:
    yield Title(title, say("{association}, notebook “{file}”", association=facts.association, file=facts.file))
    yield Paragraph(say(
        "This notebook is locked. Whoever has forgotten the passphrase opens it with the key below. Nobody else can "
        "open it: neither the makers of the application nor the programme."
    ))  # fmt: skip
    yield Section(say("Key of {date}", date=say.date(facts.made_on, "long")))
    lines = [facts.groups[place : place + COLUMNS] for place in range(0, len(facts.groups), COLUMNS)]
    rows = tuple((say("Line {number}", number=number), *line) for number, line in enumerate(lines, 1))
    heads = ("", *(say("Group {number}", number=number) for number in range(1, COLUMNS + 1)))
    yield Grid(heads, rows, (0.2, *([0.8 / COLUMNS] * COLUMNS)), is_airy=True)
    yield Paragraph(
        say("Only the letters A to Z and the figures 2 to 7 occur. Spaces and capitals do not matter."), is_note=True
    )
    yield Section(say("When the passphrase is forgotten"))
    yield Points((
        say("Open the notebook: where the passphrase is asked for, type the key, line after line."),
        say("Then choose a new passphrase: File, Passphrase… A new sheet is printed; this one opens nothing any more."),
    ))  # fmt: skip
    yield Section(say("Where to keep this sheet"))
    yield Points((
        say("In a closed cupboard, or at the home of a member of the board: not beside the computer."),
        say("Two people should know where it is. Whoever has the sheet and the file can read everything."),
    ))  # fmt: skip
    yield Blanks((say("Kept by"), say("Place")), (0.5, 0.5))
