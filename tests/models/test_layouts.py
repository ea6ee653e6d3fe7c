"""Own layouts and the pictures they show are kept, once each, and the journal stays small."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import func, select

from models.journal import JournalRow
from models.layouts import OwnLayout
from models.notebook import Notebook
from models.pictures import Picture


def test_the_journal_keeps_a_layout_and_not_the_bytes_of_its_pictures(notebook: Notebook) -> None:
    content = bytes(range(256)) * 4000
    name = sha256(content).hexdigest()
    with notebook.write("Prepare") as db:
        db.add(Picture(sha256=name, media_type="image/png", width=10, height=20, content=content))
        db.add(OwnLayout(name="Notre mise en page", content={"pictures": {"logo": name}}))
    with notebook.read() as db:
        assert [row.table_name for row in db.scalars(select(JournalRow).order_by(JournalRow.id.desc()).limit(1))] == [
            "layout"
        ]
        assert db.scalar(select(func.count()).where(JournalRow.table_name == "picture")) == 0
    notebook.undo()
    with notebook.read() as db:
        assert db.scalars(select(OwnLayout)).all() == []
        assert db.scalars(select(Picture.content)).one() == content
    notebook.redo()
    with notebook.read() as db:
        assert db.scalars(select(OwnLayout)).one().content == {"pictures": {"logo": name}}
