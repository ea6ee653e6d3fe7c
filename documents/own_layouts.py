"""The layouts to choose from: those that come along, and the association's own with their pictures and their files."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from documents.layout import BUNDLED, Layout, bundled_content, layout
from documents.layout_reading import checked_layout, parsed
from documents.pictures import Picture, known
from models import layouts, pictures
from models.layouts import LayoutDraft
from models.names import key
from models.problem import refusal
from resources.i18n import CODES, N_, _, language

if TYPE_CHECKING:
    from documents.facts import CertificateFacts
    from models.notebook import Db, Notebook

SUFFIX = ".carnet-layout"
MOST_BYTES = 20_000_000
_MOST_PICTURES = 6

NAMES = {
    "classic": N_("Classic"),
    "modern": N_("Modern"),
    "sober": N_("Sober, black and white"),
    "partners": N_("Two logos"),
    "half-page": N_("Half a page, two on a sheet"),
}

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One layout to choose: certificates name it by `reference`; `id` is 0 for one that comes along."""

    reference: str
    name: str
    id: int = 0
    is_usual: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a layout is made of: its values and the pictures that they name, by SHA-256."""

    name: str
    values: Values
    pictures: Mapping[str, Picture]

    def layout(self) -> Layout:
        """Return the layout that is drawn. Raises UserError (layout_…)."""
        return checked_layout(self.values, file=self.name, pictures=self.pictures)


def choices(db: Db) -> Sequence[Choice]:
    """Return all layouts to choose from: those that come along, then the own ones by name."""
    usual = layouts.usual(db)
    along = [Choice(each, _(NAMES[each]), is_usual=each == usual) for each in BUNDLED]
    return [*along, *(Choice(each.uid, each.name, each.id, each.uid == usual) for each in layouts.lines(db))]


def named(db: Db, name: str) -> Choice:
    """Return the layout that is meant: an own one, or one that comes along by its name in any language.

    Raises UserError layout_missing.
    """
    found = choices(db)
    wanted = key(name)
    own = [each for each in found if each.id and wanted in (key(each.name), key(each.reference))]
    along = [
        each
        for each in found
        if not each.id
        and wanted in {key(each.reference), *(key(language(code)(NAMES[each.reference])) for code in CODES)}
    ]
    for each in (*own, *along):
        return each
    raise refusal("layout_missing", layout=name)


def content(db: Db, reference: str) -> Content:
    """Return what a layout is made of. Raises UserError layout_missing."""
    if reference in BUNDLED:
        return Content(_(NAMES[reference]), json.loads(bundled_content(reference)), {})
    found = layouts.stored(db, reference)
    if found is None:
        raise refusal("layout_missing", layout=reference)
    return Content(found.name, found.content, _stored_pictures(db, found.content.get("pictures", {}).values()))


def layout_of(db: Db, reference: str) -> Layout:
    """Return a layout ready to draw. Raises UserError layout_missing."""
    return layout(reference) if reference in BUNDLED else content(db, reference).layout()


def layouts_of(notebook: Notebook, prints: Collection[tuple[CertificateFacts, object]]) -> dict[str, Layout]:
    """Return the layouts that these certificates were issued with, by the name that the certificates give them."""
    with notebook.read() as db:
        return {name: layout_of(db, name) for name in {facts.layout for facts, _printing in prints}}


def keep(db: Db, made: Content, layout_id: int | None = None) -> int:
    """Keep an own layout with its pictures and return its id. Raises UserError (layout_…)."""
    made.layout()  # refuses what is wrong before anything is kept
    shown = made.values.get("pictures", {}).values()
    pictures.keep(db, [_row(made.pictures[name]) for name in shown])
    return layouts.save(db, LayoutDraft(made.name, {**made.values, "name": made.name}), layout_id)


def _stored_pictures(db: Db, names: Collection[str]) -> dict[str, Picture]:
    rows = pictures.read(db, names)
    return {name: Picture(*(getattr(row, each.name) for each in fields(Picture))) for name, row in rows.items()}


def _row(picture: Picture) -> pictures.Kept:
    return pictures.Kept(*(getattr(picture, each.name) for each in fields(Picture)))


# -- files -------------------------------------------------------------------------------------------------------------


def to_file(made: Content) -> bytes:
    """Return a layout as one file, its pictures in it."""
    shown = sorted(set(made.values.get("pictures", {}).values()))
    files = {name: base64.b64encode(made.pictures[name].content).decode("ascii") for name in shown}
    values = {**made.values, "name": made.name, **({"files": files} if files else {})}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def from_file(written: bytes, *, file: str) -> Content:
    """Read a layout file whole: nothing of it is taken unless all of it is as it should be.

    Raises UserError (layout_…, picture_…).
    """
    values = parsed(written, file=file, most=MOST_BYTES)
    if not isinstance(values, dict):
        raise refusal("layout_part_wrong", file=file, where="{")
    files = values.pop("files", {})
    if not isinstance(files, dict) or len(files) > _MOST_PICTURES:
        raise refusal("layout_part_wrong", file=file, where="files")
    read = {name: _picture(name, coded, file) for name, coded in files.items()}
    shown = values.get("pictures", {})
    if isinstance(shown, dict):  # a picture that was written anew has another name
        values["pictures"] = {
            slot: read[name].sha256 if isinstance(name, str) and name in read else name for slot, name in shown.items()
        }
    known_by = {picture.sha256: picture for picture in read.values()}
    checked = checked_layout(values, file=file, pictures=known_by)
    return Content(checked.name, values, known_by)


def _picture(name: str, coded: object, file: str) -> Picture:
    if not isinstance(coded, str):
        raise refusal("layout_picture_missing", file=file, where=f"files.{name[:64]}")
    try:
        return known(base64.b64decode(coded, validate=True), file=file)
    except (binascii.Error, ValueError) as error:
        raise refusal("layout_picture_missing", file=file, where=f"files.{name[:64]}") from error
