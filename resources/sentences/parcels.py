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
}
