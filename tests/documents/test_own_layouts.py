"""Own layouts: kept with their pictures, chosen for new certificates, given away and taken in as one file."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # frictionless brings it without types
import pytest
from sqlalchemy import select

from documents import own_layouts, papers
from documents.own_layouts import Content
from models import attendance, issuing, layouts
from models.certificates import Certificate
from models.codes import AttendanceState
from models.notebook import Notebook
from models.pictures import Picture
from models.problem import UserError
from tests.builders import TODAY, a_session, a_workshop, an_enrolment
from tests.documents.pictures import a_drawing, a_logo, a_signature, encoded
from tests.documents.test_layout import SCHEMA

SIGNS = {"name": "Maëlle Kerbrat", "role": "Présidente"}


def ours(name: str = "La nôtre", base: str = "modern", **more: Any) -> Content:
    """Return a layout with a logo and a signature."""
    logo, signature = a_logo(), a_signature()
    values = json.loads(own_layouts.bundled_content(base)) | {
        "pictures": {"logo": logo.sha256, "signature": signature.sha256},
        "signatories": [SIGNS],
    }
    return Content(name, values | more, {each.sha256: each for each in (logo, signature)})


def kept(notebook: Notebook, content: Content) -> str:
    with notebook.write("Prepare") as db:
        return layouts.uid_of(db, own_layouts.keep(db, content))


def issued(notebook: Notebook, layout: str = "") -> list[dict[str, Any]]:
    with notebook.write("Prepare") as db:
        workshop = a_workshop(db)
        session = a_session(db, workshop)
        attendance.mark(db, session, [an_enrolment(db, workshop)], AttendanceState.PRESENT)
        made = issuing.issue(db, workshop, today=TODAY, language="fr", layout=layout)
        return [db.scalars(select(Certificate.facts).where(Certificate.id == each)).one() for each in made.new]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.problems[0].code


# -- kept --------------------------------------------------------------------------------------------------------------


def test_a_layout_is_kept_with_its_pictures_and_drawn_from_the_notebook(file_notebook: Notebook) -> None:
    uid = kept(file_notebook, ours())
    with file_notebook.read() as db:
        drawn = own_layouts.layout_of(db, uid)
        assert drawn.pictures["logo"] == a_logo()
        assert drawn.name == "La nôtre"
        assert [each.name for each in own_layouts.choices(db)][5:] == ["La nôtre"]


def test_a_picture_that_two_layouts_show_is_stored_once(file_notebook: Notebook) -> None:
    for name in ("La nôtre", "L’autre"):
        kept(file_notebook, ours(name))
    with file_notebook.read() as db:
        assert len(db.scalars(select(Picture.id)).all()) == 2


def test_a_name_is_taken_once_and_needed(file_notebook: Notebook) -> None:
    kept(file_notebook, ours())
    assert code_of(lambda: kept(file_notebook, ours("LA NOTRE"))) == "layout_name_taken"
    assert code_of(lambda: kept(file_notebook, ours(" "))) == "layout_name_missing"


@pytest.mark.parametrize("words", ["Certificat de realisation", "certifié QUALIOPI", "Formation professionnelle"])
def test_what_only_training_bodies_may_write_is_refused(file_notebook: Notebook, words: str) -> None:
    assert code_of(lambda: kept(file_notebook, ours(words={"title": words}))) == "layout_words_not_allowed"


def test_a_wrong_layout_is_not_kept(file_notebook: Notebook) -> None:
    assert code_of(lambda: kept(file_notebook, ours(pictures={"logo": "0" * 64}))) == "layout_picture_missing"
    with file_notebook.read() as db:
        assert not layouts.lines(db)


# -- used --------------------------------------------------------------------------------------------------------------


def test_new_certificates_have_the_usual_layout_and_those_who_sign_it(file_notebook: Notebook) -> None:
    uid = kept(file_notebook, ours(signatories=[SIGNS, {"name": "Jean-Yves Le Bras", "role": "Ville de Rennes"}]))
    assert issued(file_notebook)[0]["layout"] == "classic"
    with file_notebook.write("Choose") as db:
        layouts.set_usual(db, uid)
    facts = issued(file_notebook)[0]
    assert (facts["layout"], facts["signatory"]) == (uid, SIGNS)
    assert facts["second_signatory"] == {"name": "Jean-Yves Le Bras", "role": "Ville de Rennes"}
    assert issued(file_notebook, "sober")[0]["layout"] == "sober"


def test_a_layout_that_certificates_show_is_kept_and_another_can_be_forgotten(file_notebook: Notebook) -> None:
    used, unused = kept(file_notebook, ours("Avec")), kept(file_notebook, ours("Sans"))
    with file_notebook.write("Choose") as db:
        layouts.set_usual(db, used)
    issued(file_notebook)

    def forget(uid: str) -> None:
        with file_notebook.write("Forget") as db:
            layouts.remove(db, next(line.id for line in layouts.lines(db) if line.uid == uid))

    assert code_of(lambda: forget(used)) == "layout_in_use"
    with file_notebook.write("Choose") as db:
        layouts.set_usual(db, unused)
    forget(unused)
    with file_notebook.read() as db:
        assert layouts.usual(db) == "classic"


def test_certificates_of_several_layouts_are_printed_each_in_its_own(file_notebook: Notebook) -> None:
    uid = kept(file_notebook, ours())
    for layout in (uid, "half-page"):
        issued(file_notebook, layout)
    with file_notebook.read() as db:
        ids = list(db.scalars(select(Certificate.id)))
    prints = papers.certificate_prints(file_notebook, ids, today=date(2026, 6, 1))
    found = own_layouts.layouts_of(file_notebook, prints)
    assert {name: layout.width for name, layout in found.items()} == {uid: 297, "half-page": 210}


def test_a_layout_is_meant_by_its_name_in_any_language(file_notebook: Notebook) -> None:
    uid = kept(file_notebook, ours())
    with file_notebook.read() as db:
        for name, reference in (("MODERNE", "modern"), ("modern", "modern"), ("la notre", uid), (uid, uid)):
            assert own_layouts.named(db, name).reference == reference
        assert code_of(lambda: own_layouts.named(db, "autre")) == "layout_missing"


# -- files -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["classic", "half-page"])
def test_a_layout_travels_as_one_file_with_its_pictures(base: str) -> None:
    content = ours(base=base)
    written = own_layouts.to_file(content)
    read = own_layouts.from_file(written, file="x.carnet-layout")
    assert (read.name, read.values["pictures"], read.pictures) == (
        content.name, content.values["pictures"], content.pictures,
    )  # fmt: skip
    assert own_layouts.to_file(read) == written
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(json.loads(written))


def test_a_picture_from_elsewhere_is_written_anew_and_still_shown() -> None:
    foreign = encoded(a_drawing().convert("P"))
    values = {**ours().values, "files": {"a" * 64: base64.b64encode(foreign).decode()}, "pictures": {"logo": "a" * 64}}
    read = own_layouts.from_file(json.dumps(values).encode(), file="x")
    shown = read.layout().pictures["logo"]
    assert shown.content != foreign
    assert shown.sha256 == read.values["pictures"]["logo"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda v: v["files"].update(a="%%%"), "layout_picture_missing"),
        (lambda v: v["files"].update(a=3), "layout_picture_missing"),
        (lambda v: v["files"].update(a=base64.b64encode(b"<svg/>").decode()), "picture_not_read"),
        (lambda v: v["files"].clear(), "layout_picture_missing"),
        (lambda v: v.update(files=[]), "layout_part_wrong"),
        (lambda v: v.update(files={str(n): "" for n in range(7)}), "layout_part_wrong"),
        (lambda v: v.update(pictures=[]), "layout_part_wrong"),
        (lambda v: v.update(boxes="x"), "layout_list_wrong"),
        (lambda v: v["colours"].update(ink={"of": [1], "tint": 0}), "layout_colour_wrong"),
        (lambda v: v.update(format=[]), "layout_other_format"),
    ],
)
def test_a_hostile_file_is_refused_whole(change: Callable[[Any], object], code: str) -> None:
    values = json.loads(own_layouts.to_file(ours()))
    change(values)
    assert code_of(lambda: own_layouts.from_file(json.dumps(values).encode(), file="x")) == code


@pytest.mark.parametrize("written", [b"", b"[]", b"3", b"{}", b"[" * 100_000, b"PK\x03\x04", b" " * 20_000_001])
def test_what_is_no_layout_file_is_refused(written: bytes) -> None:
    assert code_of(lambda: own_layouts.from_file(written, file="x")).startswith("layout_")


def test_a_layout_can_be_saved_again_under_its_id(file_notebook: Notebook) -> None:
    content = ours()
    uid = kept(file_notebook, content)
    with file_notebook.write("Change") as db:
        layout_id = next(line.id for line in layouts.lines(db))
        changed = {**content.values, "words": {"title": "Attestation"}}
        own_layouts.keep(db, replace(content, name="Nouveau nom", values=changed), layout_id)
    with file_notebook.read() as db:
        assert own_layouts.layout_of(db, uid).words == {"title": "Attestation"}
        assert [line.name for line in layouts.lines(db)] == ["Nouveau nom"]
    file_notebook.undo()
    with file_notebook.read() as db:
        assert own_layouts.layout_of(db, uid).words == {}
