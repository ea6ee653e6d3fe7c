"""The figures of a period: shown with their definitions, or written to a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option
from resources.i18n import N_, _, here

if TYPE_CHECKING:
    from exchange.figures import Figures


def statistics(call: Call) -> None:
    """Show the figures of a period, or write them to a file."""
    from exchange import figures

    first, last = call.day("--from"), call.day("--to")
    assert first is not None
    assert last is not None
    with call.notebook() as notebook, notebook.read() as db:
        found = figures.figures(db, first, last)
    if call.has("--output"):
        _write(call, found)
        return
    call.out.say(_("From {first} to {last}", first=here().date(first, "long"), last=here().date(last, "long")))
    call.out.table((_("Figure"), "", _("How it is counted")), _summary(found))
    for axis in figures.AXES:
        if rows := _split(found, axis):
            call.out.say(_axis(axis))
            call.out.table(("", "", _("Attendances"), _("Share")), [_shown(*row) for row in rows])
    call.out.say(_("Counts under {count} people are hidden, with those that would give them away.",
                   count=found.threshold))  # fmt: skip
    call.out.document(**_document(found))


def _summary(found: Figures) -> list[tuple[str, str, str]]:
    """Return each figure in words with its definition."""
    number, came = here().number, found.present + found.absent + found.excused
    return [
        (
            _("Sessions held"), number(found.held),
            _("Sessions that took place. Beside them: {planned} planned, {cancelled} cancelled.",
              planned=number(found.planned), cancelled=number(found.cancelled)),
        ),
        (
            _("Attendances"), number(found.attendances),
            _("People marked present and unnamed participants, added over the sessions held."),
        ),
        (
            _("Different people, named"), number(found.people_named),
            _("Named people with at least one presence in these days; never added over periods."),
        ),
        (
            _("Different people, unnamed at most"), number(found.people_unnamed),
            _("Unnamed participants without those who said that they had been helped before."),
        ),
        (
            _("New people (at most)"), number(found.new_named + found.people_unnamed),
            _("Named people whose first presence ever lies in these days, and the unnamed people above."),
        ),
        (
            _("Hours attended"), here().duration(found.minutes),
            _("The minutes that named people attended, added up."),
        ),
        (
            _("Attendance rate"), _rate(found.present, came),
            _("Present, of all named people who were expected (present, absent, excused)."),
        ),
        (
            _("Fill rate"), _rate(found.expected, found.places),
            _("People expected at the sessions held that have a number of places, of these places."),
        ),
    ]  # fmt: skip


def _rate(part: int, whole: int) -> str:
    return _("{n} %", n=here().number(round(100 * part / whole))) if whole else "–"


def _axis(axis: str) -> str:
    from models.central import said

    return _(said.AXES[axis]) if axis in said.AXES else _("By place")


def _split(found: Figures, axis: str) -> list[tuple[str, int, int | str]]:
    """Return the lines of a split; what is not told and what is hidden come last. Themes overlap: no share."""
    from exchange.rows import UNTOLD
    from models.central.shares import shares

    counts = found.split(axis)
    rows = [(_name(axis, code), count) for code, count in counts.items() if count and code != UNTOLD]
    if untold := counts.get(UNTOLD):
        rows.append((_("Not told"), untold))
    if None in counts.values():
        rows.append((_("Hidden (small groups)"), found.attendances - sum(count for _name, count in rows)))
    told: Sequence[int | str] = [""] * len(rows) if axis == "theme" else shares([count for _name, count in rows])
    return [(name, count, share) for (name, count), share in zip(rows, told, strict=True)]


def _shown(name: str, count: int, share: int | str) -> tuple[str, str, str, str]:
    return "", name, here().number(count), "" if share == "" else _("{n} %", n=here().number(int(share)))


def _name(axis: str, code: str) -> str:
    from resources.labels import label

    return code if axis in ("town", "place", "month") else label(axis, code)


def _write(call: Call, found: Figures) -> None:
    """Write the figures and every split as one table, as the ending of the file says."""
    from exchange import figures, tables

    path = Path(call.text("--output"))
    with tables.table(
        path, tables.format_of(path), (_("By"), "", _("Attendances"), _("Share, %")), title=_("Figures")
    ) as add:
        for name, value, _how in _summary(found):
            add((_("Figure"), name, value, ""))
        for axis in figures.AXES:
            for row in _split(found, axis):
                add((_axis(axis), *row))
    call.out.say(_("The figures are in {file}.", file=path))
    call.out.document(**_document(found), file=path)


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
