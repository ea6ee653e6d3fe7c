"""Sentences about what is locked by a passphrase, and about parcels."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_

SENTENCES: Mapping[str, str] = {
    # The passphrase.
    "passphrase_needed": N_("“{file}” is locked by a passphrase. Give the passphrase to open it."),
    "passphrase_wrong": N_(
        "“{file}” does not open with this passphrase. Check each word and type it again; if it is right, the file is "
        "damaged: ask for it to be given again."
    ),
    "passphrase_file_missing": N_("There is no file “{file}” to read the passphrase from. Check its name."),
    # Copies.
    "notebook_older_copy": N_(
        "“{file}” is an older copy: its last action is of {last_here}, and {there} later ones, up to {last_there}, "
        "were seen on this computer in “{other}”. Open that one, unless you want to work in the older copy."
    ),
    "notebook_forked": N_(
        "“{file}” went its own way since {since}: {here} actions here, up to {last_here}; {there} others, up to "
        "{last_there}, are in “{other}”. Choose one of the two to go on with."
    ),
    "notebook_other_way": N_(
        "“{file}” is another copy of the notebook seen on this computer in “{other}”: the last action here is of "
        "{last_here}, there of {last_there}. Choose one of the two to go on with."
    ),
    # Parcels.
    "parcel_empty": N_("Nothing was chosen for the parcel. Choose at least one workshop or one session."),
    "parcel_day_empty": N_("None of these workshops has a session on {day}. Choose another day, or leave it empty."),
    "parcel_damaged": N_("The parcel “{file}” is damaged, nothing was changed. Ask for the file to be copied again."),
    "parcel_of_another": N_(
        "This parcel was given from another notebook, nothing was changed. Open the notebook it came from."
    ),
    "not_a_parcel": N_("“{file}” is not a parcel. Choose a file whose name ends in .colis."),
    "not_in_parcel": N_(
        "This cannot be done in a parcel. Give the parcel back, then do it in the association’s notebook."
    ),
}
