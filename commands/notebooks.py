"""Making notebooks: an empty one, the example, and the demonstration of the whole main job."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from models.problem import refusal
from resources.i18n import N_, _

EXAMPLE_FILE = "example.carnet"


def new(call: Call) -> None:
    """Make an empty notebook."""
    from exchange.profiles import read_profile
    from models import association, programme
    from models.notebook import Notebook

    where = call.word("FILE")
    if not where.strip():
        raise misuse("word_missing", name="FILE", command="new")
    profile = read_profile(Path(call.text("--profile"))) if call.has("--profile") else None
    with Notebook.create(
        where if "://" in where else Path(where), association_name=call.text("--association")
    ) as notebook:
        with notebook.read() as db:
            draft, identity = association.draft(db), association.identity(db)
        told: dict[str, Any] = {
            "town": call.text("--town"),
            "signatory_name": call.text("--signatory"),
            "signatory_role": call.text("--role"),
            "certificate_prefix": call.text("--prefix", draft.certificate_prefix),
        }
        if profile is not None:
            with notebook.write(N_("Take in the programme's profile"), final=True) as db:
                programme.install(db, profile)
        described = replace(draft, **told)
        if described != draft:
            with notebook.write(N_("Describe the association"), final=True) as db:
                association.save(db, described)
    call.out.say(_("The notebook is in {file}.", file=where))
    call.out.document(file=where, uid=identity.notebook_uid)


def example(call: Call) -> None:
    """Make the example notebook in a folder."""
    from models.example import make_example

    path = Path(call.word("FOLDER")) / EXAMPLE_FILE
    if path.exists():
        raise refusal("notebook_exists", file=path.name)
    make_folder(path.parent)
    make_example(path, today=call.today).close()
    call.out.say(_("The example notebook is in {file}.", file=path))
    call.out.document(file=path)


def make_folder(folder: Path) -> None:
    """Make a folder that a command was asked to write into."""
    from models.files import file_error

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(error, folder) from error


def demo(call: Call) -> None:
    """Do the whole main job on example data."""
    from commands.demo import make

    made = make(Path(call.word("FOLDER")), call)
    call.out.say(_("The main job was done on example data. Look at:"))
    call.out.table(("", ""), [(f"  {text}", path) for text, path in made.shown()])
    call.out.document(**made.files())


COMMANDS = (
    Command(
        "demo",
        N_("do the whole main job on example data: notebook, sign-in sheets, certificates, hand-over"),
        demo,
        (Word("FOLDER", N_("the folder to write into; what an earlier run made there is made anew")),),
    ),
    Command(
        "example",
        N_("make an example notebook: an association in Rennes, a year of work"),
        example,
        (Word("FOLDER", N_("the folder to write into")),),
    ),
    Command(
        "new",
        N_("make an empty notebook"),
        new,
        (Word("FILE", N_("the file to make, whose name ends in .carnet, or the address of a server")),),
        (
            Option("--association", N_("name of the association"), "NAME", required=True),
            Option("--town", N_("its town, as certificates say it"), "TOWN"),
            Option("--signatory", N_("who signs the certificates"), "NAME"),
            Option("--role", N_("the role of who signs"), "ROLE"),
            Option("--profile", N_("the programme's profile, a .json file"), "FILE"),
            Option("--prefix", N_("letters in front of certificate numbers"), "LETTERS"),
        ),
    ),
)
