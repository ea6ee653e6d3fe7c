"""The registry: who may be in it, and how people are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models import attendance, people
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PeopleQuery, PersonDraft
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.models.checks import codes, refused

ZOE = PersonDraft("Zoé", "Le Goff")


@pytest.mark.parametrize("draft", [PersonDraft("Zoé"), PersonDraft(family_name="Le Goff"), PersonDraft("محمد")])
def test_one_name_is_enough(notebook: Notebook, draft: PersonDraft) -> None:
    with notebook.write("Add a person") as db:
        person_id = people.save(db, draft, today=TODAY)
    with notebook.read() as db:
        assert people.draft(db, person_id) == draft
        line = people.lines(db, [person_id])[person_id]
        assert line.shown == line.listed == draft.given_name + draft.family_name


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "\x00", "\t\n"])
def test_a_person_without_any_name_is_refused(notebook: Notebook, name: str) -> None:
    assert codes(people.check(PersonDraft(name, name), this_year=2026)) == {("family_name", "name_missing")}
    with refused("name_missing"), notebook.write("Add a person") as db:
        people.save(db, PersonDraft(name), today=TODAY)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("birth_year", 1899, "year_out_of_range"),
        ("birth_year", 2027, "year_out_of_range"),
        ("birth_year", -5, "year_out_of_range"),
        ("email", "zoe", "email_wrong"),
        ("email", "zoe@exemple", "email_wrong"),
        ("email", "zoe@@exemple.fr", "email_wrong"),
        ("email", "zoe exemple@a.fr", "email_wrong"),
        ("email", "Zoé <zoe@exemple.fr>", "email_wrong"),
        ("phone", "demain", "phone_wrong"),
        ("phone", "((((((", "phone_wrong"),
        ("phone", "06", "phone_wrong"),
        ("postcode", "35 000 !", "postcode_wrong"),
        ("gender", "f", "code_unknown"),
        ("occupation", "chef", "code_unknown"),
        ("referred_by", "radio", "code_unknown"),
        ("age_band", "vieux", "code_unknown"),
        ("given_name", "é" * 121, "text_too_long"),
        ("town", "é" * 301, "text_too_long"),
        ("notes", "é" * 10_001, "text_too_long"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(field: str, value: object, code: str) -> None:
    assert codes(people.check(replace(ZOE, **{field: value}), this_year=2026)) == {(field, code)}  # type: ignore[arg-type]  # one field of any type


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_year", 1900),
        ("birth_year", 2026),
        ("email", "zoé.le-goff+atelier@bibliothèque.rennes.fr"),
        ("phone", "06 12 34 56 78"),
        ("phone", "+33 (0)6.12.34.56.78"),
        ("phone", "3939"),
        ("postcode", "35000"),
        ("postcode", "H3Z 2Y7"),
        ("given_name", "é" * 120),
        ("notes", "ligne 1\nligne 2"),
    ],
)
def test_what_can_be_right_is_stored_as_it_is(file_notebook: Notebook, field: str, value: object) -> None:
    draft = replace(ZOE, **{field: value})  # type: ignore[arg-type]  # one field of any type
    with file_notebook.write("Add a person") as db:
        person_id = people.save(db, draft, today=TODAY)
    with file_notebook.read() as db:
        assert people.draft(db, person_id) == draft


@pytest.fixture
def registry(notebook: Notebook) -> Notebook:
    """A registry of names as they are in Rennes."""
    drafts = [
        PersonDraft("Zoé", "Le Goff", email="zoe.legoff@exemple.fr", phone="06 12 34 56 78", town="Rennes"),
        PersonDraft("Łukasz", "Nguyễn", town="Saint-Malo"),
        PersonDraft("Anne-Marie", "O'Brien"),
        PersonDraft("Jean Pierre", "D’Arc"),
        PersonDraft("محمد", "بن علي"),
        PersonDraft("Çağla", "Straße"),
        PersonDraft("100%", "A_B"),
    ]
    with notebook.write("Add people") as db:
        people.save_many(db, drafts, today=TODAY)
    return notebook


@pytest.mark.parametrize(
    ("text", "given_names"),
    [
        ("zoe", ["Zoé"]),
        ("ZOÉ", ["Zoé"]),
        ("le goff zoe", ["Zoé"]),
        ("goff le", ["Zoé"]),
        ("legoff", ["Zoé"]),
        ("gof", ["Zoé"]),
        ("off", []),
        ("nguyen lu", ["Łukasz"]),
        ("obrien", ["Anne-Marie"]),
        ("o'brien", ["Anne-Marie"]),
        ("o’brien", ["Anne-Marie"]),
        ("marie anne", ["Anne-Marie"]),
        ("jean-pierre", ["Jean Pierre"]),
        ("d arc", ["Jean Pierre"]),
        ("محمد", ["محمد"]),
        ("strasse cagla", ["Çağla"]),
        ("zoe.legoff@exemple.fr", ["Zoé"]),
        ("0612345678", ["Zoé"]),
        ("06 12 34", ["Zoé"]),
        ("06.12.34.56.78", ["Zoé"]),
        ("saint-malo", ["Łukasz"]),
        ("rennes zoe", ["Zoé"]),
        ("zoe guillou", []),
        ("z%e", []),
        ("zo_", ["Zoé"]),
        ("go%", ["Zoé"]),
        ("%goff", ["Zoé"]),
        ("a_b", ["100%", "Anne-Marie"]),
        ("100%", ["100%"]),
        ("' OR 1=1 --", []),
        ("\x00zoe", ["Zoé"]),
    ],
)
def test_search_finds_words_by_their_beginning(registry: Notebook, text: str, given_names: list[str]) -> None:
    with registry.read() as db:
        found = people.find(db, PeopleQuery(text))
        assert [people.draft(db, person_id).given_name for person_id in found] == given_names


def test_lists_are_sorted_as_people_read_them(registry: Notebook) -> None:
    with registry.read() as db:
        found = people.find(db)
        lines = people.lines(db, found)
        names = [lines[person_id].listed for person_id in found]
        assert names[:6] == ["A_B 100%", "D’Arc Jean Pierre", "Le Goff Zoé", "Nguyễn Łukasz", "O'Brien Anne-Marie",
                             "Straße Çağla"]  # fmt: skip
        assert people.find(db, PeopleQuery(descending=True))[1:] == list(reversed(found))[1:]


def test_people_whose_year_is_unknown_come_last_whichever_way(notebook: Notebook) -> None:
    with notebook.write("Add people") as db:
        unknown, young, old = a_person(db), a_person(db, birth_year=2000), a_person(db, birth_year=1940)
    with notebook.read() as db:
        assert people.find(db, PeopleQuery(sort="birth_year")) == [old, young, unknown]
        assert people.find(db, PeopleQuery(sort="birth_year", descending=True)) == [young, old, unknown]


@pytest.mark.parametrize("sort", ["name", "birth_year", "town", "email", "phone"])
def test_every_column_can_sort(registry: Notebook, sort: str) -> None:
    with registry.read() as db:
        assert sorted(people.find(db, PeopleQuery(sort=sort))) == sorted(people.find(db))
        assert sorted(people.find(db, PeopleQuery("zoe", sort, descending=True))) == people.find(db, PeopleQuery("zoe"))


def test_a_name_written_otherwise_is_the_same_name(registry: Notebook) -> None:
    with registry.read() as db:
        assert people.named(db, "Goff", "zoe LE") == people.named(db, "Zoé", "Le Goff") != []
        assert people.named(db, "", "") == []
        assert people.named(db, "-", "'") == []
        key = next(iter(people.by_key(db, ["goff le zoe", ""])))
        assert key == "goff le zoe"


def test_lines_count_workshops_and_presences(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        person_id, stranger = a_person(db), a_person(db, "Ann")
        for _ in range(2):
            workshop_id = a_workshop(db)
            sessions = [a_session(db, workshop_id), a_session(db, workshop_id, start="09:00", end="11:00")]
            enrolment_id = an_enrolment(db, workshop_id, person_id)
            attendance.mark(db, sessions[0], [enrolment_id], AttendanceState.PRESENT)
            attendance.mark(db, sessions[1], [enrolment_id], AttendanceState.ABSENT)
    with notebook.read() as db:
        lines = people.lines(db, [person_id, stranger])
    assert (lines[person_id].workshops, lines[person_id].presences) == (2, 2)
    assert (lines[stranger].workshops, lines[stranger].presences) == (0, 0)


def test_deleting_never_changes_how_many_people_came(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        workshop_id = a_workshop(db)
        session_id = a_session(db, workshop_id)
        came, stayed_away = a_person(db, "Ann"), a_person(db, "Bob")
        attendance.mark(db, session_id, [an_enrolment(db, workshop_id, came)], AttendanceState.PRESENT)
        attendance.mark(db, session_id, [an_enrolment(db, workshop_id, stayed_away)], AttendanceState.ABSENT)
    with refused("person_has_presence", count=1), notebook.write("Delete people") as db:
        people.remove(db, [came, stayed_away], agreed=2)
    with notebook.write("Delete a person") as db:
        people.remove(db, [stayed_away])
    with notebook.read() as db:
        assert people.find(db) == [came]
        assert attendance.presences_by_session(db, [session_id])[session_id].people == 1


def test_coming_is_the_last_contact(notebook: Notebook) -> None:
    with notebook.write("Plan") as db:
        person_id = people.save(db, ZOE, today=date(2026, 1, 1))
        workshop_id = a_workshop(db)
        enrolment_id = an_enrolment(db, workshop_id, person_id)
        for day in (date(2026, 5, 12), date(2026, 2, 3)):
            session_id = a_session(db, workshop_id, day)
            attendance.mark(db, session_id, [enrolment_id], AttendanceState.PRESENT)
    with notebook.read() as db:
        row = db.get(people.Person, person_id)
        assert row is not None
        assert row.last_contact == date(2026, 5, 12)
