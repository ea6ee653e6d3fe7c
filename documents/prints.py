"""Papers drawn in memory, as the preview shows them: certificates page by page as a long task, sheets at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents.certificate import CertificateBook
from documents.facts import CertificateFacts, Print, SheetFacts
from documents.layout import Layout
from models.problem import Problem, UserError
from models.progress import Progress, Task

Prints = Sequence[tuple[CertificateFacts, Print]]
Layouts = Layout | Mapping[str, Layout]
"""One layout for all, or each one by the name that certificates give it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A certificate that could not be printed, and why."""

    number: str
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One PDF, empty when nothing could be drawn; the numbers in it; and what was left out, with the reason."""

    pdf: bytes
    numbers: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def layout_for(layouts: Layouts, facts: CertificateFacts) -> Layout:
    """Return the layout of one certificate."""
    return layouts if isinstance(layouts, Layout) else layouts[facts.layout]


def certificates_drawn(prints: Prints, layouts: Layouts) -> Task[Drawn]:
    """Draw all certificates into one PDF; one that cannot be printed whole is left out and told."""
    book = CertificateBook()
    numbers: list[str] = []
    skipped: list[Skipped] = []
    for done, (facts, printing) in enumerate(prints, 1):
        try:
            book.add(facts, printing, layout_for(layouts, facts))
        except UserError as error:
            skipped.append(Skipped(facts.number, facts.name, error.problems))
        else:
            numbers.append(facts.number)
        yield Progress(done, len(prints), facts.name)
    return Drawn(book.finish() if numbers else b"", tuple(numbers), tuple(skipped))


def sheets_drawn(sheets: Sequence[SheetFacts]) -> Drawn:
    """Draw sign-in sheets into one PDF. Raises UserError (character_missing, text_does_not_fit)."""
    from documents.sign_in_sheet import draw

    return Drawn(draw(sheets))
