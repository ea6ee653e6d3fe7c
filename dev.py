#!/usr/bin/env python3
"""Set up what this machine lacks, then run, test, check or measure the application: standard library only."""

from __future__ import annotations

import ctypes
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
RUN_LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)

CATALOGUES = "resources/languages/*/LC_MESSAGES/*.po"
COMPILE = "import sys, resources.i18n as i; sys.stdout.buffer.write(i.compile_catalogue(sys.stdin.buffer.read()))"
PIP_INSTALL = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet")
UV_COMPILE = (
    *("-m", "uv", "pip", "compile", "--quiet", "--system-certs"),
    *("--universal", "--python-version", ".".join(map(str, OLDEST_PYTHON)), "--generate-hashes", "--no-header"),
)
INSTALL_LINES = {"apt": "apt install", "dnf": "dnf install", "pacman": "pacman -S"}


class Stop(Exception):  # noqa: N818 - it ends the command with a sentence, it is not a bug
    """What the person at the keyboard has to know or do before this command can go on."""


# --- what the system must bring ---------------------------------------------------------------------------------------


class Need(NamedTuple):
    """Something the system must bring, and the package that has it for each package manager."""

    name: str
    apt: str
    dnf: str
    pacman: str
    place: str = ""

    def is_there(self) -> bool:
        """Tell whether this system has it; a library is loaded, which is the only sure way to know."""
        if ".so." not in self.name:
            return bool(self.path())
        try:
            ctypes.CDLL(self.name)
        except OSError:
            return False
        return True

    def path(self) -> str:
        """Return where the program or file is (the newest of several), or nothing."""
        found = sorted(glob.glob(self.place))
        return shutil.which(self.name) or (found[-1] if found else "")


# A library (soname), program or file; its package on Debian, Fedora and Arch; where else it may be than in the PATH.
SYSTEM = {
    "offscreen": """
        libGL.so.1             libgl1              libglvnd-glx          libglvnd
        libEGL.so.1            libegl1             libglvnd-egl          libglvnd
        libfontconfig.so.1     libfontconfig1      fontconfig            fontconfig
        libdbus-1.so.3         libdbus-1-3         dbus-libs             dbus
        libxkbcommon.so.0      libxkbcommon0       libxkbcommon          libxkbcommon
        libglib-2.0.so.0       libglib2.0-0        glib2                 glib2""",
    "window": """
        libxcb-cursor.so.0     libxcb-cursor0      xcb-util-cursor       xcb-util-cursor
        libxcb-icccm.so.4      libxcb-icccm4       xcb-util-wm           xcb-util-wm
        libxcb-keysyms.so.1    libxcb-keysyms1     xcb-util-keysyms      xcb-util-keysyms
        libxcb-shape.so.0      libxcb-shape0       libxcb                libxcb
        libxcb-xkb.so.1        libxcb-xkb1         libxcb                libxcb
        libxcb-randr.so.0      libxcb-randr0       libxcb                libxcb
        libxcb-sync.so.1       libxcb-sync1        libxcb                libxcb
        libxcb-xfixes.so.0     libxcb-xfixes0      libxcb                libxcb
        libxkbcommon-x11.so.0  libxkbcommon-x11-0  libxkbcommon-x11      libxkbcommon-x11
        libX11-xcb.so.1        libx11-xcb1         libX11-xcb            libx11""",
    "journeys": """
        Xvfb                   xvfb                xorg-x11-server-Xvfb  xorg-server-xvfb
        openbox                openbox             openbox               openbox
        dbus-daemon            dbus                dbus-daemon           dbus
        at-spi-bus-launcher    at-spi2-core        at-spi2-core          at-spi2-core  /usr/lib*/at-spi-bus-launcher
        pyatspi                python3-pyatspi     python3-pyatspi       python-atspi  /usr/lib/python3*/*/pyatspi
        initdb                 postgresql          postgresql-server     postgresql    /usr/lib/postgresql/*/bin/initdb
        ssh-keygen             openssh-client      openssh-clients       openssh
        pdftoppm               poppler-utils       poppler-utils         poppler
        qpdf                   qpdf                qpdf                  qpdf
        strace                 strace              strace                strace
        age                    age                 age                   age
        cupsd                  cups-daemon         cups                  cups          /usr/sbin/cupsd
        lpadmin                cups-client         cups-client           cups          /usr/sbin/lpadmin
        apache2                apache2             httpd                 apache        /usr/sbin/apache2""",
}
NEEDS = {group: [Need(*row.split()) for row in rows.strip().splitlines()] for group, rows in SYSTEM.items()}
ENSUREPIP = Need("ensurepip", "python3-venv", "python3-libs", "python", f"{os.path.dirname(os.__file__)}/ensurepip")


def look_up(*names: str) -> list[Need]:
    """Return the needs called so; the name of a group (offscreen, window, journeys) stands for all its members."""
    members = {need.name: [need] for group in NEEDS.values() for need in group} | NEEDS
    return [need for name in names for need in members[name]]


def missing(needs: Sequence[Need]) -> list[Need]:
    """Return those that this system lacks."""
    return [need for need in needs if not need.is_there()]


