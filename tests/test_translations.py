"""The French catalogue is complete, agrees with the source and is written as French is printed."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from resources import catalogue, i18n
from resources.catalogue import texts_of, typeset_french, updated_catalogue

ROOT = Path(catalogue.__file__).parents[1]
PO = i18n.FOLDER / "fr" / "LC_MESSAGES" / "carnet.po"
ABBREVIATIONS = {"No."}


@pytest.fixture(scope="module")
def source() -> Catalog:
    return texts_of(ROOT)


@pytest.fixture(scope="module")
def french() -> Catalog:
    return read_po(BytesIO(PO.read_bytes()))


def forms(text: object) -> list[str]:
    """Return the singular, or singular and plural, of a message's text."""
    return [text] if isinstance(text, str) else [str(form) for form in text or ()]  # type: ignore[attr-defined]  # str, tuple or list


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def french_texts(french: Catalog) -> Iterator[str]:
    for message in french:
        if message.id:
            yield from forms(message.string)


def test_every_text_of_the_source_has_its_french(source: Catalog, french: Catalog) -> None:
    missing = []
    for message in source:
        found = french.get(message.id, message.context) if message.id else None
        if message.id and (found is None or not all(forms(found.string)) or forms(found.id) != forms(message.id)):
            missing.append(message.id)
    assert not missing, "run “dev.py translate”, then write the French of these"


def test_no_french_is_left_of_a_text_that_is_gone(source: Catalog, french: Catalog) -> None:
    assert not [each.id for each in french if each.id and source.get(each.id, each.context) is None]
    assert not french.obsolete


def test_no_translation_is_a_guess(french: Catalog) -> None:
    assert not [each.id for each in french if each.id and each.fuzzy]


def test_the_values_named_in_a_text_are_those_of_its_french(french: Catalog) -> None:
    for message in french:
        if message.id and all(forms(message.string)):
            wanted = set().union(*map(names, forms(message.id)))
            for form in forms(message.string):
                assert names(form) <= wanted, message.id
            assert names(forms(message.string)[-1]) == names(forms(message.id)[-1]), message.id


def test_french_typography_holds(french: Catalog) -> None:
    for text in french_texts(french):
        assert not re.search(r"[ \u00a0][:;!?]", text), f"U+202F before {text!r}"
        assert not re.search(r"[\w»)}][;!?](\s|$)|[\w»)}]:(\s|$)", text), f"no space before the sign in {text!r}"
        assert "'" not in text, f"a straight apostrophe in {text!r}"
        assert '"' not in text, f"straight quotation marks in {text!r}"
        assert not re.search(r"“|”|«(?!\u00a0)|(?<!\u00a0)»", text), f"« x » with U+00A0 inside in {text!r}"
        assert "..." not in text, f"three dots in {text!r}"
        assert "·" not in text, f"a middle dot in {text!r}"
        assert not re.search(r"\w\(e?s?\)|\w\(ne\)", text), f"an ending in brackets in {text!r}"


def test_a_translation_begins_and_ends_as_its_source(french: Catalog) -> None:
    for message in french:
        for form in filter(None, forms(message.string) if message.id else ()):
            first = forms(message.id)[0]
            assert (form[:1].isspace(), form[-1:].isspace()) == (first[:1].isspace(), first[-1:].isspace())
            assert first in ABBREVIATIONS or (form[-1] in ".…!?:") == (first[-1] in ".…!?:"), message.id


def test_the_file_is_in_the_order_and_form_that_the_command_writes(french: Catalog) -> None:
    assert updated_catalogue(PO.read_bytes(), ROOT).decode() == PO.read_text(encoding="utf-8"), "run “dev.py translate”"


def test_new_texts_come_in_empty_and_old_ones_go(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        '_("Open {file}", file=say("that"))\nsay.plural("{n} page", "{n} pages", 2)\npgettext("room", "Other")\n'
        'N_("one " "sentence")\nhere()("not marked")\n'
    )
    empty = PO.read_text(encoding="utf-8").partition("\n\n")[0].encode()
    texts = read_po(BytesIO(updated_catalogue(empty, tmp_path)))
    found = {(each.context, tuple(forms(each.id))) for each in texts if each.id}
    plain = {(None, ("Open {file}",)), (None, ("that",)), (None, ("one sentence",))}
    assert found == {*plain, (None, ("{n} page", "{n} pages")), ("room", ("Other",))}
    assert not any(any(forms(each.string)) for each in texts if each.id)


def test_texts_are_found_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "page.py").write_text(
        "shown = f\"{_('Inside')} {self._say('Of a member')}\"\n"
        'Counted("count", "{n} row", "{n} rows")\n_(text)\n_("")\nplural(one, many, 2)\nsay(*texts)\n'
    )
    found = {tuple(forms(each.id)) for each in texts_of(tmp_path) if each.id}
    assert found == {("Inside",), ("Of a member",), ("{n} row", "{n} rows")}


def test_french_typed_on_a_plain_keyboard_is_set_as_printed() -> None:
    typed = "L'atelier n° 3 « {title} » : 12 %, d'accord ?..."
    shown = "L’atelier n°\u00a03 «\u00a0{title}\u00a0»\u202f: 12\u00a0%, d’accord\u202f?…"
    assert typeset_french(typed) == shown
    assert typeset_french(shown) == shown
    assert typeset_french("14:30 https://exemple.fr") == "14:30 https://exemple.fr"


def test_labels_of_the_history_are_marked_for_translation() -> None:
    bare = [
        f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for name in catalogue.SOURCES
        for file in (ROOT / name).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if _is_unmarked_action(node)
    ]
    assert not bare, 'write notebook.write(N_("…"))'


def _is_unmarked_action(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write"):
        return False
    owner = ast.unparse(node.func.value)
    return owner.endswith("notebook") and bool(node.args) and isinstance(node.args[0], ast.Constant)
