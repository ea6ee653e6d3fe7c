"""A desktop made for one test: screen, window manager, accessibility bus, the application, and who drives it."""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from tests.tools import program

ROOT = Path(__file__).resolve().parents[2]
WATCHED = Path(__file__).with_name("watched.py")
DRIVER = Path(__file__).with_name("assistive_driver.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # that of the distribution, for which python3-pyatspi is made
SCREEN = "1366x768x24"
PATIENCE = 30  # seconds for a program to say that it is ready, or to end
TOOLS = ("Xvfb", "openbox", "dbus-daemon", "at-spi-bus-launcher", "pyatspi")


@contextmanager
def started(command: Sequence[str], log: Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a program in a process group of its own; at the end the whole group is gone."""
    with log.open("a", encoding="utf-8") as lines:
        whole: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": lines, "stderr": lines, **options}
        process: subprocess.Popen[str] = subprocess.Popen(command, text=True, start_new_session=True, **whole)
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    for stop in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, stop)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()


def _line(descriptor: int, what: str) -> str:
    """Read the line by which a program says that it is ready."""
    text = b""
    while not text.endswith(b"\n"):
        readable, _, _ = select.select([descriptor], [], [], PATIENCE)
        part = os.read(descriptor, 4096) if readable else b""
        if not part:
            raise AssertionError(f"{what} did not start")
        text += part
    return text.decode().strip()


@dataclass(frozen=True)
class Seen:
    """One thing on the screen, as the accessibility bus tells of it."""

    assistant: Assistant
    element: int
    role: str
    name: str
    description: str
    states: frozenset[str]
    text: str
    value: float | None

    def find(self, role: str, name: str = "*", *, state: str = "", patience: float = 20) -> Seen:
        """Wait for something inside with this role and name (* stands for anything)."""
        found = self.assistant.ask("find", within=self.element, role=role, name=name, state=state, patience=patience)
        return self.assistant.seen(found)

    def all(self, role: str, name: str = "*") -> list[Seen]:
        """Return everything inside with this role and name."""
        found = self.assistant.ask("find_all", within=self.element, role=role, name=name)
        return [self.assistant.seen(each) for each in found]

    def wait_gone(self, role: str, name: str = "*") -> None:
        """Wait until nothing inside has this role and name."""
        self.assistant.ask("find_gone", within=self.element, role=role, name=name)

    def now(self) -> Seen:
        """Return the same thing as it is now."""
        return self.assistant.seen(self.assistant.ask("read", element=self.element))

    def press(self) -> None:
        """Do what it is there for."""
        self.assistant.ask("press", element=self.element)

    def focus(self) -> Seen:
        """Put the keyboard focus on it."""
        self.assistant.ask("take_focus", element=self.element)
        return self

    def reach(self) -> Seen:
        """Walk to it with the Tab key."""
        self.assistant.ask("reach", element=self.element)
        return self

    def choose(self, text: str) -> None:
        """Choose one of what it offers, with the arrow keys."""
        self.assistant.ask("choose", element=self.element, text=text)

    def write(self, text: str) -> None:
        """Write a text into it."""
        self.assistant.ask("set_text", element=self.element, text=text)

    def wait_text(self, text: str) -> None:
        """Wait until it holds this text."""
        self.assistant.ask("wait_text", element=self.element, text=text)

    def rows(self) -> list[list[str]]:
        """Read it cell by cell, the header first."""
        rows: list[list[str]] = self.assistant.ask("rows", element=self.element)
        return rows

    def unnamed(self) -> list[str]:
        """Return what inside can take the focus and has no name."""
        found: list[str] = self.assistant.ask("unnamed", within=self.element)
        return found


class Assistant:
    """The assistive technology: a process of the system's Python that speaks AT-SPI."""

    def __init__(self, process: subprocess.Popen[str], keep_picture: Callable[[], Path]) -> None:
        self._keep_picture = keep_picture
        assert process.stdin is not None
        assert process.stdout is not None
        self._asking: IO[str] = process.stdin
        self._answering: IO[str] = process.stdout
        self._read()

    def ask(self, what: str, **values: object) -> Any:
        """Have something done; fails with what is on the screen when it cannot be."""
        self._asking.write(json.dumps({"do": what, "with": values}) + "\n")
        self._asking.flush()
        return self._read()

    def _read(self) -> Any:
        readable, _, _ = select.select([self._answering], [], [], 3 * PATIENCE)
        line = self._answering.readline() if readable else ""
        assert line, "the assistive technology has ended"
        answer = json.loads(line)
        if "missing" in answer:
            raise AssertionError(f"{answer['missing']}\nthe screen is in {self._keep_picture()}, logs are beside it")
        return answer["answer"]

    def seen(self, told: dict[str, Any]) -> Seen:
        """Return a thing that was told of."""
        return Seen(self, **{**told, "states": frozenset(told["states"])})

    def attend(self, process: int) -> Seen:
        """Wait for an application."""
        return self.seen(self.ask("attend", process=process))

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for each in keys:
            self.ask("key", keys=each)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.ask("type_text", text=text)

    def focused(self) -> Seen:
        """Return what has the focus."""
        return self.seen(self.ask("focused"))

    def walk_round(self) -> list[str]:
        """Walk with the Tab key until the focus is where it was, and return the names of all stops."""
        names: list[str] = self.ask("walk_round")
        return names

    def screen(self, top: Seen) -> str:
        """Return all that can be read in a part of the window, one thing a line."""
        text: str = self.ask("screen", within=top.element)
        return text

    def heard(self, pattern: str) -> str:
        """Wait until this is announced."""
        text: str = self.ask("heard", pattern=pattern)
        return text


class Desktop:
    """A screen with a session of its own, and a home folder that nobody else has."""

    def __init__(self, stack: ExitStack, folder: Path, runtime: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.documents = self.home / "Documents"
        self.documents.mkdir(parents=True)
        self.reports: list[Path] = []
        self._stack = stack
        self.environment: dict[str, str] = _environment(self.home, runtime)
        self._start_screen()
        self._start_session()
        driver = self.start(SYSTEM_PYTHON, str(DRIVER), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1)
        self.assistant = Assistant(driver, self.keep_picture)

    def _start_screen(self) -> None:
        reading, writing = os.pipe()
        self.start(
            *(program("Xvfb"), "-displayfd", str(writing), "-screen", "0", SCREEN),
            *("-nolisten", "tcp", "-noreset", "-fbdir", str(self.folder)),
            pass_fds=(writing,),
        )
        os.close(writing)
        self.environment["DISPLAY"] = f":{_line(reading, 'Xvfb')}"
        os.close(reading)
        self.start(program("openbox"), "--sm-disable")

    def _start_session(self) -> None:
        reading, writing = os.pipe()
        daemon = (program("dbus-daemon"), "--session", "--nofork", "--nopidfile", f"--print-address={writing}")
        self.start(*daemon, pass_fds=(writing,))
        os.close(writing)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = _line(reading, "dbus-daemon")
        os.close(reading)
        self.start(program("at-spi-bus-launcher"), "--launch-immediately")

    def start(self, *command: str, **options: Any) -> subprocess.Popen[str]:
        """Run a program on this desktop until the desktop ends."""
        log = self.folder / f"{Path(command[0]).name}.log"
        options = {"cwd": self.home, "env": self.environment} | options
        return self._stack.enter_context(started(command, log, **options))

    def open_application(self, *arguments: str) -> tuple[subprocess.Popen[str], Seen]:
        """Start the application as a process of its own and wait until it can be read."""
        report = self.folder / f"watch-{len(self.reports)}.json"
        self.reports.append(report)
        process = self.start(sys.executable, str(WATCHED), str(report), *arguments)
        return process, self.assistant.attend(process.pid)

    def stood_still(self) -> list[float]:
        """Return the longest time that the window of each run so far did not answer, in milliseconds."""
        return [json.loads(each.read_text())["longest"] for each in self.reports if each.exists()]

    def keep_picture(self) -> Path:
        """Save what is on the screen and return where."""
        path = self.folder / "screen.png"
        picture(self.folder / "Xvfb_screen0", path)
        return path


def _environment(home: Path, runtime: Path) -> dict[str, str]:
    """Return the environment of the session: nothing of the person who runs the tests but the search path."""
    places: Mapping[str, str] = {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
    }
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        **{name: str(home / place) for name, place in places.items()},
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONFAULTHANDLER": "1",
    }


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Make a desktop in a folder; a picture of its screen stays there when something asked for does not come."""
    with TemporaryDirectory(prefix="carnet-desk-") as runtime, ExitStack() as stack:  # sockets need a short path
        yield Desktop(stack, folder, Path(runtime))


def picture(frame: Path, made: Path) -> None:
    """Make a PNG of the frame buffer that Xvfb keeps in a file of X's own format (xwd)."""
    from PIL import Image

    content = frame.read_bytes()
    fields = struct.unpack(">25I", content[:100])
    width, height, line, colours = fields[4], fields[5], fields[12], fields[19]
    start = fields[0] + 12 * colours
    Image.frombytes("RGB", (width, height), content[start:], "raw", "BGRX", line).save(made)
