"""Sentences about papers: certificates, sign-in sheets, their layouts and the codes printed on them."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_

SENTENCES: Mapping[str, str] = {
    "character_missing": N_(
        "The character {character} ({code}) in “{text}” cannot be printed: no font here has it. Write it another way."
    ),
    "text_does_not_fit": N_("“{text}” is too long for its place on the page. Shorten it."),
    "sheet_of_cancelled": N_(
        "What was cancelled needs no sign-in sheet. Plan it again first, or choose another session."
    ),
    "statement_empty": N_("Nothing was attended in this time, so there is nothing to state. Choose another period."),
    "statement_nameless": N_("Who this was is not known any more, so nothing can be stated about them."),
    "call_list_unconfirmed": N_(
        "A call list holds names and phones. Add --confidential to say that you will keep it safe and destroy it "
        "after use."
    ),
    "facts_unreadable": N_(
        "What was kept of this certificate is damaged ({facts_field}). "
        "Restore a backup, or issue a new certificate that replaces it."
    ),
    "facts_version_unknown": N_(
        "This certificate was made by a newer version of the application. Install that version to print it."
    ),
    "layout_missing": N_("The certificate layout “{layout}” is not there. Choose another one."),
    "layout_not_readable": N_(
        "“{file}” is not a certificate layout. Choose a file that was exported from this application."
    ),
    "layout_wrong": N_(
        "The certificate layout “{file}” has a wrong value at “{where}”. Correct it, or export the layout again."
    ),
    "certificates_nothing_to_print": N_(
        "There is no certificate to print. Enter the attendance first, "
        "or ask for those that were handed out before: --again."
    ),
    "exception_without_note": N_(
        "Say why {name} gets a certificate all the same, after a colon: “{name}: came late each time”."
    ),
    "printer_not_answering": N_(
        "The printer “{printer}” does not answer. Look whether it is on and connected, or save the pages as a file."
    ),
    "seal_not_found": N_(
        "No code of a certificate was found in “{file}”. Take the PDF itself, or a sharper photo of the whole code."
    ),
    "seal_number_unknown": N_(
        "Certificate {number} bears the seal of this association, but is not in this notebook. "
        "Look in its other notebooks."
    ),
    "seal_replaced": N_("Certificate {number} is genuine, but was replaced since. Ask for the one that replaces it."),
    "seal_revoked": N_("Certificate {number} is genuine, but was revoked since. Do not accept it."),
    "seal_too_long": N_(
        "The seal of this certificate is too long for its square code. Shorten the title of the workshop."
    ),
    "file_too_large": N_("“{file}” is too large to be read. Choose a smaller picture, or only the page that you need."),
    "picture_unreadable": N_("“{file}” cannot be read. Choose a picture (PNG or JPEG) or a PDF."),
    "file_pattern_wrong": N_(
        "“{pattern}” cannot be the pattern of a file name. Write text, and between it only these: {fields}."
    ),
}
