"""Encrypted packages on the programme's side: opened with its key, to be checked and received like any other."""

from __future__ import annotations

from pathlib import Path

from commands.call import Call
from commands.grammar import Command, Option, Word
from resources.i18n import N_, _


def open_packages(call: Call) -> None:
    """Open every package, or none: each is read before the first is written."""
    from commands.notebooks import make_folder
    from exchange.check import read_package
    from exchange.encryption import ENDING, decrypt
    from models.files import write_file

    key = Path(call.text("--key"))
    paths = [Path(word) for word in call.words("PACKAGE")]
    opened = [(path, decrypt(read_package(path), key)) for path in paths]
    written = []
    for path, content in opened:
        folder = Path(call.text("-o")) if call.has("-o") else path.parent
        make_folder(folder)
        target = folder / (path.name.removesuffix(ENDING) if path.name.endswith(ENDING) else f"{path.name}.zip")
        write_file(target, content)
        written.append(target)
        call.out.say(_("The package is in {file}.", file=target))
    call.out.document(files=written)


COMMANDS = (
    Command(
        "programme open",
        N_("open encrypted packages with the programme's key"),
        open_packages,
        (Word("PACKAGE", N_("the .zip.age files that came in"), many=True),),
        (
            Option(
                "--key", N_("the programme's private key, as age-keygen or ssh-keygen wrote it"), "FILE", required=True
            ),
            Option("-o", N_("the folder to write into (beside each package)"), "FOLDER"),
        ),
    ),
)
