"""Does over AT-SPI what a journey asks, as a screen reader would: one JSON line in, one out.

The system's own Python runs this, in a process apart from the application and from the test: it brings the bindings.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

import gi  # type: ignore[import-not-found,unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

PATIENCE = 20.0  # seconds until a condition counts as failed
MOST_TABS = 80  # a page has fewer stops
MOST_LINKS = 8  # a text has fewer
LOOK_AGAIN = 40  # milliseconds without an event until a condition is asked again
LISTS = ("table", "tree table", "list", "tree", "list box")  # their cells are read by row and column, not searched
PARTS_OF_LISTS = ("table cell", "list item", "tree item", "table column header", "table row header", "menu item")
EVENTS = ("object:announcement", "object:state-changed:focused", "window:activate")
KEYS = {
    "Return": 0xFF0D,
    "Tab": 0xFF09,
    "Backtab": 0xFE20,
    "Escape": 0xFF1B,
    "Space": 0x20,
    "Down": 0xFF54,
    "Up": 0xFF52,
    "Left": 0xFF51,
    "Right": 0xFF53,
    "Home": 0xFF50,
    "End": 0xFF57,
    "Delete": 0xFFFF,
    "F2": 0xFFBF,
}
MODIFIERS = {"Ctrl": 37, "Shift": 50, "Alt": 64}  # key codes of the keyboard that Xvfb brings
PRESSES = ("Press", "Toggle", "ShowMenu", "SetFocus")  # what to do with a thing, the most fitting first
FORGIVEN = (GLib.Error, AttributeError)  # a thing that has gone meanwhile answers with one of these

context = GLib.MainContext.default()
known: list[Any] = []
announced: list[str] = []
focus: list[Any] = [None]


class Missing(Exception):  # noqa: N818 - it is told to the journey, which fails with it
    """What the journey looked for did not come."""


def wait(condition: Callable[[], Any], told: Callable[[], str], patience: float = PATIENCE) -> Any:
    """Return what a condition gives as soon as it is something; events of the bus are taken in meanwhile."""
    end = time.monotonic() + patience
    while True:
        while context.iteration(False):
            pass
        try:
            found = condition()
        except FORGIVEN:
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise Missing(told())
        GLib.timeout_add(LOOK_AGAIN, lambda: False)
        context.iteration(True)


def is_other(now: Callable[[], Any], before: Any) -> bool:
    """Tell whether something is not any more what it was."""
    return bool(now() != before)


def on_event(event: Any) -> None:
    """Keep what is announced and where the focus is."""
    if event.type.startswith("object:announcement"):
        announced.append(str(event.any_data))
    elif event.type == "object:state-changed:focused" and event.detail1:
        focus[0] = event.source


def states(thing: Any) -> set[str]:
    """Return the states of a thing by name."""
    return {state.value_nick for state in thing.get_state_set().get_states()}


def children(thing: Any) -> list[Any]:
    """Return the parts of a thing."""
    found = (thing.get_child_at_index(place) for place in range(thing.get_child_count()))
    return [child for child in found if child is not None]


def shown(top: Any, *, cells: bool = False) -> Iterator[Any]:
    """Yield a thing and all it contains that is on the screen, level by level; of lists only themselves."""
    level = [top]
    while level:
        following = []
        for thing in level:
            try:
                role = thing.get_role_name()
                if role != "application" and "showing" not in states(thing):
                    continue
                yield thing
                if cells or role not in LISTS:
                    following += children(thing)
            except FORGIVEN:
                continue
        level = following


def called(thing: Any) -> str:
    """Return the name of a thing as screen readers say it.

    Qt names a choice on Linux by its value: only the relation to a label tells what it is the choice of.
    """
    names = [thing.get_name()]
    if thing.get_role_name() == "combo box":
        by = [each for each in thing.get_relation_set() if each.get_relation_type() == Atspi.RelationType.LABELLED_BY]
        names = [each.get_target(place).get_name() for each in by for place in range(each.get_n_targets())]
    return " ".join(" ".join(names).split())


def fits(thing: Any, role: str, name: str) -> bool:
    """Tell whether a thing has this role and a name that fits the pattern."""
    return role in ("", thing.get_role_name()) and fnmatchcase(called(thing), name)


def number(thing: Any) -> int:
    """Return the number by which the journey speaks of a thing."""
    known.append(thing)
    return len(known) - 1


def described(thing: Any) -> dict[str, Any]:
    """Return what a screen reader would say of a thing."""
    can = thing.get_interfaces()
    return {
        "element": number(thing),
        "role": thing.get_role_name(),
        "name": called(thing),
        "description": thing.get_description(),
        "states": sorted(states(thing)),
        "text": Atspi.Text.get_text(thing, 0, -1) if "Text" in can else thing.get_name(),
        "value": Atspi.Value.get_current_value(thing) if "Value" in can else None,
    }


def outline(top: Any) -> str:
    """Draw what is on the screen, one thing a line, for the message of a journey that fails."""
    lines = []
    for thing in shown(top):
        try:
            lines.append(f"  {thing.get_role_name()} « {called(thing)} » {' '.join(sorted(states(thing)))}")
        except FORGIVEN:
            continue
    return "\n".join(lines)


# --- what a journey may ask -------------------------------------------------------------------------------------------


def attend(process: int) -> dict[str, Any]:
    """Wait for the application of this process and return it."""

    def found() -> Any:
        desktop = Atspi.get_desktop(0)
        desktop.set_cache_mask(Atspi.Cache.NONE)
        mine = [each for each in children(desktop) if each.get_process_id() == process and each.get_child_count()]
        return mine[0] if mine else None

    application = wait(found, lambda: f"no application of process {process} on the accessibility bus", 40)
    application.set_cache_mask(Atspi.Cache.NONE)
    return described(application)


def find(within: int, role: str, name: str, state: str, patience: float) -> dict[str, Any]:
    """Wait for something on the screen with this role, name and state."""

    def found() -> Any:
        for thing in shown(known[within], cells=role in PARTS_OF_LISTS):
            if fits(thing, role, name) and (not state or state in states(thing)):
                return thing
        return None

    return described(wait(found, lambda: f"no {state} {role} « {name} » in\n{outline(known[within])}", patience))


def find_all(within: int, role: str, name: str) -> list[dict[str, Any]]:
    """Return everything on the screen now with this role and name."""
    things = shown(known[within], cells=role in PARTS_OF_LISTS)
    return [described(thing) for thing in things if fits(thing, role, name)]


def find_gone(within: int, role: str, name: str) -> bool:
    """Wait until nothing on the screen has this role and name."""

    def gone() -> bool:
        return not any(fits(thing, role, name) for thing in shown(known[within]))

    return bool(wait(gone, lambda: f"still there: {role} « {name} »"))


def read(element: int) -> dict[str, Any]:
    """Say what a thing is now."""
    return described(known[element])


def press(element: int) -> bool:
    """Do what the thing is there for: press a button, tick a box."""
    thing = known[element]
    names = [Atspi.Action.get_action_name(thing, place) for place in range(Atspi.Action.get_n_actions(thing))]
    chosen = next((name for name in PRESSES if name in names), None)
    if chosen is None:
        raise Missing(f"« {thing.get_name()} » ({thing.get_role_name()}) can do {names}, nothing to press")
    wait(lambda: "enabled" in states(thing), lambda: f"« {called(thing)} » stays disabled")
    return bool(Atspi.Action.do_action(thing, names.index(chosen)))


def take_focus(element: int) -> bool:
    """Put the keyboard focus on a thing and wait until it is there."""
    thing = known[element]
    Atspi.Component.grab_focus(thing)
    return bool(wait(lambda: "focused" in states(thing), lambda: f"« {called(thing)} » does not take the focus"))


def reach(element: int) -> bool:
    """Walk with the Tab key until the focus is on a thing: for what Qt lets nobody focus directly, such as a choice."""
    thing = known[element]
    for _ in range(MOST_TABS):
        if "focused" in states(thing):
            return True
        left = focus[0]
        key("Tab")
        wait(partial(is_other, lambda: focus[0], left), lambda: "Tab leads nowhere")
    raise Missing(f"{MOST_TABS} times Tab did not reach « {called(thing)} »")


def walk_round() -> list[str]:
    """Walk with the Tab key until the focus is where it was, and return the names of all stops: no trap, no way out."""
    wait(lambda: focus[0] is not None and "focused" in states(focus[0]), lambda: "nothing has the focus")
    first, names, stays = focus[0], [called(focus[0])], 0
    for _ in range(MOST_TABS):
        left = focus[0]
        key("Tab")
        with suppress(Missing):  # a text with links keeps the focus until the last of them
            wait(partial(is_other, lambda: focus[0], left), str, 0.7)
        stays = stays + 1 if focus[0] == left else 0
        if stays > MOST_LINKS or (not stays and focus[0] == first):
            break
        names += [] if stays else [called(focus[0])]
    if focus[0] != first:
        raise Missing(f"Tab did not come back to « {called(first)} »: {names}")
    return names


def choose(element: int, text: str) -> bool:
    """Go down a choice with the arrow keys until it shows a text."""
    thing = known[element]
    reach(element)
    key("Home")
    before = ""
    while thing.get_name() != text:
        if thing.get_name() == before:
            raise Missing(f"« {called(thing)} » does not offer « {text} »; the last is « {before} »")
        before = thing.get_name()
        key("Down")
        with suppress(Missing):  # at the last one nothing changes
            wait(partial(is_other, thing.get_name, before), str, 1)
    return True


def focused() -> dict[str, Any]:
    """Return what has the keyboard focus."""

    def found() -> Any:
        return focus[0] if focus[0] is not None and "focused" in states(focus[0]) else None

    return described(wait(found, lambda: "nothing has the focus"))


def set_text(element: int, text: str) -> bool:
    """Write a text into a field, in place of what is there."""
    thing = known[element]
    Atspi.EditableText.set_text_contents(thing, text)
    return wait_text(element, text)


def wait_text(element: int, text: str) -> bool:
    """Wait until a field holds a text."""
    thing = known[element]
    holds = partial(Atspi.Text.get_text, thing, 0, -1)
    return bool(wait(lambda: holds() == text, lambda: f"« {called(thing)} » does not hold « {text} »"))


def key(keys: str) -> bool:
    """Press keys on the keyboard: "Return", "a", "Ctrl+k"."""
    *held, last = keys.split("+")
    for name in held:
        Atspi.generate_keyboard_event(MODIFIERS[name], None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(KEYS.get(last) or ord(last), None, Atspi.KeySynthType.SYM)
    for name in held:
        Atspi.generate_keyboard_event(MODIFIERS[name], None, Atspi.KeySynthType.RELEASE)
    return True


def type_text(text: str) -> bool:
    """Type a text on the keyboard."""
    return bool(Atspi.generate_keyboard_event(0, text, Atspi.KeySynthType.STRING))


def rows(element: int) -> list[list[str]]:
    """Read a table cell by cell, its header first."""
    table = known[element]
    across = range(Atspi.Table.get_n_columns(table))
    header = [Atspi.Table.get_column_header(table, column) for column in across]
    cells = [
        [Atspi.Table.get_accessible_at(table, row, column) for column in across]
        for row in range(Atspi.Table.get_n_rows(table))
    ]
    return [[cell.get_name() if cell is not None else "" for cell in row] for row in [header, *cells]]


def unnamed(within: int) -> list[str]:
    """Return what can take the focus on the screen and would be read without a name."""
    found = []
    for thing in shown(known[within]):
        try:
            if "focusable" in states(thing) and not called(thing):
                above = thing.get_parent()
                found.append(f"{thing.get_role_name()} in {above.get_role_name()} « {above.get_name()} »")
        except FORGIVEN:
            continue
    return found


def heard(pattern: str) -> str:
    """Wait until something that fits the pattern is announced, and return it; what was said before is forgotten."""

    def fitting() -> Any:
        return next((place for place, text in enumerate(announced, 1) if fnmatchcase(text, pattern)), None)

    place = wait(fitting, lambda: f"never announced: {pattern}; announced: {announced}")
    text = str(announced[place - 1])
    del announced[:place]
    return text


def screen(within: int) -> str:
    """Draw what is on the screen."""
    return outline(known[within])


ASKED: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (attend, find, find_all, find_gone, read, press, take_focus, reach, walk_round, choose, focused)
} | {function.__name__: function for function in (set_text, wait_text, key, type_text, rows, unnamed, heard, screen)}


def wait_for_the_bus() -> None:
    """Wait until the accessibility bus is there; asking for it too early would start another one."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    name = GLib.Variant("(s)", ("org.a11y.Bus",))
    daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")

    def is_there() -> bool:
        answer = session.call_sync(*daemon, "NameHasOwner", name, None, Gio.DBusCallFlags.NONE, 5000, None)
        return bool(answer.unpack()[0])

    wait(is_there, lambda: "no accessibility bus")


def main() -> None:
    """Answer until standard input ends."""
    wait_for_the_bus()
    Atspi.init()
    Atspi.set_timeout(15_000, 15_000)
    listener = Atspi.EventListener.new(on_event)
    for event in EVENTS:
        listener.register(event)
    print(json.dumps({"answer": "ready"}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": ASKED[asked["do"]](**asked["with"])}
        except Exception as error:  # noqa: BLE001 - whatever it was, the journey fails with it
            answer = {"missing": str(error) or repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
