"""Sentences about a line typed in a terminal: what could not be understood in it."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_

SENTENCES: Mapping[str, str] = {
    "apart_takes_two": N_("--apart takes two different people. Name both, each in quotation marks."),
    "command_unknown": N_("There is no command “{text}”. Show them all with --help."),
    "command_failed": N_(
        "This stopped on an error of the application. What was saved before is safe. "
        "Send the report, which holds no names, to whoever looks after the application: {file}."
    ),
    "screen_missing": N_("There is no screen here for a window. What works without one is shown by --help."),
    "command_stopped": N_("Stopped. What was saved before is safe; start the command again to finish."),
    "day_without_sessions": N_("There is no session on {date}. Choose another day."),
    "folder_not_demo": N_("“{file}” in “{folder}” was not made by the demonstration. Choose another folder."),
    "name_not_enrolled": N_(
        "“{name}” is not enrolled in this workshop. Check the spelling, or enrol this person first."
    ),
    "session_not_of_workshop": N_("This workshop has no session on “{text}”. Give one of its dates."),
    "notebook_needed": N_("Say which notebook: --notebook and its file, or the address of its server."),
    "nothing_to_change": N_("Nothing to change was given. Add an option, or see: {command} --help."),
    "certificates_for_whom": N_("Whose certificates are wanted is missing. Name a --workshop, or give --everywhere."),
    "options_exclude": N_("These options exclude one another: {options}. Give only one of them."),
    "one_of_options": N_("Say which is meant: one of {options} is needed."),
    "option_missing": N_("“{command}” needs {option}. Add it, or see: {command} --help."),
    "option_not_number": N_("{option}: “{text}” is not a whole number. Type figures only: 15."),
    "option_unknown": N_("There is no option “{option}” here. Show them all with --help."),
    "option_value_unknown": N_("{option} cannot be “{text}”. Choose one of these: {choices}."),
    "option_without_value": N_("{option} needs a value. Type it after the option: {option} {value}."),
    "session_unreadable": N_(
        "“{text}” is not a session. Type its day, start and end: “2026-05-12 14:00-16:00”, in quotation marks."
    ),
    "word_missing": N_("“{command}” needs {name}. Add it, or see: {command} --help."),
    "word_not_expected": N_(
        "“{text}” is one word too many for “{command}”. Put a name of several words in quotation marks."
    ),
}
