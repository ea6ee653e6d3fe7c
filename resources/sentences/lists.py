"""Sentences about lists of people: the file, its rows and its cells, and what was understood without certainty."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_
from resources.sentences.counted import Counted

_FILE: Mapping[str, str] = {
    "no_column_chosen": N_("No column is chosen. Tick at least one."),
    "file_missing": N_("“{file}” is no longer in “{folder}”. Choose the file again, or plug the stick in again."),
    "file_not_read": N_(
        "“{file}” could not be read. Close it in the other program, or copy it to this computer, then try again."
    ),
    "list_not_file": N_("“{file}” is a folder, not a list. Choose a file in it."),
    "list_empty": N_("“{file}” is empty. Choose another file, or another sheet of it."),
    "list_too_large": N_(
        "“{file}” is too large: {size} MB, at most {limit} MB. Keep only the sheet with the people, without pictures."
    ),
    "list_is_picture": N_(
        "“{file}” is a picture, not a list. Export the list from the program that holds it, as Excel or CSV."
    ),
    "list_is_pdf": N_("“{file}” is a PDF: it can be printed, not imported. Ask for the list as Excel or CSV."),
    "list_is_document": N_(
        "“{file}” is a text document. Copy its table into a spreadsheet and save it as Excel or CSV."
    ),
    "list_is_web_page": N_("“{file}” is in fact a web page. Open it in a spreadsheet and save it as Excel or CSV."),
    "list_is_archive": N_("“{file}” is a compressed folder. Unpack it and choose the list inside."),
    "list_kind_unknown": N_(
        "“{file}” is a kind of Excel file that cannot be read here. Save it as “Excel workbook (.xlsx)”."
    ),
    "list_unreadable": N_("“{file}” holds no text: it is not a list. Choose an Excel, LibreOffice or CSV file."),
    "list_encrypted": N_(
        "“{file}” is protected by a password. Open it in a spreadsheet and save it without a password."
    ),
    "list_unsafe": N_(
        "“{file}” was not opened: it is made in a way that could block this computer. Ask for a plain CSV export of it."
    ),
    "list_damaged": N_("“{file}” is damaged. Open it in a spreadsheet and save it again, or ask for it again."),
    "list_too_slow": N_("“{file}” takes more than {seconds} seconds to read. Keep only the sheet with the people."),
    "list_too_heavy": N_(
        "“{file}” takes too much memory to read: it is too large, or damaged. Open it in a spreadsheet, keep only the "
        "sheet with the people, and save it again."
    ),
    "table_ending_unknown": N_(
        "“{file}” has another ending than .xlsx or .csv. Choose one of the two, or give --format."
    ),
    "table_too_long_for_excel": N_("Excel holds {limit} rows, and “{file}” would have more. Choose CSV."),
    "cell_too_long_for_excel": N_(
        "Row {row}, “{column}”: Excel holds {limit} characters in a cell, and this text has more. Choose CSV for other "
        "programs, or shorten it."
    ),
    "column_unknown": N_("There is no column “{column}”. Choose among: {columns}."),
    "list_too_many_rows": N_("“{file}” has more than {limit} rows. Split it into several lists."),
    "list_too_many_columns": N_("“{file}” has more than {limit} columns. Delete those that you do not need."),
    "list_too_many_cells": N_(
        "“{file}” has more than {limit} cells. Delete columns that you do not need, or split it."
    ),
    "cell_too_long": N_("“{file}” has a cell of more than {limit} characters. Shorten it, or delete its column."),
    "encoding_wrong": N_("“{file}” cannot be read that way. Choose another answer for the accents."),
    "separator_wrong": N_(
        "“{separator}” cannot stand between columns. Choose the semicolon, the comma, the tab or the bar."
    ),
    "sheet_missing": N_("“{file}” has no sheet “{sheet}”. Choose one of these: {sheets}."),
    "header_row_empty": N_("Row {row} is empty. Choose the row that holds the titles of the columns."),
    "row_quote_open": N_('In row {row} a quotation mark (") is opened and never closed. Correct this row in the file.'),
    "row_quote_misplaced": N_(
        'In row {row} a quotation mark (") stands in the middle of a cell. Correct this row in the file.'
    ),
    "list_without_names": N_(
        "No column of “{file}” seems to hold names. Titles in row {row}: {headers}. "
        "Choose the column of the names, or another file."
    ),
}

_NOTES: Mapping[str, str] = {
    "accents_doubtful": N_(
        "The accents of “{file}” may be wrong. Look at the names; if they are odd, choose another answer."
    ),
    "sheets_hidden": N_("Hidden sheets, not read: {sheets}. Show them in the spreadsheet if you need them."),
    "sheets_other": N_("Other sheets, not read: {sheets}. Choose one of them if the people are there."),
    "second_table": N_(
        "A second table begins in column {column} ({headers}) and was not read. Put it in a list of its own."
    ),
    "list_of_payers": N_(
        "This list from {source} names those who paid, who are not always those who come. "
        "Check the names before you import them."
    ),
}

_ROWS: Mapping[str, str] = {
    "row_without_name": N_("Row {row} has no name. Type one, or leave the row out."),
    "name_not_name": N_("Row {row}: “{text}” stands where a name should. Type the name, or empty the cell."),
    "row_several_people": N_(
        "Row {row} seems to name several people: {names}. Say whether they are taken one by one, or stay one."
    ),
    "row_too_wide": N_(
        "Row {row} has {cells} cells for {columns} titles: something has shifted. Correct this row in the file."
    ),
    "row_for_several": N_("Row {row} stands for {count} people, of whom one is named. Add the others by hand."),
    "cell_formula_error": N_("Row {row}, “{column}”: the formula failed ({text}). Type the value, or empty the cell."),
    "birth_year_unreadable": N_(
        "Row {row}: “{text}” holds no year of birth. Type its four figures, or empty the cell."
    ),
    "birth_year_is_age": N_("Row {row}: “{text}” is an age. Type the year of birth, or empty the cell."),
    "birth_year_impossible": N_("Row {row}: {year} cannot be a year of birth. Type a year from {from} to {to}."),
    "phone_unreadable": N_("Row {row}: “{text}” is not a phone number. Correct it, or empty the cell."),
    "phone_rest_noted": N_("Row {row}: {kept} is kept, and “{other}” goes into the notes."),
    "email_unreadable": N_("Row {row}: “{text}” is not an e-mail address. Correct it, or empty the cell."),
    "email_rest_noted": N_("Row {row}: {kept} is kept, and “{other}” goes into the notes."),
    "value_rest_left_out": N_(
        "Row {row}, “{column}”: “{other}” is left out, for “{kept}” stands in another column. Check that this is right."
    ),
    "postcode_unreadable": N_("Row {row}: “{text}” is not a French postcode. Correct it, or empty the cell."),
    **{
        f"{axis}_unknown": N_("Row {row}, “{column}”: “{text}” is not known and is left out. Complete it by hand.")
        for axis in ("gender", "occupation", "presence", "referred_by", "age_band", "photo_consent", "informed_on")
    },
    "status_unknown": N_(
        "Row {row}: the status “{text}” is not known, so the person is kept. Check that this is right."
    ),
    "name_split_supposed": N_(
        "Row {row}: “{text}” was read as given name “{given_name}”, family name “{family_name}”. "
        "Check that this is right."
    ),
}

_IMPORT: Mapping[str, str] = {
    "row_doubtful": N_(
        "Row {row}: “{name}” may already be in the notebook: {candidates}. Say whether this is the same person."
    ),
    "row_homonym": N_(
        "Row {row}: “{name}” is also in row {same_as}, and may be someone else: both are kept. "
        "Check that this is right."
    ),
    "known_differs": N_("Row {row} says “{other}”; the registry keeps “{kept}”."),
    "row_near": N_(
        "Row {row}: “{name}” may be the person of row {same_as}, “{other}”: both are kept. Check that this is right."
    ),
    "row_repeated_differs": N_(
        "Row {row} is the person of row {same_as}, and says “{other}” where “{kept}” is kept. Check that this is right."
    ),
    "import_row_missing": N_("The list has no row {row} under its titles. Give a number that the spreadsheet shows."),
    "field_not_fixable": N_("“{name}” cannot be the same for everyone. Choose one of these: {fields}."),
    "column_missing": N_("The list has no column “{header}”. Choose one of these: {headers}."),
    "column_field_unknown": N_("A column cannot be taken for “{name}”. Choose one of these: {fields}."),
    "payers_undecided": N_(
        "“{file}” names those who paid, so nobody was imported. Say first that those who paid are those who come."
    ),
    "marks_first_session": N_(
        "There are several sessions on {date}: the marks of that day are entered at the first, at {time}. "
        "Move them by hand if they belong to another."
    ),
    "import_nobody": N_("No row of “{file}” is left to import. Take rows in again, or choose another list."),
}

SENTENCES: Mapping[str, str] = {**_FILE, **_NOTES, **_ROWS, **_IMPORT}

COUNTED: Mapping[str, Counted] = {
    "marks_without_workshop": Counted(
        "count",
        "{n} mark of attendance is left out: import the list into a workshop to enter it.",
        "{n} marks of attendance are left out: import the list into a workshop to enter them.",
    ),
    "marks_no_session": Counted(
        "count",
        "No session on {date}: its {n} mark is left out. Add the session first to enter it.",
        "No session on {date}: its {n} marks are left out. Add the session first to enter them.",
    ),
    "marks_session_cancelled": Counted(
        "count",
        "The session on {date} is cancelled: its {n} mark is left out. Plan the session again to enter it.",
        "The session on {date} is cancelled: its {n} marks are left out. Plan the session again to enter them.",
    ),
    "marks_replaced": Counted(
        "count",
        "{n} mark entered before says something else and will be replaced. Leave its row out to keep it.",
        "{n} marks entered before say something else and will be replaced. Leave their rows out to keep them.",
    ),
    "import_refused": Counted(
        "count",
        "{n} row is still to be corrected or decided, so nobody was imported. Decide it, or leave it out.",
        "{n} rows are still to be corrected or decided, so nobody was imported. Decide them, or leave them out.",
    ),
    "rows_empty": Counted(
        "count",
        "{n} empty row is left out: row {rows}.",
        "{n} empty rows are left out, the first of them: rows {rows}.",
    ),
    "cells_merged": Counted(
        "count",
        "{n} cell was merged with the one above: it has the same value (column {columns}).",
        "{n} cells were merged with those above: they have the same value (column {columns}).",
    ),
    "rows_total": Counted(
        "count",
        "{n} row of totals is left out: row {rows}.",
        "{n} rows of totals are left out, the first of them: rows {rows}.",
    ),
    "formula_errors": Counted(
        "count",
        "{n} row has a formula that failed: row {rows}. Type its value in the file.",
        "{n} rows have a formula that failed, the first of them: rows {rows}. Type their values in the file.",
    ),
}
