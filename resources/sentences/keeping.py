"""Sentences about keeping the data: the history, the notebook, files and folders."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_

SENTENCES: Mapping[str, str] = {
    # History.
    "undo_stale": N_("“{label}” can no longer be undone: the same thing was changed since. Correct it by hand."),
    "undo_nothing": N_("There is nothing to undo."),
    "redo_nothing": N_("There is nothing to redo."),
    "undo_not_possible": N_(
        "“{label}” cannot be undone. A certificate can be revoked or replaced, a hand-over can be sent again."
    ),
    # The notebook.
    "notebook_missing": N_("The notebook “{file}” is not there. Check its name, or plug in the stick that holds it."),
    "notebook_not_ours": N_("“{file}” is not a notebook. Choose a file whose name ends in .carnet."),
    "notebook_newer": N_(
        "The notebook “{file}” was made by a newer version of the application. Install that version to open it."
    ),
    "notebook_damaged": N_("The notebook “{file}” is damaged. Do not work in it: restore the latest backup."),
    "notebook_unreadable": N_(
        "The disk or stick that holds the notebook “{file}” does not answer. Plug it in again, then open the notebook."
    ),
    "notebook_in_use": N_("The notebook “{file}” is already open, here or on another computer. Close it there first."),
    "notebook_read_only": N_(
        "Nothing was saved: the notebook “{file}” can only be read where it lies ({folder}). "
        "Work in a copy elsewhere, or unlock the stick and open it again."
    ),
    "notebook_closed": N_("The notebook “{file}” has been closed meanwhile. Open it again, then repeat this."),
    "notebook_busy": N_("The notebook “{file}” is busy with other work. Wait a moment, then try again."),
    "notebook_exists": N_("There is already a notebook “{file}”. Open it, or choose another name."),
    "server_unreachable": N_(
        "The server “{server}” does not answer. Check the network and the address, then try again."
    ),
    "upgrade_failed": N_(
        "The notebook “{file}” could not be brought up to date and is as it was. "
        "Go on with the former version of the application, and report this."
    ),
    # Locks.
    "recovery_wrong": N_(
        "A letter of the recovery key is wrong. Compare each group with the sheet, and type it again."
    ),
    "passphrase_short": N_(
        "This passphrase is too short: it would soon be found. Take at least {least} letters, or several words."
    ),
    "lock_of_server": N_("A notebook on a server has no passphrase of its own: the server asks who comes in."),
    "passphrase_differs": N_("This is not the passphrase above. Type the same words again."),
    "recovery_group_wrong": N_("This is not the group of the sheet. Compare it, or print the sheet again."),
    # Backups.
    "backup_damaged": N_(
        "“{file}” is no longer as it was written: it is damaged, or somebody worked in it. "
        "Choose another backup, or the copy on a stick."
    ),
    "backup_of_other": N_(
        "“{file}” is a backup of another notebook, that of {association}. Choose a backup of “{notebook}”, "
        "or put it back under another name."
    ),
    "backup_unknown": N_(
        "This computer has no backup number {number} of “{file}”. See the list with “backups”, or give a file."
    ),
    "leaving_unagreed": N_(
        "Nothing was erased: these files would go for good. Take your data with you first (“take”), then repeat this "
        "with “--agree {count}”."
    ),
    "backup_is_notebook": N_("“{file}” is the notebook itself. Choose a backup of it."),
    "backup_of_server": N_(
        "A notebook on a server is backed up by who looks after the server (pg_dump). Ask them where the backups are."
    ),
    # Files and folders.
    "disk_full": N_(
        "“{file}” was not written: there is no room left in “{folder}”. Make room, or choose another place."
    ),
    "place_read_only": N_(
        "“{file}” was not written: nothing can be written in “{folder}”. Choose another place, or unlock the stick."
    ),
    "place_forbidden": N_(
        "There is no access to “{file}” in “{folder}”: it is open elsewhere, or this place belongs to someone else. "
        "Close it, or choose another place."
    ),
    "place_missing": N_(
        "The folder “{folder}” for “{file}” is not there. Choose another one, or plug the stick in again."
    ),
    "file_exists": N_("There is already a file “{file}”. Choose another name: nothing is written over it."),
    "place_is_folder": N_("“{file}” was not written: a folder has this name. Choose another name."),
    "place_is_notebook": N_("“{file}” was not written: a notebook or a parcel has this name. Choose another name."),
    "file_name_too_long": N_("“{file}” was not written: its name is too long. Choose a shorter name."),
    "file_not_written": N_("“{file}” was not written in “{folder}” ({cause}). Try again, or choose another place."),
}
