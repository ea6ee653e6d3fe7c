"""The passphrase of a notebook file: given, changed, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, misuse
from resources.i18n import N_, _, current, plural

if TYPE_CHECKING:
    from models.cipher import FileKey


def lock(call: Call) -> None:
    """Give the notebook a passphrase, or another one, and write the recovery sheet."""
    from models import cipher, protection
    from models.problem import refusal

    path, sheet = _file(call), Path(call.text("-o"))
    if sheet.exists():
        raise refusal("file_exists", file=sheet.name)
    made = "" if call.has("--new-passphrase-file") else cipher.new_passphrase()
    passphrase = made or call.first_line(Path(call.text("--new-passphrase-file")))
    protection.check(passphrase)
    key = cipher.new_key(cipher.plain_letters(passphrase))
    _write_sheet(call, path, key, sheet)
    try:
        _change(call, path, key)
    except BaseException:
        sheet.unlink(missing_ok=True)
        raise
    if made:
        call.out.say(_("Passphrase: {words}", words=made))
    call.out.say(
        _("The recovery sheet is in {file}: print it, keep it away from the computer, then erase the file.", file=sheet)
    )
    call.out.document(file=path, sheet=sheet, passphrase=made or None)


def unlock(call: Call) -> None:
    """Take the passphrase of the notebook away."""
    path = _file(call)
    _change(call, path, None)
    call.out.document(file=path)


def _file(call: Call) -> Path:
    from models.problem import refusal

    where = call.text("--notebook")
    if not where:
        raise misuse("notebook_needed")
    if "://" in where:
        raise refusal("lock_of_server")
    return Path(where)


def _write_sheet(call: Call, path: Path, key: FileKey, sheet: Path) -> None:
    from documents import recovery_sheet
    from models import association, cipher
    from models.files import write_file

    with call.notebook() as notebook, notebook.read() as db:
        name = association.draft(db).name
    groups = tuple(cipher.recovery_text(key).split())
    facts = recovery_sheet.RecoveryFacts(name, path.name, groups, call.today)
    write_file(sheet, recovery_sheet.draw(facts, current()))


def _change(call: Call, path: Path, key: FileKey | None) -> None:
    from models import protection

    done = call.finish(protection.change(path, call.passphrase(path), key))
    if done.backups:
        call.out.say(plural("{n} backup has the new lock.", "{n} backups have the new lock.", done.backups))
    for each in done.left:
        call.out.say(_("Left as it is, for it cannot be opened: {file}", file=each))


COMMANDS = (
    Command(
        "lock",
        N_("lock the notebook with a passphrase, or change it; the recovery sheet is written"),
        lock,
        (),
        (
            Option("-o", N_("the recovery sheet to write, a PDF"), "OUT.pdf", required=True),
            Option(
                "--new-passphrase-file",
                N_("a file whose first line is the new passphrase; without it one is made and said"),
                "FILE",
            ),
        ),
    ),
    Command("unlock", N_("take the passphrase of the notebook away"), unlock),
)
