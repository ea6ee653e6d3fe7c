"""The figures of a period: shown with their definitions, or written to a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option
from resources.i18n import N_, _, here

if TYPE_CHECKING:
    from exchange.figures import Figures


def statistics(call: Call) -> None:
    """Show the figures of a period, or write them to a file."""
    from exchange import figures, figures_words

    first, last = call.day("--from"), call.day("--to")
    assert first is not None
    assert last is not None
    with call.notebook() as notebook, notebook.read() as db:
        found = figures.figures(db, first, last)
    if call.has("--output"):
        path = Path(call.text("--output"))
        figures_words.write(found, path)
        call.out.say(_("The figures are in {file}.", file=path))
        call.out.document(**_document(found), file=path)
        return
    call.out.say(figures_words.days(found))
    rows = [(each.name, each.value, each.definition) for each in figures_words.summary(found)]
    call.out.table((_("Figure"), "", _("How it is counted")), rows)
    for axis in figures.AXES:
        if parts := figures_words.parts(found, axis):
            call.out.say(figures_words.by(axis))
            shown = [("", part.name, here().number(part.count), figures_words.share(part)) for part in parts]
            call.out.table(("", "", _("Attendances"), _("Share")), shown)
    call.out.say(figures_words.hidden(found))
    call.out.document(**_document(found))


def _document(found: Figures) -> dict[str, object]:
    from exchange.figures import AXES

    names = ("held", "planned", "cancelled", "present", "absent", "excused", "unnamed", "attendances", "people_named",
             "people_unnamed", "new_named", "minutes", "expected", "places")  # fmt: skip
    months = sorted({cell.scope for cell in found.cells} - {"period"})
    return {
        "from": found.period.first,
        "to": found.period.last,
        "threshold": found.threshold,
        "figures": {name: getattr(found, name) for name in names},
        "splits": {axis: found.split(axis) for axis in AXES},
        "months": {month: {axis: found.split(axis, month) for axis in AXES[:4]} for month in months},
    }


COMMANDS = (
    Command(
        "statistics",
        N_("show the figures of a period, or write them to a file"),
        statistics,
        (),
        (
            Option("--from", N_("the first day"), "DATE", required=True),
            Option("--to", N_("the last day"), "DATE", required=True),
            Option("--output", N_("write them to this file (XLSX or CSV)"), "FILE"),
        ),
    ),
)
