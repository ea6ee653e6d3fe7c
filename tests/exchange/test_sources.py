"""Each source that coordinators have: recognised, its columns understood, its rows counted, in its encoding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from exchange.columns import recognise
from exchange.people_import import Kind, plan
from exchange.sheet_headers import sources
from exchange.spreadsheet import Sheet, read
from models.notebook import Notebook
from models.people import PersonDraft
from tests.builders import TODAY
from tests.exchange.lists.workbooks import ods, xls, xlsx

LISTS = Path(__file__).parent / "lists"
PAYER = {"Nom payeur": "payer_family_name", "Prénom payeur": "payer_given_name", "Email payeur": "payer_email"}
LE_GOFF = PersonDraft("Maël", "Le Goff", email="mael@example.org")
COOP = {
    "Nom": "family_name",
    "Prénom": "given_name",
    "Année de naissance": "birth_year",
    "Nom de la commune": "town",
    "Code postal": "postcode",
    "N° de téléphone": "phone",
    "E-mail": "email",
    "Genre": "gender",
    "Notes supplémentaires": "notes",
}


@dataclass(frozen=True)
class Sample:
    """What is to be found in one file: `width` columns of which `fields` are kept, who is new, how many left out."""

    file: str
    source: str
    width: int
    fields: Mapping[str, str]
    new: int
    reasons: tuple[str, ...] = ()
    first: PersonDraft = LE_GOFF
    header_row: int = 1
    encoding: str = "utf-8"
    chosen: str | None = None
    notes: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


SAMPLES = [
    Sample(
        "helloasso-tickets.csv", "helloasso-tickets", 18,
        {"Statut de la commande": "status", "Nom participant": "family_name", "Prénom participant": "given_name",
         **PAYER, "Téléphone": "phone", "Quelle est votre année de naissance ?": "birth_year"},
        2, ("cancelled", "refunded"),
        PersonDraft("Maël", "Le Goff", 1954, email="mael@example.org", phone="06 12 34 56 78"),
    ),
    Sample(
        "helloasso-memberships.csv", "helloasso-memberships", 14,
        {"Statut de la commande": "status", "Nom adhérent": "family_name", "Prénom adhérent": "given_name", **PAYER,
         "Code postal": "postcode", "Ville": "town"},
        2, (), PersonDraft("Maël", "Le Goff", postcode="35000", town="Rennes", email="mael@example.org"),
    ),
    Sample(
        "helloasso-payments.csv", "helloasso-payments", 31,
        {"Statut du paiement": "status", "Nom payeur": "family_name", "Prénom payeur": "given_name",
         "Email payeur": "email", "Code postal payeur": "postcode", "Ville payeur": "town", "Téléphone": "phone"},
        1, ("refunded",),
        PersonDraft("Maël", "Le Goff", postcode="35000", town="Rennes", email="mael@example.org",
                    phone="06 12 34 56 78"),
        notes=frozenset({"list_of_payers"}),
    ),
    Sample(
        "helloasso-old.csv", "helloasso-old", 14,
        {"Statut": "status", "Nom": "family_name", "Prénom": "given_name", "Email": "email",
         "Date de naissance": "birth_year", "Nom acheteur": "payer_family_name", "Prénom acheteur": "payer_given_name"},
        1, ("refunded",), PersonDraft("Maël", "Le Goff", 1954, email="mael@example.org"), encoding="cp1252",
    ),
    Sample(
        "eventbrite.csv", "eventbrite", 8,
        {"First Name": "given_name", "Last Name": "family_name", "Email": "email", "Quantity": "quantity",
         "Attendee Status": "status"},
        2, ("cancelled", "refunded"), problems=("row_for_several",),
    ),
    Sample(
        "eventbrite-surname.csv", "eventbrite", 8,
        {"First Name": "given_name", "Surname": "family_name", "Email": "email", "Quantity": "quantity",
         "Attendee Status": "status"},
        1,
    ),
    Sample(
        "weezevent.csv", "weezevent", 14,
        {"Nom acheteur": "payer_family_name", "Prénom acheteur": "payer_given_name", "Email acheteur": "payer_email",
         "Nom participant": "family_name", "Prénom participant": "given_name", "Email participant": "email",
         "Civilité participant": "gender", "Date de naissance participant": "birth_year"},
        2, (), PersonDraft("Aïssatou", "N’Diaye", 1962, "feminin", email="aissatou@example.org"),
        header_row=2, encoding="cp1252",
    ),
    Sample(
        "google-forms.csv", "google-forms", 6,
        {"Adresse e-mail": "email", "Nom *": "family_name", "Quel est votre prénom ?": "given_name",
         "Votre numéro de téléphone (facultatif)": "phone"},
        2, (), PersonDraft("Maël", "Le Goff", email="mael@example.org", phone="06 12 34 56 78"),
    ),
    Sample(
        "microsoft-forms.csv", "microsoft-forms", 8,
        {"Nom2": "family_name", "Prénom": "given_name", "Téléphone portable": "phone"},
        2, (), PersonDraft("Maël", "Le Goff", phone="06 12 34 56 78"),
    ),
    Sample(
        "framaforms.csv", "framaforms", 12, {"nom": "family_name", "prenom": "given_name", "courriel": "email"},
        2, header_row=3,
    ),
    Sample(
        "pretix.csv", "pretix", 14,
        {"Status": "status", "Attendee name: Given name": "given_name", "Attendee name: Family name": "family_name",
         "Attendee email": "email", "City": "town"},
        1, ("cancelled",), PersonDraft("Aïssatou", "N’Diaye", town="Rennes", email="aissatou@example.org"),
    ),
    Sample(
        "coop-people.csv", "coop-people", 13, {**COOP, "Statut": "occupation", "Tranche d’âge": "age_band"}, 2, (),
        PersonDraft("Maël", "Le Goff", 1954, "masculin", "retraite", "soixante_dix_plus", "35000", "Rennes",
                    "mael@example.org", "06 12 34 56 78", "Vient le mardi"),
        header_row=4,
    ),
    Sample(
        "coop-template.csv", "coop-people", 10, COOP, 2, ("example",),
        PersonDraft("Maël", "Le Goff", 1954, "masculin", postcode="35000", town="Rennes", email="mael@example.org",
                    phone="06 39 98 01 01"),
        header_row=3,
    ),
    Sample(
        "dates-with-crosses.csv", "hand-made", 5,
        {"Nom": "family_name", "Prénom": "given_name", "12/05/2026": "presence",
         "19 mai": "presence", "26/05": "presence"},
        3, (), PersonDraft("Maël", "Le Goff"), header_row=3,
        days=(date(2026, 5, 12), date(2026, 5, 19), date(2026, 5, 26)),
    ),
    Sample(
        "one-cell.csv", "hand-made", 2, {"Nom Prénom": "full_name_family_first", "Portable": "phone"}, 4, ("total",),
        PersonDraft("Maël", "LE GOFF", phone="06 12 34 56 78"),
    ),
    Sample(
        "utf-16.csv", "hand-made", 3, {"Nom": "family_name", "Prénom": "given_name", "Ville": "town"},
        2, (), PersonDraft("Nguyễn", "Łukasz", town="Rennes"), encoding="utf-16",
    ),
    Sample(
        "mac-roman.csv", "hand-made", 3, {"Nom": "family_name", "Prénom": "given_name", "Téléphone": "phone"},
        2, (), PersonDraft("Hélène", "Lefèvre", phone="02 99 12 34 56"), encoding="mac_roman",
    ),
    Sample(
        "cp850.csv", "hand-made", 3, {"Nom": "family_name", "Prénom": "given_name", "Ville": "town"},
        2, (), PersonDraft("Hélène", "Lefèvre", town="Saint-Malo"), encoding="cp850", chosen="cp850",
    ),
]  # fmt: skip


def check(sample: Sample, sheet: Sheet, notebook: Notebook) -> None:
    mapping = recognise(sheet, today=TODAY)
    assert mapping.source.id == sample.source
    assert sheet.header_row == sample.header_row
    assert len(mapping.columns) == sample.width
    assert {column.header: column.field for column in mapping.columns if column.field} == sample.fields
    assert tuple(column.day for column in mapping.columns if column.day) == sample.days
    with notebook.read() as db:
        found = plan(db, sheet, mapping, today=TODAY)
    left_out = [row.reason for row in found.rows if row.kind is Kind.LEFT_OUT]
    assert (found.counts[Kind.NEW], tuple(left_out)) == (sample.new, sample.reasons)
    assert found.counts[Kind.NEW] + len(left_out) == len(found.rows) == sheet.data_rows
    assert next(row.draft for row in found.rows if row.kind is Kind.NEW) == sample.first
    assert {note.code for note in found.notes} >= sample.notes
    assert {problem.code for row in found.rows for problem in row.problems} >= set(sample.problems)
    assert all(problem.is_warning for row in found.rows for problem in row.problems)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_a_list_is_recognised_and_each_of_its_rows_counted(sample: Sample, file_notebook: Notebook) -> None:
    sheet = read(LISTS / sample.file, encoding=sample.chosen)
    assert sheet.encoding == sample.encoding
    check(sample, sheet, file_notebook)


@pytest.mark.parametrize(
    "make", [xls, ods, lambda path, rows: xlsx(path, {"Feuil1": rows})], ids=["xls", "ods", "xlsx"]
)
@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.file.startswith(("helloasso-t", "weez", "coop", "pretix"))],
                         ids=lambda sample: sample.file)  # fmt: skip
def test_the_same_list_as_a_workbook_says_the_same(
    sample: Sample, make: object, tmp_path: Path, file_notebook: Notebook
) -> None:
    rows = [list(row) for row in read(LISTS / sample.file).rows]
    path = make(tmp_path / "liste.dat", rows)  # type: ignore[operator]  # one of three functions
    check(sample, read(path, is_apart=True), file_notebook)


def test_every_profile_has_its_sample() -> None:
    assert {source.id for source in sources()} - {sample.source for sample in SAMPLES} == {"carnet"}


def test_a_list_of_dos_is_doubted_until_its_encoding_is_chosen() -> None:
    assert "accents_doubtful" in {note.code for note in read(LISTS / "cp850.csv").notes}
    assert "accents_doubtful" not in {note.code for note in read(LISTS / "cp850.csv", encoding="cp850").notes}
