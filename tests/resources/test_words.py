"""Every problem that the program can tell has a sentence in both languages."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest

from exchange import sheet_limits
from exchange.columns import FIELDS
from models import drafts, faults, files, seal, seal_check, tables
from models.backup import Reason
from models.base import Base, Travelling
from models.central import store
from models.problem import Problem
from resources import catalogue
from resources.i18n import Language
from resources.labels import field_label
from resources.sentences import COUNTED, RULES, SENTENCES, THINGS
from resources.words import ALONE, BACKUP_REASONS, action_label, known_codes, sentence

ROOT = Path(catalogue.__file__).parents[1]
FIXED = "\u00a0"

# Codes that a file takes from a table of its own: where one is added, it is added here.
FROM_TABLES = {
    "commands/grammar.py": set(),
    "exchange/receipts.py": set(),  # those of a receipt
    "exchange/sheet_limits.py": {
        *(code for _, code in sheet_limits._SIGNATURES),
        "list_is_archive",
        "list_kind_unknown",
    },
    "exchange/spreadsheet.py": {"sheets_hidden", "sheets_other", "rows_empty", "rows_total", "formula_errors"},
    "exchange/value_dates.py": {"birth_year_is_age", "birth_year_unreadable"},
    "exchange/values.py": {f"{axis}_unknown" for axis in ("gender", "occupation", "presence", "referred_by", "status")},
    "models/central/store.py": {code for _, code in store._REFUSALS} | {"server_unreachable"},
    "models/drafts.py": {f"{name}_wrong" for name in drafts._SHAPES},
    "models/faults.py": {code for _, code in faults._REFUSALS} | set(faults._STATES.values()),
    "models/files.py": {*files._CAUSES.values(), "file_not_written"},
    "models/problem.py": set(),
    "models/seal.py": {f"seal_{fault}" for fault in seal.SealFault},
    "models/seal_check.py": {f"seal_{verdict}" for verdict in seal_check.Verdict},
    "models/sessions.py": {"date_missing", "start_missing", "end_missing"},
    "ui/dialogs/workshop.py": {"date_missing", "start_missing", "end_missing"},
    "ui/form_fields.py": {"date_unreadable", "time_unreadable", "certificate_rule_unreadable"},
}
# Values that every problem of a row of a list is given beside its own.
PLACED = {
    "exchange/row_drafts.py",
    "exchange/value_dates.py",
    "exchange/value_more.py",
    "exchange/value_names.py",
    "exchange/values.py",
}


@dataclass(frozen=True)
class Told:
    """A problem as a file makes it; None is what cannot be read from the source."""

    file: str
    line: int
    fields: list[str] | None
    codes: list[str] | None
    values: set[str] | None


def sources() -> Iterator[tuple[str, ast.Module]]:
    for file in catalogue.files_of(ROOT):
        yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def all_told() -> Iterator[Told]:
    for name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                named = {keyword.arg: keyword.value for keyword in node.keywords}
                given = dict(enumerate(node.args))
                if node.func.id in {"refusal", "misuse"}:
                    values = None if None in named else {str(each) for each in named} - {"field"}
                    yield Told(name, node.lineno, literals(named.get("field")), literals(given.get(0)), values)
                elif node.func.id == "Problem":
                    field, code = given.get(0, named.get("field")), given.get(1, named.get("code"))
                    keys = value_names(given.get(2, named.get("values")))
                    yield Told(name, node.lineno, literals(field), literals(code), keys)


def literals(expression: ast.expr | None) -> list[str] | None:
    """Return the strings that an expression can be, or None when it cannot be read from the source."""
    if isinstance(expression, ast.IfExp):
        either = literals(expression.body), literals(expression.orelse)
        return None if None in either else [*(either[0] or []), *(either[1] or [])]
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return [expression.value]
    return None


def value_names(expression: ast.expr | None) -> set[str] | None:
    """Return the keys of the values given to a problem, or None when they cannot be read from the source."""
    if expression is None:
        return set()
    keys = expression.keys if isinstance(expression, ast.Dict) else [None]
    names = {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return names if len(names) == len(keys) else None


def needed(code: str) -> set[str]:
    """Return the names of the values that a sentence shows."""
    counted = COUNTED.get(code)
    texts = (counted.one, counted.many, f"{{{counted.value}}}") if counted else (SENTENCES.get(code, ""),)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name} - {"field", "n"}


def test_every_code_in_the_source_has_a_sentence() -> None:
    missing = {each: name for name, codes in FROM_TABLES.items() for each in codes if each not in known_codes()}
    for told in all_told():
        if told.codes is None and told.file not in FROM_TABLES:
            missing[f"{told.file}:{told.line}"] = "a code that is not written out"
        missing |= {each: told.file for each in told.codes or [] if each not in known_codes()}
    assert not missing, "give these codes a sentence in resources/sentences/"


def test_every_problem_in_the_source_brings_the_values_of_its_sentence() -> None:
    lacking = {}
    for told in all_told():
        placed = {"row", "column"} if told.file in PLACED else set()
        for code in (told.codes or []) if told.values is not None else []:
            if absent := needed(code) - (told.values or set()) - placed:
                lacking[f"{told.file}:{told.line} {code}"] = absent
    assert not lacking


def test_every_field_of_a_draft_and_of_its_problems_has_words(english: Language) -> None:
    named = {each for told in all_told() if told.file.startswith("models/") for each in told.fields or [] if each}
    for name, tree in sources():
        if name.startswith("models/"):
            named |= {each for node in ast.walk(tree) for each in draft_fields(node)}
    named |= set(FIELDS)
    assert not [name for name in sorted(named) if field_label(name, english) == name]


def draft_fields(node: ast.AST) -> list[str]:
    if not isinstance(node, ast.ClassDef) or not node.name.endswith("Draft"):
        return []
    return [
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and each.target.id[0] != "_"
    ]


def test_no_code_has_two_sentences() -> None:
    assert not set(SENTENCES) & set(COUNTED)


def test_every_table_that_people_know_has_a_word() -> None:
    assert tables.__all__, "importing them all fills the registry"
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    known = {str(mapped.__table__) for mapped in classes if issubclass(mapped, Travelling) and issubclass(mapped, Base)}
    assert not known - set(THINGS)


@pytest.mark.parametrize("code", sorted(known_codes()))
def test_each_sentence_is_whole_and_says_what_to_do(code: str, french: Language, english: Language) -> None:
    names = needed(code)
    numbers = {COUNTED[code].value: 2} if code in COUNTED else {}
    values = {name: name.upper() for name in names} | numbers
    for say in (french, english):
        shown = sentence(Problem("name", code, values), say)
        assert shown[-1] == "."
        assert not set(shown) & set("{}")
        assert code not in shown, "the general sentence was given"
        assert all(str(value) in shown for value in values.values())


def test_a_code_without_a_sentence_is_told_and_does_not_crash(french: Language, english: Language) -> None:
    assert "“moon_too_near”" in sentence(Problem("", "moon_too_near"), english)
    assert "«\u00a0moon_too_near\u00a0»" in sentence(Problem("", "moon_too_near"), french)


@pytest.mark.parametrize("code", ["text_too_long", "person_has_presence"])
def test_a_problem_without_its_values_is_told_and_does_not_crash(english: Language, code: str) -> None:
    assert f"“{code}”" in sentence(Problem("", code), english)


def test_values_are_written_for_people(french: Language) -> None:
    twice = Problem("sessions", "session_twice", {"date": date(2026, 6, 1), "start": time(14, 30)})
    assert f"le 1er juin 2026 à 14{FIXED}h{FIXED}30." in sentence(twice, french)
    long = Problem("notes", "text_too_long", {"length": 12_000, "limit": 10_000})
    assert "12\u202f000 caractères" in sentence(long, french)
    assert "«\u00a0Notes\u00a0»" in sentence(long, french)


def test_a_year_is_not_written_as_a_quantity(french: Language) -> None:
    problem = Problem("birth_year", "year_out_of_range", {"year": 1062, "earliest": 1900, "latest": 2026})
    assert sentence(problem, french) == "L’année 1062 n’est pas possible. Indiquez une année de 1900 à 2026."


def test_a_time_attended_is_written_in_hours(english: Language) -> None:
    problem = Problem("minutes", "minutes_wrong", {"minutes": 150, "longest": 120})
    assert "2 h 30 min cannot be" in sentence(problem, english).replace(FIXED, " ")


def test_a_moment_and_several_things_are_written_for_people(french: Language) -> None:
    problem = Problem("", "notebook_exists", {"file": [datetime(2026, 6, 1, 9, 5), "Zoé"]})
    assert f"1er juin 2026, 9{FIXED}h{FIXED}05 et Zoé" in sentence(problem, french)


def test_what_people_typed_is_shown_as_typed(french: Language) -> None:
    problem = Problem("email", "email_wrong", {"value": "<img src=/x>{n}"})
    assert "«\u00a0<img src=/x>{n}\u00a0»" in sentence(problem, french)


def test_a_table_is_named_by_its_word(french: Language) -> None:
    assert "la séance" in sentence(Problem("", "record_gone", {"what": "workshop_session"}), french)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_is_wrong_in_a_table_is_told_with_its_column(rule: str, french: Language) -> None:
    values = {"file": "sessions.csv", "row": 1200, "column": "date", "rule": rule}
    shown = sentence(Problem("", "table_value_wrong", values), french)
    assert "ligne 1200\u202f: " in shown
    assert ("«\u00a0date\u00a0»" in shown) == (rule not in {"columns", "hash"})


def test_an_action_is_named_with_its_values_or_without_them(english: Language) -> None:
    assert action_label("Delete {count} enrolments", {"count": 3}, english) == "Delete 3 enrolments"
    stale = Problem("", "undo_stale", {"label": "Delete {count} enrolments", "count": 3})
    assert sentence(stale, english).startswith("“Delete 3 enrolments” can no longer")
    unknown = Problem("", "undo_stale", {"label": "Delete {count} enrolments"})
    assert sentence(unknown, english).startswith("“Delete … enrolments” can no longer")


def test_an_action_on_one_is_told_of_one(french: Language, english: Language) -> None:
    assert action_label("Anonymise {count} people", {"count": 1}, english) == "Anonymise 1 person"
    assert action_label("Anonymise {count} people", {"count": 2}, english) == "Anonymise 2 people"
    assert action_label("Import {count} people", {"count": 1}, french) == "Importer 1 personne"


def test_every_action_on_several_has_words_for_one() -> None:
    counted = re.compile(r'N_\(\s*"([^"]*\{count\} [a-z][^"]*)"')
    found = {text for file in catalogue.files_of(ROOT) for text in counted.findall(file.read_text("utf-8"))}
    labels = {text for text in found if text not in SENTENCES.values()}
    assert labels == set(ALONE), "write how it is told of one in resources/words.py"


def test_every_reason_of_a_backup_is_said() -> None:
    assert set(BACKUP_REASONS) == set(Reason)
