"""Setting up a machine: what is missing is told or installed, and nothing half installed is ever taken for whole."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

import dev
from dev import Need

LIBRARY = Need("libcarnet-missing.so.7", "libcarnet7", "carnet-libs", "carnet")
PROGRAM = Need("carnet-missing", "carnet-tools", "carnet", "carnet")


class Machine:
    """A copy of dev.py in a folder of its own; the programs it would start are noted instead."""

    def __init__(self, folder: Path) -> None:
        shutil.copy(dev.__file__, folder)
        for lock in (dev.RUN_LOCK, dev.DEV_LOCK):
            (folder / lock).write_text("first", encoding="utf-8")
        self.dev = module_from(folder / "dev.py")
        self.dev.succeeds = self.start
        self.dev.ENSUREPIP = Need("ensurepip", "", "", "", str(folder))
        self.started: list[str] = []
        self.is_online = True

    def start(self, command: list[str]) -> bool:
        """Stand in for starting a program: "venv" makes the Python that dev.py looks for."""
        if "venv" in command:
            python = self.dev.venv_python()
            python.parent.mkdir(parents=True)
            python.touch()
            self.started.append("venv")
            return True
        self.started.append(Path(command[-1]).name)
        return self.is_online

    def set_up(self, lock: str) -> list[str]:
        """Set up, and return what had to be done: "venv" for a new environment, and which lock was installed."""
        self.started.clear()
        self.dev.set_up(lock)
        return list(self.started)


def module_from(file: Path) -> ModuleType:
    """Import one file under a name of its own."""
    spec = importlib.util.spec_from_file_location("dev_elsewhere", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_second_start_installs_nothing(machine: Machine) -> None:
    assert machine.set_up(dev.RUN_LOCK) == ["venv", dev.RUN_LOCK]
    assert machine.set_up(dev.RUN_LOCK) == []


def test_the_development_lock_holds_the_other_one(machine: Machine) -> None:
    assert machine.set_up(dev.DEV_LOCK) == ["venv", dev.DEV_LOCK]
    assert machine.set_up(dev.RUN_LOCK) == []


def test_after_running_the_tests_still_install_theirs(machine: Machine) -> None:
    machine.set_up(dev.RUN_LOCK)
    assert machine.set_up(dev.DEV_LOCK) == [dev.DEV_LOCK]


def test_a_changed_lock_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.set_up(dev.DEV_LOCK)
    (machine.dev.ROOT / dev.DEV_LOCK).write_text("second", encoding="utf-8")
    assert machine.set_up(dev.RUN_LOCK) == []
    assert machine.set_up(dev.DEV_LOCK) == [dev.DEV_LOCK]


def test_an_interrupted_installation_is_made_anew(machine: Machine) -> None:
    machine.set_up(dev.RUN_LOCK)
    (machine.dev.ROOT / dev.RUN_LOCK).write_text("second", encoding="utf-8")
    machine.is_online = False
    with pytest.raises(machine.dev.Stop, match="online"):
        machine.set_up(dev.RUN_LOCK)
    assert machine.dev.read_stamp() == {}
    machine.is_online = True
    assert machine.set_up(dev.RUN_LOCK) == ["venv", dev.RUN_LOCK]


@pytest.mark.parametrize("damage", ["", "not json", "[1]", '{"python": "cpython-27 elsewhere"}'])
def test_an_environment_of_unknown_or_other_python_is_made_anew(machine: Machine, damage: str) -> None:
    machine.set_up(dev.RUN_LOCK)
    machine.dev.STAMP.write_text(damage, encoding="utf-8")
    assert machine.set_up(dev.RUN_LOCK) == ["venv", dev.RUN_LOCK]


def test_an_environment_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    machine.set_up(dev.RUN_LOCK)
    machine.dev.venv_python().unlink()
    assert machine.set_up(dev.RUN_LOCK) == ["venv", dev.RUN_LOCK]


def test_the_line_to_type_is_that_of_the_system() -> None:
    needs = [LIBRARY, PROGRAM, LIBRARY]
    assert dev.advice(needs, "apt", is_root=False).endswith("to install: sudo apt install libcarnet7 carnet-tools")
    assert dev.advice(needs, "dnf", is_root=False).endswith("to install: sudo dnf install carnet-libs carnet")
    assert dev.advice(needs, "pacman", is_root=False).endswith("to install: sudo pacman -S carnet")
    assert dev.advice(needs, "apt", is_root=True).endswith("to install: apt install libcarnet7 carnet-tools")
    assert dev.advice([PROGRAM], "", is_root=False) == "not on this system: carnet-missing"


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Debian system, whatever this is, where nobody is root."""
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev, "package_manager", lambda: "apt")
    return monkeypatch