def packages(needs: Sequence[Need], manager: str) -> list[str]:
    """Return the packages that bring these needs, each once."""
    return list(dict.fromkeys(str(getattr(need, manager)) for need in needs))


def package_manager() -> str:
    """Return apt, dnf or pacman, or nothing where there is none of them."""
    return next((name for name in INSTALL_LINES if shutil.which(name)), "")


def advice(needs: Sequence[Need], manager: str, *, is_root: bool) -> str:
    """Say what this system lacks and the line to type to install it, where the package manager is known."""
    text = f"not on this system: {', '.join(need.name for need in needs)}"
    line = f"{INSTALL_LINES[manager]} {' '.join(packages(needs, manager))}" if manager else ""
    return f"{text}; to install: {line if is_root else f'sudo {line}'}" if manager else text


def apt_install(names: Sequence[str]) -> bool:
    """Install Debian packages, fetching the package lists where they are absent or old; start no service."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")
    install = (*apt, "install", "--yes", "--no-install-recommends", *names)
    is_done = bool(glob.glob("/var/lib/apt/lists/*Packages*")) and succeeds(install, environment)
    return is_done or (succeeds((*apt, "update"), environment) and succeeds(install, environment))


def provide(required: Sequence[Need], optional: Sequence[Need] = ()) -> None:
    """See that the system has what is needed: install it as root with apt, otherwise print the line to type.

    Raises Stop when something required is still missing; without the optional needs, tests are skipped by name.
    """
    if sys.platform != "linux":
        return
    manager, is_root = package_manager(), os.geteuid() == 0
    absent = missing([*required, *optional])
    if absent and is_root and manager == "apt":
        names = packages(absent, "apt")
        say(f"Installing with apt: {' '.join(names)}")
        if not apt_install(names):
            say("apt could not install them all.")
        absent = missing(absent)
    if lacking := [need for need in absent if need in required]:
        raise Stop(f"This cannot start: {advice(lacking, manager, is_root=is_root)}")
    if absent:
        say(f"Some tests will be skipped: {advice(absent, manager, is_root=is_root)}")


# --- the private Python environment -----------------------------------------------------------------------------------


def venv_python(folder: Path = VENV) -> Path:
    """Return the Python of the private environment, or of another one."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp(lock: str) -> dict[str, str]:
    """Return what the stamp says once `lock` is installed (that of development holds the whole of the other)."""
    locks = (RUN_LOCK,) if lock == RUN_LOCK else (RUN_LOCK, DEV_LOCK)
    hashes = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in locks}
    return {"python": f"{sys.implementation.cache_tag} {sys.base_prefix}", **hashes}


def read_stamp() -> dict[str, str]:
    """Return what was last installed whole; empty where nothing was, or where an installation was interrupted."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def set_up(lock: str) -> None:
    """Make the private environment and install `lock` in it, where that is not done yet; build the translations."""
    wanted = wanted_stamp(lock)
    if not venv_python().exists() or read_stamp().get("python") != wanted["python"]:
        make_venv()
    if not wanted.items() <= read_stamp().items():
        STAMP.unlink(missing_ok=True)  # so that an interrupted installation is made anew, never taken for whole
        pip_install(lock)
        write_whole(STAMP, json.dumps(wanted, indent=1).encode())
    build_translations()


def make_venv() -> None:
    """Make the private environment anew with the Python that runs this."""
    provide([ENSUREPIP])
    say("Making a private Python environment in .venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    python = getattr(sys, "_base_executable", sys.executable)  # not that of the environment just removed
    finish([python, "-m", "venv", str(VENV)], or_else="The private Python environment could not be made.")


def pip_install(lock: str) -> None:
    """Install exactly what a lock names, each file checked against its hash, none built on this machine."""
    say(f"Installing the libraries of {lock} (once, and again when it changes)")
    exactly = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", str(ROOT / lock)]
    command = [str(venv_python()), *PIP_INSTALL, *exactly]
    finish(command, or_else="The libraries could not be installed. Is this computer online? Then start again.")


def build_translations() -> None:
    """Compile each catalogue of translations that is newer than what was made from it."""
    for catalogue in sorted(ROOT.glob(CATALOGUES)):
        made = catalogue.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < catalogue.stat().st_mtime:
            convert(catalogue, made, "-c", COMPILE)


def convert(source: Path, made: Path, *program: str) -> None:
    """Write to `made`, in one piece, what the private Python makes of `source` with a program."""
    command = [str(venv_python()), *program]
    done = subprocess.run(command, cwd=ROOT, input=source.read_bytes(), stdout=subprocess.PIPE)
    if done.returncode != 0:
        raise Stop(f"{made.relative_to(ROOT)} could not be made from {source.name}; the lines above say why.")
    write_whole(made, done.stdout)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one piece: it is there whole, or it is not there."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


# --- the commands -----------------------------------------------------------------------------------------------------


def say(sentence: str) -> None:
    """Tell the person at the keyboard; standard output belongs to the application."""
    print(sentence, file=sys.stderr, flush=True)


def succeeds(command: Sequence[str], environment: Mapping[str, str] | None = None) -> bool:
    """Run a program to its end, show its chatter only when it fails, and tell whether it did what it should."""
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout)
    return done.returncode == 0


def finish(command: Sequence[str], *, or_else: str) -> None:
    """Run a program to its end; raises Stop with the sentence `or_else` when it fails."""
    if not succeeds(command):
        raise Stop(or_else)


def become(*arguments: str) -> NoReturn:
    """Go on as the private Python with these arguments; Windows cannot, so there this process waits for it."""
    command = [str(venv_python()), *arguments]
    if os.name == "nt":
        sys.exit(subprocess.run(command).returncode)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown; Windows and macOS always have a screen."""
    return platform != "linux" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def prepare_tools(*optional: str) -> None:
    """Set up what developers need; their windows stay off the screen."""
    provide(NEEDS["offscreen"], look_up(*optional))
    set_up(DEV_LOCK)
    os.chdir(ROOT)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def run(arguments: Sequence[str]) -> None:
    """Open the window; what follows -- goes to main.py as it is."""
    is_shown = has_screen(sys.platform, os.environ)
    if is_shown:
        provide(look_up("offscreen", "window") if os.environ.get("DISPLAY") else look_up("offscreen"))
    set_up(RUN_LOCK)
    if not arguments and not is_shown:
        say("There is no screen here, so no window: doing the main job on the example data instead.")
        arguments = ["demo", os.path.join(".", "example-output")]
    become(str(ROOT / "main.py"), *arguments)


