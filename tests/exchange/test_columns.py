"""Headers -> fields, and rows -> drafts of people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.columns import FIELDS, Mapping, RowDraft, drafts, recognise, with_choice, with_fixed_value
from exchange.sheet_headers import field_of, header_key, header_names, header_position, sources
from exchange.spreadsheet import Sheet, read
from models.problem import UserError

LISTS = Path(__file__).parent / "lists"
TODAY = date(2026, 6, 15)


def a_list(tmp_path: Path, text: str) -> Sheet:
    path = tmp_path / "liste.csv"
    path.write_text(text, "utf-8")
    return read(path)


def from_file(name: str) -> tuple[Mapping, list[RowDraft]]:
    sheet = read(LISTS / name)
    mapping = recognise(sheet, today=TODAY)
    found = drafts(sheet, mapping, today=TODAY)
    assert len(found) == sheet.data_rows
    return mapping, found


def from_text(tmp_path: Path, text: str) -> list[RowDraft]:
    sheet = a_list(tmp_path, text)
    return drafts(sheet, recognise(sheet, today=TODAY), today=TODAY)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("helloasso-tickets.csv", "helloasso-tickets"),
        ("helloasso-memberships.csv", "helloasso-memberships"),
        ("helloasso-payments.csv", "helloasso-payments"),
        ("helloasso-old.csv", "helloasso-old"),
        ("eventbrite.csv", "eventbrite"),
        ("eventbrite-surname.csv", "eventbrite"),
        ("weezevent.csv", "weezevent"),
        ("google-forms.csv", "google-forms"),
        ("microsoft-forms.csv", "microsoft-forms"),
        ("framaforms.csv", "framaforms"),
        ("pretix.csv", "pretix"),
        ("coop-people.csv", "coop-people"),
        ("french-cp1252.csv", "hand-made"),
        ("dates-with-crosses.csv", "hand-made"),
    ],
)
def test_each_source_is_recognised_and_gives_its_people(file: str, source: str) -> None:
    mapping, found = from_file(file)
    assert mapping.source.id == source
    assert not any(draft.is_to_correct for draft in found)
    first = next(draft for draft in found if not draft.left_out_reason)
    assert (first.values["given_name"], str(first.values["family_name"]).title()) in {
        ("Maël", "Le Goff"),
        ("Aïssatou", "N’Diaye"),
    }
    assert {draft.left_out_reason for draft in found} <= {None, "cancelled", "refunded"}


def test_every_profile_speaks_of_known_fields_and_reasons() -> None:
    for source in sources():
        assert set(source.fields.values()) <= set(FIELDS), source.id
        assert set(source.left_out.values()) <= {"cancelled", "refunded"}, source.id
        assert not source.kept & set(source.left_out), source.id


def test_the_e_mail_of_who_paid_is_only_taken_when_it_is_the_same_person() -> None:
    _, found = from_file("helloasso-tickets.csv")
    assert found[0].values["email"] == "mael@example.org"
    assert "email" not in found[1].values
    assert [draft.left_out_reason for draft in found] == [None, None, "cancelled", "refunded"]
    assert (found[0].values["phone"], found[0].values["birth_year"]) == ("06 12 34 56 78", 1954)


def test_payers_are_not_taken_for_participants_without_asking() -> None:
    assert [note.code for note in from_file("helloasso-payments.csv")[0].notes] == ["list_of_payers"]


def test_several_people_on_one_ticket_are_told() -> None:
    _, found = from_file("eventbrite.csv")
    assert [(p.code, p.values) for p in found[1].problems] == [("row_for_several", {"row": 3, "count": 3})]
    assert [draft.left_out_reason for draft in found] == [None, None, "cancelled", "refunded"]


def test_the_account_of_microsoft_forms_is_nobody() -> None:
    mapping, found = from_file("microsoft-forms.csv")
    assert [column.field for column in mapping.columns][:6] == [None, None, None, None, None, "family_name"]
    assert found[0].values == {"family_name": "Le Goff", "given_name": "Maël", "phone": "06 12 34 56 78"}


def test_columns_nobody_needs_are_said() -> None:
    mapping, _ = from_file("framaforms.csv")
    assert "webform_ip_address" in {column.header for column in mapping.columns if column.unneeded}


def test_a_dash_of_la_coop_is_nothing() -> None:
    _, found = from_file("coop-people.csv")
    assert found[1].values == {
        "family_name": "N’Diaye",
        "given_name": "Aïssatou",
        "gender": "feminin",
        "age_band": "non_communique",
        "occupation": "sans_emploi",
    }


def test_an_attendee_keeps_their_own_town_and_e_mail_of_repeated_columns() -> None:
    _, found = from_file("pretix.csv")
    assert (found[0].values["town"], found[0].values["email"]) == ("Rennes", "aissatou@example.org")


def test_one_column_per_date_gives_presence() -> None:
    mapping, found = from_file("dates-with-crosses.csv")
    assert [column.day for column in mapping.columns][2:] == [date(2026, 5, 12), date(2026, 5, 19), date(2026, 5, 26)]
    assert found[1].presence == {
        date(2026, 5, 12): "present",
        date(2026, 5, 19): "absent",
        date(2026, 5, 26): "present",
    }


def test_a_date_over_other_things_than_marks_is_no_presence(tmp_path: Path) -> None:
    sheet = a_list(tmp_path, "Nom;Prénom;12/05/2026\nLe Goff;Maël;pommes\nDupont;Marie;poires\n")
    assert recognise(sheet, today=TODAY).columns[2].field is None


def test_names_in_one_cell_are_parted_with_the_result_told() -> None:
    _, found = from_file("one-cell.csv")
    parted = [(draft.values.get("given_name"), draft.values.get("family_name")) for draft in found[:4]]
    assert parted == [("Maël", "LE GOFF"), ("Marie", "Dupont"), ("Paul", "Martin"), ("Anne", "de La Tour")]
    assert [[p.code for p in draft.problems] for draft in found[:4]] == [
        [],
        ["name_split_supposed"],
        [],
        ["name_split_supposed"],
    ]


def test_a_lone_nom_column_with_two_words_is_a_full_name(tmp_path: Path) -> None:
    found = from_text(tmp_path, "Nom;Ville\nLE GOFF Maël;Rennes\nDupont Marie;Rennes\n")
    assert found[1].values == {"family_name": "Dupont", "given_name": "Marie", "town": "Rennes"}
    assert (
        from_text(tmp_path, "Nom;Ville\nLe Goff;Rennes\nDupont;Rennes\nMartin;Rennes\n")[0].values["family_name"]
        == "Le Goff"
    )


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("NOM de famille", "family_name"),
        ("Prénom(s)", "given_name"),
        ("  N° de téléphone : ", "phone"),
        ("Né.e le", "birth_year"),
        ("Née\u00a0le", "birth_year"),
        ("E-MAIL *", "email"),
        ("Nom d’usage", "family_name"),
        ("Quelle est votre adresse e-mail ? (facultatif)", "email"),
        ("Date naissance", "birth_year"),
        ("Ville / Commune", None),
        ("ID participant", None),
        ("Âge", "age_band"),
        ("Nom de l’atelier", None),
        ("12/05", "presence"),
        ("mardi 12 mai", "presence"),
    ],
)
def test_exact_synonyms_decide_and_nothing_is_guessed_at(header: str, field: str | None) -> None:
    assert field_of(header) == field


def test_the_statut_column_is_read_by_what_it_holds(tmp_path: Path) -> None:
    found = from_text(tmp_path, "Nom;Prénom;Statut\nLe Goff;Maël;Retraité\nDupont;Marie;Sans emploi\n")
    assert found[0].values["occupation"] == "retraite"
    found = from_text(tmp_path, "Nom;Prénom;Statut\nLe Goff;Maël;Inscrit\nDupont;Marie;Annulée\nMartin;Paul;Bleu\n")
    assert [draft.left_out_reason for draft in found] == [None, "cancelled", None]
    assert [problem.code for problem in found[2].problems] == ["status_unknown"]


def test_a_list_without_names_is_refused_with_its_headers(tmp_path: Path) -> None:
    sheet = a_list(tmp_path, "Produit;Prix\nPomme;2\nPoire;3\n")
    mapping = recognise(sheet, today=TODAY)
    with pytest.raises(UserError) as error:
        drafts(sheet, mapping, today=TODAY)
    problem = error.value.problems[0]
    assert (problem.code, problem.values["headers"]) == ("list_without_names", "Produit, Prix")
    chosen = with_choice(mapping, 0, "family_name")
    assert drafts(sheet, chosen, today=TODAY)[0].values == {"family_name": "Pomme"}


def test_a_choice_takes_the_field_from_the_column_that_had_it(tmp_path: Path) -> None:
    sheet = a_list(tmp_path, "Nom;Prénom;Mail;Autre mail\nLe Goff;Maël;a@b.fr;c@d.fr\n")
    mapping = with_choice(recognise(sheet, today=TODAY), 3, "email")
    assert [(c.field, c.how) for c in mapping.columns[2:]] == [(None, "none"), ("email", "chosen")]
    assert drafts(sheet, mapping, today=TODAY)[0].values["email"] == "c@d.fr"
    assert with_choice(mapping, 3, None).columns[3].field is None


def test_a_fixed_value_fills_what_a_row_does_not_say(tmp_path: Path) -> None:
    sheet = a_list(tmp_path, "Nom;Prénom;Ville\nLe Goff;Maël;\nDupont;Marie;Brest\n")
    mapping = with_fixed_value(recognise(sheet, today=TODAY), "town", "Rennes")
    assert [draft.values["town"] for draft in drafts(sheet, mapping, today=TODAY)] == ["Rennes", "Brest"]
    assert with_fixed_value(mapping, "town", "").fixed == {}


def test_what_must_be_corrected_names_row_and_column(tmp_path: Path) -> None:
    found = from_text(tmp_path, "Nom;Prénom;Tél.;Né(e) le\nLe Goff;Maël;06 12;72 ans\n;;0612345678;\n1;;;\n")
    assert [(p.field, p.code, p.values["row"]) for p in found[0].problems] == [
        ("phone", "phone_unreadable", 2),
        ("birth_year", "birth_year_is_age", 2),
    ]
    assert found[0].problems[0].values["column"] == "Tél."
    assert [p.code for p in found[1].problems] == ["row_without_name"]


def test_the_example_row_of_a_form_is_left_out(tmp_path: Path) -> None:
    found = from_text(tmp_path, "Nom;Prénom\nExemple : Dupont;Marie\nLe Goff;Maël\n")
    assert [draft.left_out_reason for draft in found] == ["example", None]


CELLS = st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=25).map(tuple), max_size=8))
def test_rows_read_and_left_out_are_the_rows_of_the_file(rows: list[tuple[object, ...]]) -> None:
    header = (
        *("Nom", "Prénom", "Nom Prénom", "Date de naissance", "Tél", "Portable", "Mail", "CP", "CP Ville", "Ville"),
        *("Genre", "Situation", "Notes", "Remarques", "Orienté par", "Statut", "12/05", "19/05"),
    )
    for fields in (header, header[1:], header[2:]):
        lines = (fields, *rows)
        sheet = Sheet("x", "csv", lines, 1, 1, header_names([fields], len(fields)))  # type: ignore[arg-type]  # any cell
        mapping = recognise(sheet, today=TODAY)
        found = drafts(sheet, mapping, today=TODAY)
        assert len(found) == len(rows)
        assert [draft.row_number for draft in found] == list(range(2, len(rows) + 2))
        for draft in found:
            assert all(isinstance(value, str | int) for value in draft.values.values())
        assert 0 <= header_position(lines[1:]) <= len(rows)  # type: ignore[arg-type]  # any cell


@given(st.text(max_size=60))
def test_any_header_has_a_key(header: str) -> None:
    assert header_key(header) == header_key(header_key(header)) or header_key(header)
    field_of(header)
