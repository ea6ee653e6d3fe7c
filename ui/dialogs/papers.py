"""Owns the way from the notebook to a paper on screen: facts read and pages drawn off the window's thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from documents import papers
from documents.facts import SheetFacts
from documents.own_layouts import layouts_of
from documents.papers import SheetOptions
from documents.prints import Drawn, Prints, certificates_drawn, sheets_drawn
from documents.sheet_plan import MOST_BLANK_ROWS
from models import certificates
from models.base import utc_now
from models.notebook import Notebook
from models.progress import Progress, Task
from resources.i18n import N_, _, current, here, plural
from resources.words import sentence
from ui import messages
from ui.dialogs.certificate_files import GoingOut
from ui.dialogs.preview import show_pdf
from ui.page import Context

TOLD = 6  # certificates that could not be drawn, by name


def show_sheets(
    parent: QWidget,
    context: Context,
    *,
    session_ids: Sequence[int] = (),
    workshop_id: int | None = None,
    day: date | None = None,
    button: QWidget | None = None,
) -> None:
    """Show the sign-in sheets of these sessions, of all sessions of a day, or one sheet for a whole workshop.

    They are made as they were last wanted on this computer.
    """
    options = kept_options(context)

    def task() -> Task[tuple[str, Drawn]]:
        yield Progress(0, 1, "")
        sheets = _sheets(context.notebook, session_ids, workshop_id, day, options)
        return _sheets_title(sheets, day), sheets_drawn(sheets)

    def show(made: tuple[str, Drawn]) -> None:
        title, drawn = made
        show_pdf(parent, context, title, drawn.pdf, file_name=title.replace(":", ""))

    context.jobs.run(task(), _("Drawing the sign-in sheet"), show, button=button)


def kept_options(context: Context) -> SheetOptions:
    """Return how sign-in sheets were last wanted; what cannot be understood any more is as usual."""
    kept = context.preferences.table("sheets")
    blank = kept.get("blank_rows")
    is_number = type(blank) is int and 0 <= blank <= MOST_BLANK_ROWS
    return SheetOptions(
        blank_rows=blank if is_number else None,  # type: ignore[arg-type]  # it is a number
        orientation="landscape" if kept.get("orientation") == "landscape" else "portrait",
        by_given_name=kept.get("by_given_name") is True,
        with_waiting=kept.get("with_waiting") is True,
        half_days=kept.get("half_days") is not False,
    )


def keep_options(context: Context, options: SheetOptions) -> None:
    """Make further sheets the same way."""
    context.preferences.keep("sheets", asdict(options))


def _sheets(
    notebook: Notebook, session_ids: Sequence[int], workshop_id: int | None, day: date | None, options: SheetOptions
) -> list[SheetFacts]:
    if workshop_id is not None:
        return [papers.workshop_sheet(notebook, workshop_id, current(), options)]
    if day is not None:
        return papers.day_sheets(notebook, day, current(), options)
    return papers.session_sheets(notebook, session_ids, current(), options)


def _sheets_title(sheets: Sequence[SheetFacts], day: date | None) -> str:
    if len(sheets) == 1:
        return _("Sign-in sheet: {workshop}", workshop=sheets[0].workshop)
    return _("Sign-in sheets of {day}", day=here().date(day, "long")) if day else _("Sign-in sheets")


def show_certificates(
    parent: QWidget, context: Context, certificate_ids: Collection[int], *, button: QWidget | None = None
) -> None:
    """Show issued certificates, ready to print; once printed or saved they count as handed out."""
    ids = list(certificate_ids)

    def task() -> Task[tuple[Prints, Drawn]]:
        prints = papers.certificate_prints(context.notebook, ids, today=context.today())
        return prints, (yield from certificates_drawn(prints, layouts_of(context.notebook, prints)))

    context.jobs.run(
        task(),
        plural("Drawing {n} certificate", "Drawing {n} certificates", len(ids)),
        partial(_show_certificates, parent, context, ids),
        button=button,
    )


def _show_certificates(parent: QWidget, context: Context, ids: Sequence[int], made: tuple[Prints, Drawn]) -> None:
    prints, drawn = made
    _tell_skipped(parent, drawn)
    if not drawn.pdf:
        return
    title = plural("{n} certificate", "{n} certificates", len(drawn.numbers))
    if len(drawn.numbers) == 1:
        title = _("Certificate {number}", number=drawn.numbers[0])
    kept = partial(hand_out, context, ids, frozenset(drawn.numbers))
    dialog = show_pdf(parent, context, title, drawn.pdf, file_name=title, kept=kept)
    going_out = GoingOut(parent, context, ids, prints, partial(hand_out, context, ids))
    dialog.offer(_("Another way"), going_out.ways(dialog))


def hand_out(context: Context, ids: Sequence[int], numbers: Collection[str]) -> None:
    """Note that the certificates of these numbers were printed or saved: a further print is a duplicate."""
    with context.notebook.read() as db:
        lines = certificates.lines(db, ids).values()
    waiting = [line.id for line in lines if line.number in numbers and not line.is_handed_out]
    if waiting:
        with context.notebook.write(N_("Hand out certificates ({count})"), final=True, count=len(waiting)) as db:
            certificates.mark_handed_out(db, waiting, utc_now())


def show_trial(parent: QWidget, context: Context, workshop_id: int, *, button: QWidget | None = None) -> None:
    """Show the certificates as they would be issued now, without numbers; nothing is recorded."""

    def task() -> Task[Drawn]:
        prints = papers.trial_prints(context.notebook, [workshop_id], current(), today=context.today())
        return (yield from certificates_drawn(prints, layouts_of(context.notebook, prints)))

    def show(drawn: Drawn) -> None:
        _tell_skipped(parent, drawn)
        if drawn.pdf:
            title = _("Test print: no numbers, not valid")
            show_pdf(parent, context, title, drawn.pdf, file_name=_("Test print"))
        elif not drawn.skipped:
            context.toast(_("Nobody can have a certificate now, so there is nothing to test."))

    context.jobs.run(task(), _("Drawing a test print"), show, button=button)


def _tell_skipped(parent: QWidget, drawn: Drawn) -> None:
    """Say which certificates could not be printed whole, and why."""
    if not drawn.skipped:
        return
    told = [f"{each.name}: {sentence(problem)}" for each in drawn.skipped[:TOLD] for problem in each.problems]
    if len(drawn.skipped) > TOLD:
        told.append(plural("And {n} more.", "And {n} more.", len(drawn.skipped) - TOLD))
    messages.tell(
        parent,
        plural("{n} certificate could not be drawn", "{n} certificates could not be drawn", len(drawn.skipped)),
        told,
        is_problem=True,
    )
