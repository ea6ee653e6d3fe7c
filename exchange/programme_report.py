"""The programme's report as a workbook: its figures, its associations, its splits, what is missing."""

from __future__ import annotations

from pathlib import Path

from exchange.tables import Sheet, Value, write_sheets
from models.central import said
from models.central.report import Report
from resources.i18n import Language


def write(found: Report, path: Path, say: Language) -> None:
    """Write the report as an XLSX, whole or not at all."""
    write_sheets(path, [_figures(found, say), _associations(found, say), _splits(found, say), _refused(found, say)])


def _figures(found: Report, say: Language) -> Sheet:
    rows: list[tuple[Value, ...]] = [(each.name, each.value, each.definition) for each in said.summary(found, say)]
    if progress := said.progress(found, say):
        rows.append((say("Target"), found.target, progress))
    return Sheet(say("Figures"), (say("Figure"), said.days(found.span, say), say("How it is counted")), rows)


def _associations(found: Report, say: Language) -> Sheet:
    headers = (
        *(say("Association"), say("Sessions held"), say("Planned"), say("Cancelled"), say("Attendances")),
        *(say("Present, named"), say("Present, unnamed"), say("Different people, named"), say("New people, named")),
        *(say("Different people, unnamed"), say("Minutes attended"), say("Certificates issued")),
        *(say("Sessions without attendance"), say("Last package"), say("What is missing")),
    )
    rows: list[tuple[Value, ...]] = []
    for line in found.lines:
        own = line.figures
        told = (own.people_named, own.new_named) if own.told else (None, None)
        rows.append((
            *(line.name, own.sessions_held, own.sessions_planned, own.sessions_cancelled, own.attendances),
            *(own.present, own.unnamed, *told, own.people_unnamed, own.minutes, own.certificates_issued),
            own.without_attendance,
            line.last_received.date() if line.last_received else None,
            said.lacking(line, say),
        ))  # fmt: skip
    return Sheet(say("Associations"), headers, rows)


def _splits(found: Report, say: Language) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (say(said.AXES[split.axis]), part.name, part.count, part.share)
        for split in found.splits
        for part in said.parts(found, split, say)
    ]
    return Sheet(say("Splits"), (say("By"), "", say("Attendances"), say("Share, %")), rows)


def _refused(found: Report, say: Language) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        (each.file_name, each.association, each.received_at.date(), ", ".join(one["code"] for one in each.problems))
        for each in found.refused
    ]
    return Sheet(say("Refused"), (say("File"), say("Association"), say("Date"), say("Reason")), rows)
