"""Backups of the notebook: made, listed, checked, put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from resources.i18n import N_, _, here, plural

if TYPE_CHECKING:
    from models.restoring import Held


def backup(call: Call) -> None:
    """Back the notebook up: on this computer, or as a copy in a folder."""
    from models import backup as backups

    with call.notebook() as notebook:
        if call.word("FOLDER"):
            path = backups.save_outside(notebook, Path(call.word("FOLDER")))
        else:
            path = backups.make(notebook, backups.Reason.ASKED).path
    call.out.say(_("A checked copy is in {file}.", file=path))
    call.out.document(file=path)


def listed(call: Call) -> None:
    """List the backups that this computer has of the notebook."""
    from models import backup as backups
    from models.problem import refusal
    from resources.words import backup_reason

    where = call.text("--notebook")
    if not where:
        raise misuse("notebook_needed")
    if "://" in where:
        raise refusal("backup_of_server")
    found = backups.of_file(Path(where))
    rows = [
        (each.sequence, here().date(each.made_at), here().time(each.made_at.time()),
         backup_reason(each.reason), here().size(each.size))
        for each in found
    ]  # fmt: skip
    call.out.table((_("Number"), _("Date"), _("Time"), _("Made"), _("Size")), rows)
    call.out.document(
        backups=[
            {"number": each.sequence, "made_at": each.made_at, "reason": each.reason, "size": each.size,
             "file": each.path}
            for each in found
        ]
    )  # fmt: skip


def verify(call: Call) -> None:
    """Read a backup, a copy or a closed notebook to its last byte and say what it holds."""
    from models import restoring

    path = Path(call.word("FILE"))
    held = restoring.look(path, passphrase=call.passphrase(path))
    call.out.say(_("{file} is whole.", file=path.name))
    _say(call, held)
    call.out.document(file=path, **_plain(held))


def restore(call: Call) -> None:
    """Put a backup where the notebook is; what is there stays beside it under another name."""
    from models import restoring

    where = call.text("--notebook")
    if not where:
        raise misuse("notebook_needed")
    target, path = Path(where), _chosen(call, Path(where))
    passphrase = call.passphrase(path)
    held = restoring.look(path, passphrase=passphrase)
    done = restoring.restore(path, target, passphrase=passphrase, agreed=call.has("--other"))
    call.out.say(_("{file} was put back.", file=path.name))
    _say(call, held)
    if done.aside is not None:
        call.out.say(_("What was there before is in {file}.", file=done.aside))
    call.out.document(file=target, backup=path, aside=done.aside, **_plain(held))


def _chosen(call: Call, notebook: Path) -> Path:
    """Return the backup that a number or a path names."""
    from models import backup as backups
    from models.problem import refusal

    text = call.word("FILE")
    if text.isascii() and text.isdigit() and not Path(text).exists():
        found = [each.path for each in backups.of_file(notebook) if each.sequence == int(text)]
        if not found:
            raise refusal("backup_unknown", number=int(text), file=notebook.name)
        return found[0]
    return Path(text)


def _say(call: Call, held: Held) -> None:
    from resources.words import held_words

    call.out.say(held.association)
    for line in held_words(held.counts, held.last_at, held.last_label, held.last_values):
        call.out.say(line)


def _plain(held: Held) -> dict[str, object]:
    return {
        "notebook_uid": held.notebook_uid, "association": held.association, "counts": held.counts,
        "last_at": held.last_at, "last_label": held.last_label,
    }  # fmt: skip


def take(call: Call) -> None:
    """Copy the notebook into a folder as one to go on working in."""
    from models import backup as backups

    with call.notebook() as notebook:
        path = backups.save_outside(notebook, Path(call.word("FOLDER")), to_work_in=True)
    call.out.say(_("A checked copy is in {file}.", file=path))
    call.out.document(file=path)


def leave(call: Call) -> None:
    """Erase the notebook, its backups and what this computer remembers of it, once their number is agreed to."""
    from models import this_computer
    from models.problem import refusal

    with call.notebook() as notebook:
        found = this_computer.traces(notebook)
    files = list(found.files())
    if call.number("--agree") != len(files):
        call.out.table((_("File"),), [(str(each),) for each in files])
        raise refusal("leaving_unagreed", count=len(files))
    count = this_computer.erase(found)
    call.out.say(plural("{n} file was erased.", "{n} files were erased.", count))
    call.out.document(erased=count)


COMMANDS = (
    Command(
        "backup",
        N_("back the notebook up on this computer, or as a copy in a folder"),
        backup,
        (Word("FOLDER", N_("the folder of a stick or another disk; without it, this computer"), optional=True),),
    ),
    Command("backups", N_("list the backups that this computer has of the notebook"), listed),
    Command(
        "take",
        N_("copy the notebook into a folder, to go on working on another computer"),
        take,
        (Word("FOLDER", N_("the folder of a stick or another disk")),),
    ),
    Command(
        "leave",
        N_("erase the notebook, its backups and what this computer remembers of it"),
        leave,
        (),
        (Option("--agree", N_("how many files go, as the list says"), "COUNT"),),
    ),
    Command(
        "restore",
        N_("put a backup where the notebook is; what is there stays beside it"),
        restore,
        (Word("FILE", N_("the backup: its number in the list, or its file")),),
        (Option("--other", N_("also when it is a backup of another notebook"), how="switch"),),
    ),
    Command(
        "verify",
        N_("read a backup or a closed notebook to its last byte and say what it holds"),
        verify,
        (Word("FILE", N_("the file")),),
    ),
)