def test(arguments: Sequence[str]) -> None:
    """Run the tests; what follows goes to pytest."""
    prepare_tools("window", "journeys")
    become("-m", "pytest", *(arguments or ("--numprocesses=auto", "--dist=worksteal")))


CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "architecture": ("pytest", "-q", "tests/test_architecture.py"),
    "house rules": ("pytest", "-q", "tests/test_house_rules.py"),
    "translations": ("pytest", "-q", "tests/test_translations.py"),
}


def check(_arguments: Sequence[str]) -> None:
    """Check format, lint, strict types, architecture, house rules and translations."""
    prepare_tools()
    results = {}
    for name, command in CHECKS.items():
        print(f"--- {name}", flush=True)
        results[name] = subprocess.run([str(venv_python()), "-m", *command], stdin=subprocess.DEVNULL).returncode == 0
    print("---")
    for name, is_clean in results.items():
        print(f"{name:14}{'clean' if is_clean else 'NOT CLEAN'}")
    sys.exit(not all(results.values()))


def bench(arguments: Sequence[str]) -> None:
    """Measure against the peers: all benchmarks, or the one named."""
    prepare_tools()
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    chosen, options = (list(arguments[:1]), arguments[1:]) if arguments else (names, ())
    if unknown := set(chosen) - set(names):
        raise Stop(f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(names) or 'none'}")
    commands = [[str(venv_python()), "-m", f"benchmarks.{name}", *options] for name in chosen]
    sys.exit(max((subprocess.run(command).returncode for command in commands), default=0))


def screenshots(arguments: Sequence[str]) -> None:
    """Draw the pictures of README.md and the manual again."""
    prepare_tools()
    become("-m", "tests.screenshots", *arguments)


def lock(arguments: Sequence[str]) -> None:
    """Write the two lock files from the two .in files; --upgrade takes the newest versions."""
    provide([ENSUREPIP])
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        finish([sys.executable, "-m", "venv", folder], or_else="The environment of uv could not be made.")
        python = str(venv_python(Path(folder)))
        finish([python, *PIP_INSTALL, "uv"], or_else="uv could not be installed.")
        for source, made in (("requirements.in", RUN_LOCK), ("requirements-dev.in", DEV_LOCK)):
            command = [python, *UV_COMPILE, *arguments, source, "--output-file", made]
            finish(command, or_else=f"{made} could not be made; the lines above say why.")
            say(f"{made} is up to date.")


def translate(_arguments: Sequence[str]) -> None:
    """Bring the texts of the source into each catalogue, and tell what is not translated yet."""
    prepare_tools()
    for catalogue in sorted(ROOT.glob(CATALOGUES)):
        convert(catalogue, catalogue, "-m", "resources.catalogue")
    build_translations()
    become("-m", "pytest", "-q", "-vv", "--tb=short", "tests/test_translations.py")


COMMANDS: dict[str, Callable[[Sequence[str]], None]] = {
    command.__name__: command for command in (run, test, check, bench, screenshots, translate, lock)
}


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; returns the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        say(f"This needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer; this is {sys.version.split()[0]}.")
        return 1
    if not arguments or arguments[0] not in COMMANDS:
        lines = [f"  {name:12}{(command.__doc__ or '').splitlines()[0]}" for name, command in COMMANDS.items()]
        say("\n".join(["python3 dev.py COMMAND", "", *lines]))
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled bytecode makes each start two to three times faster
    rest = arguments[1:]
    try:
        COMMANDS[arguments[0]](rest[1:] if rest[:1] == ["--"] else rest)
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
