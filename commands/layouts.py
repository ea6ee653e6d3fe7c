"""Layouts of certificates: listed, taken in and given away as one file, chosen for new certificates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from commands.call import Call
from commands.grammar import Command, Option, Word
from resources.i18n import N_, _


def listed(call: Call) -> None:
    """List the layouts to choose from."""
    from documents import own_layouts

    with call.notebook() as notebook, notebook.read() as db:
        found = own_layouts.choices(db)
    usual, own = _("for new certificates"), _("own")
    rows = [(each.name, own if each.id else "", usual if each.is_usual else "") for each in found]
    call.out.table((_("Layout"), _("Own"), _("Usual")), rows)
    call.out.document(
        layouts=[
            {"name": each.name, "reference": each.reference, "own": bool(each.id), "usual": each.is_usual}
            for each in found
        ]
    )


def export(call: Call) -> None:
    """Write a layout as one file."""
    from documents import own_layouts
    from models.files import write_file

    path = Path(call.text("-o"))
    with call.notebook() as notebook, notebook.read() as db:
        content = own_layouts.content(db, own_layouts.named(db, call.word("NAME")).reference)
    write_file(path, own_layouts.to_file(content))
    call.out.say(_("Layout written: {file}", file=path))
    call.out.document(layout={"name": content.name, "file": path})


def take(call: Call) -> None:
    """Take a layout in from a file; nothing of it is taken unless all of it is as it should be."""
    from documents import own_layouts
    from models import layouts
    from models.files import file_error

    path = Path(call.word("FILE"))
    try:
        with path.open("rb") as stream:
            written = stream.read(own_layouts.MOST_BYTES + 1)
    except OSError as error:
        raise file_error(error, path) from error
    content = own_layouts.from_file(written, file=path.name)
    content = replace(content, name=call.text("--name") or content.name)
    with call.notebook() as notebook, notebook.write(N_("Take in a layout of certificates")) as db:
        layout_id = own_layouts.keep(db, content)
        uid = layouts.uid_of(db, layout_id)
    call.out.say(_("Layout taken in: {name}", name=content.name))
    call.out.document(layout={"name": content.name, "reference": uid})


def use(call: Call) -> None:
    """Have new certificates made with a layout."""
    from documents import own_layouts
    from models import layouts

    with call.notebook() as notebook:
        with notebook.read() as db:
            chosen = own_layouts.named(db, call.word("NAME"))
        with notebook.write(N_("Choose the layout of new certificates")) as db:
            layouts.set_usual(db, chosen.reference)
    call.out.say(_("New certificates have the layout: {name}", name=chosen.name))
    call.out.document(layout={"name": chosen.name, "reference": chosen.reference})


_NAME = Word("NAME", N_("its name"))

COMMANDS = (
    Command("layout list", N_("list the layouts of certificates"), listed),
    Command(
        "layout export",
        N_("write a layout with its pictures as one file"),
        export,
        (_NAME,),
        (Option("-o", N_("the file to write"), "FILE", required=True),),
    ),
    Command(
        "layout import",
        N_("take a layout in from such a file"),
        take,
        (Word("FILE", N_("the layout file")),),
        (Option("--name", N_("its name here"), "TEXT"),),
    ),
    Command("layout use", N_("have new certificates made with a layout"), use, (_NAME,)),
)