def test_what_is_required_and_missing_stops_with_the_line_to_type(linux: pytest.MonkeyPatch) -> None:
    with pytest.raises(dev.Stop, match=r"sudo apt install libcarnet7$"):
        dev.provide([LIBRARY], [PROGRAM])


def test_what_only_some_tests_need_does_not_stop(linux: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    dev.provide([], [PROGRAM])
    said = capsys.readouterr()
    assert "Some tests will be skipped" in said.err
    assert "sudo apt install carnet-tools" in said.err
    assert said.out == ""


def test_root_installs_what_is_missing_and_says_so(
    linux: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = tmp_path / "program"
    started: list[list[str]] = []

    def apt(command: list[str], _environment: object = None) -> bool:
        started.append(list(command))
        place.touch()
        return True

    linux.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    linux.setattr(dev, "succeeds", apt)
    dev.provide([PROGRAM._replace(place=str(place))])
    assert started[-1][-1] == "carnet-tools"
    assert "Installing with apt: carnet-tools" in capsys.readouterr().err


def test_root_without_a_network_gets_the_line_to_type(linux: pytest.MonkeyPatch) -> None:
    linux.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    linux.setattr(dev, "succeeds", lambda command, environment=None: False)
    with pytest.raises(dev.Stop, match="apt install libcarnet7"):
        dev.provide([LIBRARY])


def test_a_group_of_needs_stands_for_its_members() -> None:
    assert set(dev.look_up("window")) < set(dev.look_up("window", "Xvfb"))
    with pytest.raises(KeyError):
        dev.look_up("Xvbf")


def test_a_screen_is_seen_in_the_environment() -> None:
    assert not dev.has_screen("linux", {})
    assert not dev.has_screen("linux", {"DISPLAY": ""})
    assert dev.has_screen("linux", {"DISPLAY": ":0"})
    assert dev.has_screen("linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert dev.has_screen("win32", {})
    assert dev.has_screen("darwin", {})


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `run` would go on as, on a machine that is set up and has no screen."""
    given: list[str] = []
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev, "set_up", lambda lock: None)
    monkeypatch.setattr(dev, "become", lambda *arguments: given.extend(arguments))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return given


def test_without_a_screen_run_does_the_main_job_on_the_example(
    become: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["run"]) == 0
    assert become == [str(dev.ROOT / "main.py"), "demo", os.path.join(".", "example-output")]
    assert "no screen" in capsys.readouterr().err


def test_what_is_given_goes_to_the_application_as_it_is(become: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["run", "--", "people", "--json", "--"]) == 0
    assert become == [str(dev.ROOT / "main.py"), "people", "--json", "--"]
    assert capsys.readouterr() == ("", "")


def test_a_wrong_word_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["rnu"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert all(name in said.err for name in ("run", "test", "check", "bench", "screenshots", "translate", "lock"))


def test_the_locks_agree_and_each_pin_has_hashes() -> None:
    pins = {name: pinned((dev.ROOT / name).read_text(encoding="utf-8")) for name in (dev.RUN_LOCK, dev.DEV_LOCK)}
    assert pins[dev.RUN_LOCK].items() <= pins[dev.DEV_LOCK].items()


def pinned(lock: str) -> dict[str, str]:
    """Return each package of a lock with the text of its pin; fail on one that has no hash."""
    found = {}
    for pin in re.split(r"\n(?=[\w-])", lock):
        name, _equals, version = pin.partition("==")
        assert "--hash=sha256:" in pin, f"{name} has no hash"
        found[name] = version.split()[0]
    return found


def test_a_program_is_heard_only_when_it_fails(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert dev.succeeds([sys.executable, "-c", "print('all is well')"])
    assert not dev.succeeds([sys.executable, "-c", "import sys; print('why'); sys.exit(3)"])
    said = capfdbinary.readouterr()
    assert (said.out, said.err.strip()) == (b"", b"why")
