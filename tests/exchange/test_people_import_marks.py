"""A list with one column per date: its crosses become attendance, and none is lost without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from exchange.columns import recognise
from exchange.people_import import Choices, Given, ImportPlan, Kind, carry_out, plan
from exchange.spreadsheet import read
from models import attendance, enrolments, sessions
from models.codes import AttendanceState
from models.notebook import Notebook
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment

MAY_12, MAY_19 = date(2026, 5, 12), date(2026, 5, 19)
Plan = Callable[..., ImportPlan]


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    with Notebook.create(tmp_path / "n.carnet", association_name="Les Puces du Blosne") as made:
        yield made


@pytest.fixture
def workshop(notebook: Notebook) -> int:
    with notebook.write("x") as db:
        made = a_workshop(db, capacity=1)
        a_session(db, made, MAY_12)
        a_session(db, made, MAY_19)
    return made


@pytest.fixture
def planned(notebook: Notebook, tmp_path: Path) -> Plan:
    def of(*rows: str, into: int | None, given: Given = Given()) -> ImportPlan:  # noqa: B008
        path = tmp_path / "liste.csv"
        path.write_text("\n".join(("Nom;Prénom;12/05/2026;19/05/2026", *rows)) + "\n", encoding="utf-8")
        sheet = read(path)
        with notebook.read() as db:
            return plan(db, sheet, recognise(sheet, today=TODAY), into, today=TODAY, given=given)

    return of


def entered(notebook: Notebook, workshop: int) -> dict[str, list[str]]:
    with notebook.read() as db:
        days = {each: line.date for each, line in sessions.lines(db, sessions.find(db)).items()}
        return {
            row.shown: [f"{days[each]:%d} {mark.state}" for each, mark in sorted(row.marks.items())]
            for row in attendance.grid(db, workshop)
        }


def codes(found: ImportPlan) -> list[str]:
    return [note.code for note in found.notes]


def test_crosses_become_attendance_in_the_same_action(notebook: Notebook, workshop: int, planned: Plan) -> None:
    found = planned("Le Goff;Maël;x;abs", "Dupont;Marie;;exc", into=workshop)
    assert (found.marks, found.not_kept, codes(found)) == (3, (), [])
    assert carry_out(notebook, found, today=TODAY).marks == 3
    assert entered(notebook, workshop) == {
        "Maël Le Goff": ["12 present", "19 absent"],
        "Marie Dupont": ["19 excused"],
    }
    notebook.undo()
    assert entered(notebook, workshop) == {}


def test_whoever_has_a_mark_is_enrolled_beyond_the_capacity_and_the_others_wait(
    notebook: Notebook, workshop: int, planned: Plan
) -> None:
    with notebook.write("x") as db:
        waiting = a_person(db, "Zoé", "Le Goff")
        an_enrolment(db, workshop, a_person(db, "Ann", "Kerbrat"))
        an_enrolment(db, workshop, waiting)
    found = planned("Le Goff;Zoé;x;", "Dupont;Marie;x;", "Diop;Fatou;;", into=workshop)
    report = carry_out(notebook, found, Choices(people={2: waiting}), today=TODAY)
    assert (len(report.enrolled), len(report.waiting), len(report.already)) == (1, 1, 1)
    with notebook.read() as db:
        lines = enrolments.lines(db, enrolments.find(db, workshop)).values()
    assert {line.shown: line.status for line in lines} == {
        "Ann Kerbrat": "enrolled", "Zoé Le Goff": "enrolled", "Marie Dupont": "enrolled", "Fatou Diop": "waiting",
    }  # fmt: skip


def test_marks_of_a_day_without_an_open_session_are_left_out_and_that_is_said(
    notebook: Notebook, workshop: int, planned: Plan
) -> None:
    with notebook.write("x") as db:
        other = a_workshop(db)
        sessions.cancel(db, a_session(db, other, MAY_12), "Neige")
    found = planned("Le Goff;Maël;x;x", "Dupont;Marie;x;", into=other)
    assert [(note.code, note.values) for note in found.notes] == [
        ("marks_session_cancelled", {"date": MAY_12, "count": 2}),
        ("marks_no_session", {"date": MAY_19, "count": 1}),
    ]
    assert (found.marks, found.not_kept) == (0, ("12/05/2026", "19/05/2026"))
    assert carry_out(notebook, found, today=TODAY).marks == 0


def test_the_first_of_two_sessions_of_a_day_is_taken_and_that_is_said(
    notebook: Notebook, workshop: int, planned: Plan
) -> None:
    with notebook.write("x") as db:
        morning = a_session(db, workshop, MAY_12, "09:00", "11:00")
    found = planned("Le Goff;Maël;x;", into=workshop)
    assert codes(found) == ["marks_first_session"]
    assert found.sessions == {MAY_12: morning}


def test_into_the_registry_alone_the_marks_are_left_out_and_that_is_said(notebook: Notebook, planned: Plan) -> None:
    found = planned("Le Goff;Maël;x;x", into=None)
    assert [(note.code, note.values["count"]) for note in found.notes] == [("marks_without_workshop", 2)]
    assert carry_out(notebook, found, today=TODAY).marks == 0


def test_marks_that_say_something_else_than_before_are_told_and_the_same_keep_their_minutes(
    notebook: Notebook, workshop: int, planned: Plan
) -> None:
    with notebook.write("x") as db:
        enrolment = an_enrolment(db, workshop, a_person(db, "Maël", "Le Goff"))
        first, second = sessions.find(db)
        attendance.mark(db, first, [enrolment], AttendanceState.PRESENT, minutes=30)
        attendance.mark(db, second, [enrolment], AttendanceState.PRESENT)
    found = planned("Le Goff;Maël;x;abs", into=workshop)
    assert [(note.code, note.values["count"]) for note in found.notes] == [("marks_replaced", 1)]
    assert carry_out(notebook, found, today=TODAY).marks == 1
    with notebook.read() as db:
        (row,) = attendance.grid(db, workshop)
    assert row.marks[first].minutes == 30
    assert row.marks[second].state == AttendanceState.ABSENT


def test_someone_who_is_twice_in_the_list_keeps_the_marks_of_both_rows(
    notebook: Notebook, workshop: int, planned: Plan
) -> None:
    found = planned("Le Goff;Maël;x;", "Le Goff;Maël;;x", into=workshop)
    assert [row.kind for row in found.rows] == [Kind.NEW, Kind.LEFT_OUT]
    assert carry_out(notebook, found, today=TODAY).marks == 2


def test_a_row_left_out_by_hand_leaves_its_marks_out(notebook: Notebook, workshop: int, planned: Plan) -> None:
    found = planned("Le Goff;Maël;x;x", "Dupont;Marie;x;", into=workshop, given=Given(left_out=frozenset({2})))
    assert (found.marks, found.rows[0].reason) == (1, "by_hand")
    assert carry_out(notebook, found, today=TODAY).marks == 1
    assert list(entered(notebook, workshop)) == ["Marie Dupont"]


MARCH_3, MARCH_10, MARCH_17, NOVEMBER_24 = (date(2026, *day) for day in ((3, 3), (3, 10), (3, 17), (11, 24)))
ODD_TITLES = "Nom;Prénom;Né(e) le;03/03/2026;10 mars 2026;24/11/26;2026-03-17"


def an_odd_list(notebook: Notebook, path: Path, *rows: str, titles: str = ODD_TITLES) -> ImportPlan:
    """Plan a list over several ways to write a date, into a workshop that has no session on 17 March."""
    path.write_text("\n".join((titles, *rows)) + "\n", encoding="utf-8")
    sheet = read(path)
    with notebook.write("x") as db:
        made = a_workshop(db)
        for day in (MARCH_3, MARCH_10, NOVEMBER_24):
            a_session(db, made, day)
    with notebook.read() as db:
        return plan(db, sheet, recognise(sheet, today=TODAY), made, today=TODAY)


def test_an_odd_mark_is_told_with_its_row_and_the_others_of_its_column_are_entered(
    notebook: Notebook, tmp_path: Path
) -> None:
    rows = ("Le Goff;Zoé;1962;x;;A;x", "Kerbrat;Anne;1962;A;x;x;", "Le Goff;Paul;;?;2;oui;x", "Total;;;3;2;3;2")
    found = an_odd_list(notebook, tmp_path / "a.csv", *rows)
    odd = [(p.values["row"], p.values["text"]) for row in found.rows for p in row.problems]
    assert odd == [(4, "?"), (4, "2")]
    assert found.not_kept == ("2026-03-17",)
    assert [(n.values["date"], n.values["count"]) for n in found.notes if n.code == "marks_no_session"] == [
        (MARCH_17, 2)
    ]
    assert found.marks == carry_out(notebook, found, today=TODAY).marks == 6
    assert found.workshop_id is not None
    with notebook.read() as db:
        entered_here = {row.shown: len(row.marks) for row in attendance.grid(db, found.workshop_id)}
    assert entered_here == {"Zoé Le Goff": 2, "Anne Kerbrat": 3, "Paul Le Goff": 1}


def test_lines_of_totals_say_nothing_about_a_column_of_marks(notebook: Notebook, tmp_path: Path) -> None:
    totals = [f"Total {each};;;12;;;" for each in ("matin", "midi", "soir")]
    found = an_odd_list(notebook, tmp_path / "a.csv", "Le Goff;Zoé;1962;x;;;", *totals)
    assert found.marks == 1


def test_many_dates_do_not_hide_the_line_of_titles(notebook: Notebook, tmp_path: Path) -> None:
    days = [f"{day:02}/{month:02}/2026" for month in (3, 4) for day in range(1, 29)]
    row = "Le Goff;Zoé;" + "x;" * len(days)
    found = an_odd_list(notebook, tmp_path / "a.csv", row[:-1], titles=";".join(("Nom", "Prénom", *days)))
    assert (len(found.rows), found.marks) == (1, 2)
