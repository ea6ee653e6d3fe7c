"""What is said of parcels, the same in the window and by commands: counts, conflicts, what has nowhere to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from models.lineage import Strayed, Way
from models.parcel_giving import Outline
from models.parcel_merge import Comparison, Conflict
from models.problem import Problem
from resources.i18n import N_, _, here, plural
from resources.labels import field_label, label

_COUNTED: Mapping[str, Callable[[int], str]] = {
    "mark": lambda n: plural("{n} mark of attendance", "{n} marks of attendance", n),
    "newcomer": lambda n: plural("{n} new person", "{n} new people", n),
    "recognised": lambda n: plural("{n} person already known", "{n} people already known", n),
    "enrolment": lambda n: plural("{n} enrolment", "{n} enrolments", n),
    "skip": lambda n: plural("{n} session expected or left out", "{n} sessions expected or left out", n),
    "headcount": lambda n: plural("unnamed participants of {n} session", "unnamed participants of {n} sessions", n),
    "feedback": lambda n: plural("what people said at {n} session", "what people said at {n} sessions", n),
    "remarks": lambda n: plural("remarks on {n} session", "remarks on {n} sessions", n),
    "hours": lambda n: plural("date or hours of {n} session", "date or hours of {n} sessions", n),
    "state": lambda n: plural("{n} session held or cancelled", "{n} sessions held or cancelled", n),
    "person": lambda n: plural("{n} detail of people", "{n} details of people", n),
    "workshop": lambda n: plural("{n} detail of workshops", "{n} details of workshops", n),
}
_LOST: Mapping[str, Callable[[int], str]] = {
    "people_gone": lambda n: plural(
        "What was entered for {n} person who is no longer in the registry is left out.",
        "What was entered for {n} people who are no longer in the registry is left out.",
        n,
    ),
    "sessions_gone": lambda n: plural(
        "What was entered at {n} session that was deleted here is left out.",
        "What was entered at {n} sessions that were deleted here is left out.",
        n,
    ),
    "sessions_kept": lambda n: plural(
        "{n} session that was deleted in the parcel stays here.",
        "{n} sessions that were deleted in the parcel stay here.",
        n,
    ),
    "entered_at_cancelled": lambda n: plural(
        "{n} entry at a session that is cancelled here is left out.",
        "{n} entries at sessions that are cancelled here are left out.",
        n,
    ),
}
_KINDS = {
    "mark": N_("Attendance"),
    "enrolment": N_("Enrolment"),
    "headcount": N_("Unnamed participants"),
    "feedback": N_("What people said"),
    "hours": N_("Date and hours"),
    "state": N_("Session"),
}


def outlined(outline: Outline) -> str:
    """Say what a parcel holds."""
    return here().and_list(
        (
            plural("{n} workshop", "{n} workshops", outline.workshops),
            plural("{n} session", "{n} sessions", outline.sessions),
            plural("{n} person", "{n} people", outline.people),
        )
    )


def counted(comparison: Comparison) -> list[str]:
    """Say what would change, one line for each kind."""
    counts = comparison.counts
    return [say(counts[kind]) for kind, say in _COUNTED.items() if counts[kind]]


def lost(comparison: Comparison) -> list[str]:
    """Say what has nowhere to go."""
    return [say(comparison.lost[code]) for code, say in _LOST.items() if comparison.lost[code]]


def conflict_title(conflict: Conflict) -> str:
    """Say what both sides changed: whose, where and when."""
    kind = conflict.step.kind
    what = _(_KINDS[kind]) if kind in _KINDS else field_label(conflict.step.field)
    when = ""
    if conflict.session:
        start = here().time(time.fromisoformat(conflict.session["start"]))
        when = f"{here().date(date.fromisoformat(conflict.session['date']))} {start}"
    return " · ".join(part for part in (what, conflict.person, conflict.workshop, when) if part)


def value_text(conflict: Conflict, values: Mapping[str, Any] | None) -> str:
    """Say one side of a conflict."""
    return _SIDES[conflict.step.kind](values, conflict) if values is not None else _("Nothing")


def _mark(values: Mapping[str, Any], _conflict: Conflict) -> str:
    text = label("attendance", values["state"])
    return f"{text}, {here().duration(values['minutes'])}" if values["minutes"] else text


def _hours(values: Mapping[str, Any], _conflict: Conflict) -> str:
    day = here().date(date.fromisoformat(values["date"]))
    start, end = (here().time(time.fromisoformat(values[name])) for name in ("start", "end"))
    return f"{day}, {start} – {end}"


def _headcount(values: Mapping[str, Any], _conflict: Conflict) -> str:
    text = plural("{n} person", "{n} people", values["total"])
    parts = [f"{label(axis, code)} {here().number(count)}" for axis, code, count in values["parts"]]
    helped = values["already_helped"]
    already = [plural("{n} already helped", "{n} already helped", helped)] if helped else []
    return ", ".join((text, *already, *parts))


def _feedback(values: Mapping[str, Any], _conflict: Conflict) -> str:
    return ", ".join(f"{field_label(name)} {here().number(n)}" for name, n in values.items() if n) or _("Nothing")


def _field(values: Mapping[str, Any], conflict: Conflict) -> str:
    value = next(iter(values.values()))
    if value in (None, ""):
        return _("Nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    coded = ("gender", "occupation", "age_band", "referred_by", "format", "audience", "level")
    return label(conflict.step.field, str(value)) if conflict.step.field in coded else str(value)


_SIDES: Mapping[str, Callable[[Mapping[str, Any], Conflict], str]] = {
    "mark": _mark,
    "enrolment": lambda values, _conflict: label("enrolment", values["status"]),
    "headcount": _headcount,
    "feedback": _feedback,
    "hours": _hours,
    "state": lambda values, _conflict: label("session_status", values["status"]),
    "person": _field,
    "workshop": _field,
}


def strayed_problem(path: Path, strayed: Strayed) -> Problem:
    """Return what is told of a notebook that is not what this computer saw last."""
    values: dict[str, object] = {
        "file": path.name, "other": str(strayed.other), "here": strayed.here, "there": strayed.there,
        "last_here": _moment(strayed.last_here), "last_there": _moment(strayed.last_there),
    }  # fmt: skip
    if strayed.way is Way.OLDER:
        return Problem("", "notebook_older_copy", values, is_warning=True)
    if strayed.since is None:
        return Problem("", "notebook_other_way", values, is_warning=True)
    return Problem("", "notebook_forked", {**values, "since": _moment(strayed.since)}, is_warning=True)


def _moment(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{here().date(local.date())} {here().time(local.time())}"
