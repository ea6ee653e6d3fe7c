"""The programme's report as a paper: figures with their definitions, target, associations, who is late, splits."""

from __future__ import annotations

from collections.abc import Iterator

from documents.text_blocks import Block, Facts, Grid, NewPage, Paragraph, Points, Section, Title
from documents.text_pages import Paper, spelled_out
from documents.text_pages import draw as draw_paper
from models.central import said
from models.central.report import AssociationLine, Report
from resources.i18n import Language, language

_SIZE = 9.5
_FIGURES = (0.30, 0.14, 0.56)
_ASSOCIATIONS = (0.30, 0.11, 0.17, 0.14, 0.14, 0.14)
_SPLIT = (0.66, 0.18, 0.16)
_MISSING = (0.34, 0.66)


def draw(found: Report, code: str) -> bytes:
    """Return the report as a PDF/A-2b; letters that no font can draw are written as their codes."""
    say = language(code)
    title = say("Report of the programme")
    foot = f"{found.programme} · {said.days(found.span, say)}"
    paper = Paper(title, found.programme, code, tuple(_blocks(found, title, say)), foot)
    return draw_paper(spelled_out(paper), _SIZE)


def _blocks(found: Report, title: str, say: Language) -> Iterator[Block]:
    yield Title(title, f"{found.programme} · {said.days(found.span, say)}")
    if progress := said.progress(found, say):
        yield Paragraph(progress, "bold")
    headers = (say("Figure"), say("Value"), say("How it is counted"))
    figures = tuple((each.name, each.value, each.definition) for each in said.summary(found, say))
    yield Grid(headers, figures, _FIGURES, right=frozenset({1}))
    yield from _late(found, say)
    yield from _associations(found, say)
    yield NewPage()
    for split in found.splits:
        rows = tuple(
            (part.name, say.number(part.count), "" if part.share is None else say("{n} %", n=part.share))
            for part in said.parts(found, split, say)
        )
        if rows:
            yield Section(say(said.AXES[split.axis]), is_minor=True)
            if split.has_several:
                yield Paragraph(say("A workshop may have several: these do not add up."), is_note=True)
            yield Grid(("", say("Attendances"), say("Share")), rows, _SPLIT, right=frozenset({1, 2}))
    yield Facts(((say("Report made on"), say.date(found.today, "long")),))


def _late(found: Report, say: Language) -> Iterator[Block]:
    """Say who has not told all days that lie behind, and what was refused."""
    yield Section(say("What is missing"))
    rows = tuple((line.name, told) for line in found.lines if (told := said.lacking(line, say)))
    if rows:
        yield Grid((say("Association"), say("What is missing")), rows, _MISSING)
    else:
        yield Paragraph(say("Every association has told all days that lie behind."))
    if found.refused:
        yield Paragraph(
            say.plural(
                "{n} file was refused and waits for an answer:",
                "{n} files were refused and wait for an answer:",
                len(found.refused),
            )
        )
        yield Points(tuple(f"{each.file_name} {each.association}".strip() for each in found.refused))


def _associations(found: Report, say: Language) -> Iterator[Block]:
    yield Section(say("By association"))
    headers = (
        *(say("Association"), say("Sessions held"), say("Attendances")),
        *(say("Named people"), say("Unnamed people, at most"), say("Hours attended")),
    )
    rows = tuple(_row(line, say) for line in found.lines)
    yield Grid(headers, rows, _ASSOCIATIONS, right=frozenset(range(1, 6)))


def _row(line: AssociationLine, say: Language) -> tuple[str, ...]:
    own = line.figures
    named = say.number(own.people_named) if own.told else "–"
    counts = (own.sessions_held, own.attendances)
    return (line.name, *map(say.number, counts), named, say.number(own.people_unnamed), say.duration(own.minutes))
