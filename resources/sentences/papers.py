"""Sentences about papers: certificates, sign-in sheets, their layouts and the codes printed on them."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_

SENTENCES: Mapping[str, str] = {
    "character_missing": N_(
        "The character {character} ({code}) in “{text}” cannot be printed: no font here has it. Write it another way."
    ),
    "text_does_not_fit": N_("“{text}” is too long for its place on the page. Shorten it."),
    "mail_without_address": N_(
        "No e-mail address is known. Print this one, or type the address on the page of the person and begin again."
    ),
    "sheet_of_cancelled": N_(
        "What was cancelled needs no sign-in sheet. Plan it again first, or choose another session."
    ),
    "statement_empty": N_("Nothing was attended in this time, so there is nothing to state. Choose another period."),
    "statement_nameless": N_(
        "Who this was is not known any more, so nothing can be stated about them. Choose somebody else."
    ),
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
    "layout_other_format": N_(
        "The certificate layout “{file}” is of format {value}, and this version knows format {known}. Install the "
        "newest version of the application, or export the layout from it again."
    ),
    "layout_unknown_key": N_(
        "The certificate layout “{file}” has something unknown at “{where}”. Take it out; there can be: {allowed}."
    ),
    "layout_not_one_of": N_(
        "The certificate layout “{file}” has “{value}” at “{where}”. Write one of these: {allowed}."
    ),
    "layout_number_wrong": N_(
        "The certificate layout “{file}” has “{value}” at “{where}”. Write a number from {least} to {most}."
    ),
    "layout_colour_wrong": N_(
        "The certificate layout “{file}” has “{value}” at “{where}”. Write a colour as #1B5FA7, or as a tint of "
        "another."
    ),
    "layout_text_wrong": N_(
        "The certificate layout “{file}” needs a text at “{where}”, of {most} characters at most. Write one."
    ),
    "layout_part_wrong": N_(
        "The certificate layout “{file}” is not written as it should be at “{where}”. Write a group in braces there."
    ),
    "layout_list_wrong": N_(
        "The certificate layout “{file}” needs a list at “{where}”, of {most} parts at most. Write it in brackets."
    ),
    "layout_lacks": N_(
        "The certificate layout “{file}” has no place for “{needed}” at “{where}”. Every certificate needs one: add it."
    ),
    "layout_outside": N_(
        "The certificate layout “{file}” has something that passes the edge of the page at “{where}”. "
        "Move it, or make it smaller."
    ),
    "layout_picture_missing": N_(
        "The certificate layout “{file}” shows a picture that is not there at “{where}”. Choose the picture again."
    ),
    "layout_name_missing": N_("A layout needs a name. Write one, such as “Ours, with logo”."),
    "layout_name_taken": N_("There is a layout “{name}” already. Write another name."),
    "layout_in_use": N_(
        "Certificates were issued with the layout “{name}”, and a further print must look the same. Keep it."
    ),
    "layout_words_not_allowed": N_(
        "“{words}” cannot stand on a certificate of attendance: only training bodies may write that. Say it "
        "another way."
    ),
    "picture_too_heavy": N_("“{file}” is heavier than {limit} MB. Choose a smaller picture."),
    "picture_too_many_pixels": N_(
        "“{file}” has {width} × {height} points, more than {limit} million. Make the picture smaller."
    ),
    "picture_not_read": N_("“{file}” cannot be read as a picture. Save it as PNG or JPEG, and choose that file."),
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
    "seal_too_long": N_(
        "The seal of this certificate is too long for its square code. Shorten the title of the workshop."
    ),
    "file_too_large": N_("“{file}” is too large to be read. Choose a smaller picture, or only the page that you need."),
    "picture_unreadable": N_("“{file}” cannot be read. Choose a picture (PNG or JPEG) or a PDF."),
    "file_pattern_wrong": N_(
        "“{pattern}” cannot be the pattern of a file name. Write text, and between it only these: {fields}."
    ),
}
