"""Three sides compared record by record: what only the parcel changed is a step, what both changed is a conflict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models import names
from models.codes import AttendanceState, EnrolmentStatus, SessionStatus
from models.parcel_content import KINDS, Values, frozen
from models.parcel_sides import Key, Side

THEIRS, OURS = "theirs", "ours"
_DEFAULT_OURS = frozenset({"hours", "person", "workshop"})
_OF_SESSION = frozenset({"hours", "state", "remarks", "headcount", "feedback", "mark", "skip"})
_BY_FIELD = frozenset({"person", "workshop"})


@dataclass(frozen=True, slots=True)
class Step:
    """One record that becomes another; None is none. `field`: of a person or a workshop one value alone."""

    kind: str
    key: Key
    theirs: Values | None
    ours: Values | None
    field: str = ""

    @property
    def id(self) -> str:
        """What names this step as long as both sides stay as they are."""
        return ":".join((self.kind, *map(str, self.key), self.field))


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed, with what is needed to show it; `chosen` is theirs or ours."""

    step: Step
    workshop: str
    session: Mapping[str, Any]
    person: str
    chosen: str

    @property
    def id(self) -> str:
        """What an answer names it by."""
        return self.step.id


class Walk:
    """Goes over every record of the parcel and of what it held before."""

    def __init__(
        self, there: Side, before: Side, here: Side, salt: str, answers: Mapping[str, str], every: str
    ) -> None:
        self._there, self._before, self._here = there.records, before.records, here.records
        self._salt, self._answers, self._every = salt, answers, every
        self.steps: list[Step] = []
        self.conflicts: list[Conflict] = []
        self.lost: Counter[str] = Counter()

    def go(self) -> None:
        """Compare everything."""
        gone: set[str] = set()
        for kind in KINDS:
            for key in dict.fromkeys((*self._there[kind], *self._before[kind])):
                if self._has_place(kind, key):
                    self._compare(kind, key)
                elif kind in _OF_SESSION and self._was_changed(kind, key):
                    gone.add(str(key[-1]))
        gone &= {str(key[0]) for key in self._there["hours"]}
        self.lost += Counter({"sessions_gone": len(gone)} if gone else {})
        removed = {
            key for key in self._before["hours"] if key not in self._there["hours"] and key in self._here["hours"]
        }
        self.lost += Counter({"sessions_kept": len(removed)} if removed else {})
        self._leave_cancelled()

    def _has_place(self, kind: str, key: Key) -> bool:
        """Tell whether both the parcel and this notebook have, or will have, where the record belongs."""
        if kind in _OF_SESSION:
            session = (key[-1],)
            if session not in self._there["hours"]:
                return False
            workshop = (self._there["hours"][session]["workshop"],)
            return self._remains("workshop", workshop) and self._remains("hours", session)
        if kind == "person":
            return key in self._there["person"] and (isinstance(key[0], str) or key in self._here["person"])
        return (key[0],) in self._there["workshop"] and self._remains("workshop", (key[0],))

    def _remains(self, kind: str, key: Key) -> bool:
        return key in self._here[kind] or key not in self._before[kind]

    def _was_changed(self, kind: str, key: Key) -> bool:
        return frozen(kind, self._there[kind].get(key), self._salt) != self._before[kind].get(key)

    def _compare(self, kind: str, key: Key) -> None:
        theirs, before, ours = (side[kind].get(key) for side in (self._there, self._before, self._here))
        if kind in _BY_FIELD and ours is not None:
            self._compare_fields(kind, key, theirs or {}, before or {}, ours)
            return
        if kind == "person":
            return  # somebody new: made before anything else
        if theirs == _compared(kind, ours) or frozen(kind, theirs, self._salt) == before:
            return
        step = Step(kind, key, theirs, _compared(kind, ours))
        if kind == "remarks":
            self._join_remarks(step, before or {})
        elif kind == "enrolment":
            self._settle_enrolment(step, before)
        elif theirs is None and ours is None:
            return
        elif (ours is None and before is None) or frozen(kind, _compared(kind, ours), self._salt) == before:
            self.steps.append(step)
        else:
            self._conflict(step)

    def _compare_fields(self, kind: str, key: Key, theirs: Values, before: Values, ours: Values) -> None:
        """Compare a person or a workshop value by value; what was never in the parcel counts as empty there."""
        is_new = kind == "person" and not before
        for name, value in theirs.items():
            if value == ours[name] or (is_new and name in ("given_name", "family_name")):
                continue
            was, shown, own = (
                before.get(name, ""),
                self._hidden(kind, name, value),
                self._hidden(kind, name, ours[name]),
            )
            if shown == was:
                continue
            step = Step(kind, key, {name: value}, {name: ours[name]}, name)
            if own == was or ours[name] in ("", None, False):
                self.steps.append(step)
            else:
                self._conflict(step)

    def _hidden(self, kind: str, name: str, value: Any) -> Any:
        return (frozen(kind, {name: value}, self._salt) or {})[name]

    def _join_remarks(self, step: Step, before: Values) -> None:
        """Put what the parcel says under what stands here, in place of what an earlier return had put there."""
        theirs, ours = (step.theirs or {}).get("remarks", ""), (step.ours or {}).get("remarks", "")
        lines = ours.split("\n") if ours else []
        was = before.get("remarks", "")
        for place in range(len(lines)) if was else ():
            tail = frozen("remarks", {"remarks": "\n".join(lines[place:])}, self._salt)
            if tail == {"remarks": was}:
                lines = lines[:place]
                break
        kept = "\n".join(lines)
        joined = "\n".join(text for text in (kept, "" if theirs and theirs in kept else theirs) if text)
        if joined != ours:
            self.steps.append(replace(step, theirs={"remarks": joined}))

    def _settle_enrolment(self, step: Step, before: Values | None) -> None:
        """Who came is enrolled; who was taken off the list on one side only is off it."""
        theirs, ours = step.theirs, step.ours
        if before is None and ours is not None and theirs is not None:
            if theirs["status"] == EnrolmentStatus.ENROLLED:
                self.steps.append(step)
        elif theirs is None:
            if ours is not None and ours == before:
                self.steps.append(step)
        elif ours == before:
            self.steps.append(step)
        else:
            self._conflict(step)

    def _conflict(self, step: Step) -> None:
        usual = OURS if step.kind in _DEFAULT_OURS else THEIRS
        chosen = self._answers.get(step.id) or self._every or usual
        session: Mapping[str, Any] = {}
        person: Values = {}
        if step.kind in _OF_SESSION:
            session = self._here["hours"].get((step.key[-1],)) or self._there["hours"][(step.key[-1],)]
        if step.kind in ("mark", "enrolment", "person"):
            ref = (step.key[0] if step.kind == "person" else step.key[1],)
            person = self._here["person"].get(ref) or self._there["person"].get(ref) or {}
        uid = session.get("workshop") or step.key[0]
        title = (self._there["workshop"].get((uid,)) or {}).get("title", "")
        name = names.shown(person.get("given_name", ""), person.get("family_name", ""))
        self.conflicts.append(Conflict(step, title, session, name, chosen))

    def _leave_cancelled(self) -> None:
        """Leave out who was entered at a session that stays cancelled: they would be counted nowhere."""
        status = {key: values["status"] for key, values in self._here["state"].items()}
        for step in (*self.steps, *(each.step for each in self.conflicts if each.chosen == THEIRS)):
            if step.kind == "state" and step.theirs is not None:
                status[step.key] = step.theirs["status"]
        cancelled = {key[0] for key, each in status.items() if each == SessionStatus.CANCELLED}

        def has_nowhere(step: Step) -> bool:
            entered = step.kind in ("mark", "headcount", "feedback") and step.theirs is not None
            return entered and step.key[-1] in cancelled

        lost = [step for step in self.steps if has_nowhere(step)]
        self.steps = [step for step in self.steps if not has_nowhere(step)]
        self.conflicts = [each for each in self.conflicts if not has_nowhere(each.step)]
        self.lost += Counter({"entered_at_cancelled": len(lost)} if lost else {})


def _compared(kind: str, values: Values | None) -> Values | None:
    """Return a record without what is not compared."""
    return values if values is None or kind != "enrolment" else {"status": values["status"]}


def is_presence(step: Step) -> bool:
    """Tell whether somebody came."""
    return step.kind == "mark" and step.theirs is not None and step.theirs["state"] == AttendanceState.PRESENT
