"""The same work without a window: one line is understood, run, and answered with an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module

from commands.call import Call
from commands.grammar import Command, Line, UsageError, help_of, help_of_all, read_line
from commands.output import Output, close_pipe, prepare_streams
from models.crash_log import note_crash
from models.platforms import log_folder
from models.problem import Problem, UserError
from resources import i18n

DONE, REFUSED, MISUSED, CRASHED, STOPPED = 0, 1, 2, 70, 130

FAMILIES = (
    "commands.notebooks:COMMANDS",
    "commands.backups:COMMANDS",
    "commands.locks:COMMANDS",
    "commands.lists:COMMANDS",
    "commands.register:COMMANDS",
    "commands.workshops:COMMANDS",
    "commands.templates:COMMANDS",
    "commands.sessions:COMMANDS",
    "commands.calendars:COMMANDS",
    "commands.imports:COMMANDS",
    "commands.people:COMMANDS",
    "commands.enrolments:COMMANDS",
    "commands.records:COMMANDS",
    "commands.privacy:COMMANDS",
    "commands.duplicates:COMMANDS",
    "commands.sheets:COMMANDS",
    "commands.attendance:COMMANDS",
    "commands.parcels:COMMANDS",
    "commands.certificates:COMMANDS",
    "commands.layouts:COMMANDS",
    "commands.seals:COMMANDS",
    "commands.keys:COMMANDS",
    "commands.profile:COMMANDS",
    "commands.statistics:COMMANDS",
    "commands.handover:COMMANDS",
    "commands.programme:COMMANDS",
    "commands.opening:COMMANDS",
)
"""The families of commands, in the order in which the help shows them."""


def all_commands() -> dict[str, Command]:
    """Return every command by its name."""
    found: dict[str, Command] = {}
    for family in FAMILIES:
        module, _colon, name = family.partition(":")
        found |= {command.name: command for command in getattr(import_module(module), name)}
    return found


def run(arguments: Sequence[str], *, now: Callable[[], date] = date.today) -> int:
    """Run one command and return its exit status: 0 done, 1 refused, 2 not understood. Nothing is raised."""
    prepare_streams()
    i18n.use(language_of(arguments, os.environ))
    out = Output(as_json="--json" in arguments)
    try:
        status = _run(arguments, out, now)
        sys.stdout.flush()
    except UserError as error:
        out.refuse(error.problems)
        return MISUSED if isinstance(error, UsageError) else REFUSED
    except KeyboardInterrupt:
        out.tell(Problem("", "command_stopped"))
        return STOPPED
    except BrokenPipeError:
        close_pipe()
        return REFUSED
    except Exception as error:  # noqa: BLE001  # the last resort: logged without values, one sentence, no traceback
        out.refuse([Problem("", "command_failed", {"file": str(note_crash(error, log_folder()))})])
        return CRASHED
    return status


def refuse_window(arguments: Sequence[str]) -> int:
    """Say that there is no screen for a window, and what works without one."""
    prepare_streams()
    i18n.use(language_of(arguments, os.environ))
    Output(as_json=False).refuse([Problem("", "screen_missing")])
    return REFUSED


def _run(arguments: Sequence[str], out: Output, now: Callable[[], date]) -> int:
    commands = all_commands()
    line = read_line(arguments, commands)
    if line.command is None or line.wants_help:
        return _help(line, commands)
    return line.command.run(Call(line, out, now)) or DONE


def _help(line: Line, commands: dict[str, Command]) -> int:
    """Show the help; asked for nothing at all, it goes to standard error as a refusal."""
    text = help_of(line.command) if line.command else help_of_all(commands)
    print(text, file=sys.stdout if line.wants_help else sys.stderr)
    return DONE if line.wants_help else MISUSED


def language_of(arguments: Sequence[str], environment: os._Environ[str] | dict[str, str]) -> str:
    """Return the language that --lang asks for, wherever it stands, else the computer's."""
    for place, argument in enumerate(arguments):
        name, has_value, value = argument.partition("=")
        asked = value if has_value else "".join(arguments[place + 1 : place + 2])
        if name == "--lang" and asked in i18n.CODES:
            return asked
    told = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return told[:2] if told[:2] in i18n.CODES else _language_of_system()


def _language_of_system() -> str:
    """Return the language of a system that tells none in its environment (Windows); English where there is none."""
    import locale

    name = (locale.getlocale()[0] or "").lower()  # fr_FR, or French_France on Windows
    return "fr" if name.startswith("fr") else "en"
