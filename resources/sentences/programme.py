"""Sentences of the programme's side: its database, the keys it trusts, packages it refuses, receipts it gives."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_
from resources.sentences.counted import Counted

SENTENCES: Mapping[str, str] = {
    "central_missing": N_("There is no programme database “{file}” yet. It is made by “programme trust”."),
    "central_not_ours": N_("“{file}” is not a programme database. Choose another file or address."),
    "central_newer": N_("“{file}” comes from a newer version of this application. Update the application."),
    "central_address_wrong": N_("“{address}” is not an address of a database. Check how it is written."),
    "central_damaged": N_("“{file}” is damaged or cannot be read. Put back a backup of it."),
    "central_busy": N_("“{file}” is busy with other work. Wait a moment, then try again."),
    "central_id_taken": N_(
        "The package {package} was received before with other content. Phone the association: one of the two is wrong."
    ),
    "central_key_of_other": N_(
        "The key {fingerprint} belongs to another association, or this association signs with another key. "
        "Phone the association, then trust its package."
    ),
    "central_notebook_of_other": N_(
        "This notebook was first handed over by another association. Phone the association."
    ),
    "central_other_programme": N_(
        "This package was made for the programme “{found}”; this database is that of “{known}”."
    ),
    "central_line_forked": N_(
        "Another package number {number} of this notebook, or another one before it, was received: the notebook was "
        "taken back to an older copy. Phone the association, then receive it with --accept-restored."
    ),
    "central_version_rewritten": N_(
        "“{file}”, {key}: version {version} was received before with other content. "
        "Phone the association; if its notebook was taken back to an older copy, receive it with --accept-restored."
    ),
    "central_loss": N_(
        "After this package {after} instead of {before} would count ({what}). Phone the association; "
        "if that is right, receive it with --accept-loss."
    ),
    "central_gap": N_("Packages never came: number {numbers}. Ask the association for them."),
    "central_overtaken": N_("Newer packages tell all of its days already: it changes nothing."),
    "period_unreadable": N_(
        "“{text}” is not a period. Write 2026, 2026-05, 2026-Q2, 2025-2026 (a school year) or 2026-01-01/2026-03-31."
    ),
    "report_ending_unknown": N_("“{file}” is neither a PDF nor an XLSX file. Let its name end in .pdf or .xlsx."),
    "trust_no_key": N_(
        "This is neither a package nor a public key (ssh-ed25519 …). Give a package of the association, or its key."
    ),
    "trust_fingerprint_other": N_("The key is {found}, not {expected}. Do not trust it; phone the association again."),
    "receipt_of_other": N_(
        "This receipt is for another file than package {number}. Ask the programme which file it received."
    ),
    "receipt_unknown": N_(
        "“{file}” is the receipt of no package of this notebook. Open the notebook that the package came from."
    ),
    "receipt_not_ours": N_(
        "“{file}” is not a receipt of a programme. Choose the file that the programme answered (….receipt.json)."
    ),
    "receipt_newer": N_("“{file}” is a receipt of a newer kind. Update the application."),
}

COUNTED: Mapping[str, Counted] = {
    "central_restored": Counted(
        "count",
        "The notebook was taken back to an older copy: {n} package received before no longer counts.",
        "The notebook was taken back to an older copy: {n} packages received before no longer count.",
    ),
}
