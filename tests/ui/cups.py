"""A printing system of its own for a test: Debian's CUPS with one printer that is switched off, so that jobs wait."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tools import program

PRINTER = "Bureau"
DAEMON = """
Listen {folder}/socket
Browsing Off
DirtyCleanInterval 0
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """
FileDevice Yes
ServerRoot {folder}
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/pages
{owner}
"""
FOLDERS = ("spool", "spool/tmp", "cache", "state")


@dataclass
class Job:
    """One print job that waits: the file, and what is wanted of it."""

    document: bytes
    control: bytes

    def wish(self, name: str) -> bytes:
        """Return the value of an attribute, as the protocol (RFC 8010) writes it; nothing where it is not there."""
        marked = len(name).to_bytes(2) + name.encode()
        found = self.control.find(marked)
        if found < 0:
            return b""
        place = found + len(marked)
        length = int.from_bytes(self.control[place : place + 2])
        return self.control[place + 2 : place + 2 + length]


@dataclass
class Cups:
    """A running CUPS: where it listens, and what waits in it."""

    socket: str
    spool: Path

    def jobs(self) -> list[Job]:
        """Return the jobs that wait, the first one first; what is wanted of them is written a moment later."""
        for _ in range(100):
            controls = sorted(self.spool.glob("c?????"))
            if len(controls) == len(list(self.spool.glob("d?????-001"))):
                break
            time.sleep(0.05)
        return [
            Job((self.spool / f"d{path.name[1:]}-001").read_bytes(), path.read_bytes())
            for path in controls
            if (self.spool / f"d{path.name[1:]}-001").exists()
        ]


@contextmanager
def cups() -> Iterator[Cups]:
    """Run CUPS for a while."""
    with TemporaryDirectory(prefix="carnet-cups-") as name:
        folder = Path(name)
        for each in FOLDERS:
            (folder / each).mkdir()
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777)
        owner = "User lp\nGroup lp\nSystemGroup root" if os.geteuid() == 0 else ""
        (folder / "cupsd.conf").write_text(DAEMON.format(folder=folder), "utf-8")
        (folder / "cups-files.conf").write_text(FILES.format(folder=folder, owner=owner), "utf-8")
        command = [program("cupsd"), "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            found = Cups(str(folder / "socket"), folder / "spool")
            _set_up(found.socket, process)
            yield found
        finally:
            process.terminate()
            process.wait(20)


def _set_up(socket: str, process: subprocess.Popen[bytes]) -> None:
    environment = {**os.environ, "CUPS_SERVER": socket}
    lpadmin = program("lpadmin")
    add = [lpadmin, "-p", PRINTER, "-E", "-v", "file:/dev/null", "-m", "raw"]
    disable = [str(Path(lpadmin).with_name("cupsdisable")), PRINTER]
    for _ in range(100):
        assert process.poll() is None, "cupsd ended"
        if not subprocess.run(add, env=environment, capture_output=True).returncode:
            break
        time.sleep(0.1)
    subprocess.run(disable, env=environment, check=True, capture_output=True)
