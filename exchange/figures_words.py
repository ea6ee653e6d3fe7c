"""The figures of a period in words, the same on the screen and in a table: each with how it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exchange import tables
from exchange.figures import AXES, MONTHS, PLACES, Figures
from exchange.rows import UNTOLD
from models.central import said
from models.central.said import Part, Said
from models.central.shares import shares
from resources.i18n import _, here
from resources.labels import label

_PLAIN = ("town", PLACES, MONTHS)  # axes whose codes are words


def days(found: Figures) -> str:
    """Return the days that the figures are of."""
    first, last = (here().date(day, "long") for day in (found.period.first, found.period.last))
    return _("From {first} to {last}", first=first, last=last)


def summary(found: Figures) -> list[Said]:
    """Return each figure in words with its definition."""
    number, came = here().number, found.present + found.absent + found.excused
    return [
        Said(
            _("Sessions held"), number(found.held),
            _("Sessions that took place. Beside them: {planned} planned, {cancelled} cancelled.",
              planned=number(found.planned), cancelled=number(found.cancelled)),
        ),
        Said(
            _("Attendances"), number(found.attendances),
            _("People marked present and unnamed participants, added over the sessions held."),
        ),
        Said(
            _("Different people, named"), number(found.people_named),
            _("Named people with at least one presence in these days; never added over periods."),
        ),
        Said(
            _("Different people, unnamed at most"), number(found.people_unnamed),
            _("Unnamed participants without those who said that they had been helped before."),
        ),
        Said(
            _("New people (at most)"), number(found.new_named + found.people_unnamed),
            _("Named people whose first presence ever lies in these days, and the unnamed people above."),
        ),
        Said(
            _("Hours attended"), here().duration(found.minutes),
            _("The minutes that named people attended, added up."),
        ),
        Said(
            _("Attendance rate"), _rate(found.present, came),
            _("Present, of all named people who were expected (present, absent, excused)."),
        ),
        Said(
            _("Fill rate"), _rate(found.expected, found.places),
            _("People expected at the sessions held that have a number of places, of these places."),
        ),
    ]  # fmt: skip


def _rate(part: int, whole: int) -> str:
    return _("{n} %", n=here().number(round(100 * part / whole))) if whole else "–"


def by(axis: str) -> str:
    """Return what a split is by."""
    return _(said.AXES[axis]) if axis in said.AXES else _("By place")


def parts(found: Figures, axis: str) -> list[Part]:
    """Return the lines of a split; what is not told and what is hidden come last. Themes overlap: no share."""
    counts = found.split(axis)
    rows = [(_name(axis, code), count) for code, count in counts.items() if count and code != UNTOLD]
    if untold := counts.get(UNTOLD):
        rows.append((_("Not told"), untold))
    if None in counts.values():
        rows.append((_("Hidden (small groups)"), found.attendances - sum(count for _name, count in rows)))
    told: Sequence[int | None] = [None] * len(rows) if axis == "theme" else shares([count for _name, count in rows])
    return [Part(name, count, share) for (name, count), share in zip(rows, told, strict=True)]


def _name(axis: str, code: str) -> str:
    return code if axis in _PLAIN else label(axis, code)


def share(part: Part) -> str:
    """Return the share of a line, nothing where lines overlap."""
    return "" if part.share is None else _("{n} %", n=here().number(part.share))


def hidden(found: Figures) -> str:
    """Say which counts are hidden."""
    return _("Counts under {count} people are hidden, with those that would give them away.", count=found.threshold)


def write(found: Figures, path: Path) -> None:
    """Write the figures and every split as one table, as the ending of the file says.

    Raises UserError when the place refuses or the ending is of no table.
    """
    header = (_("By"), "", _("Attendances"), _("Share, %"))
    with tables.table(path, tables.format_of(path), header, title=_("Figures")) as add:
        for figure in summary(found):
            add((_("Figure"), figure.name, figure.value, ""))
        for axis in AXES:
            for part in parts(found, axis):
                add((by(axis), part.name, part.count, "" if part.share is None else part.share))
