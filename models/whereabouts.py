"""Where a notebook file lies: folders that travel by themselves, servers and sticks are no good place to work in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import NamedTuple

NETWORK_SYSTEMS = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "ncpfs", "afs", "ceph", "glusterfs", "webdav",
    "davfs", "fuse.davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.smbnetfs", "macfuse",
})  # fmt: skip
"""File systems that reach another computer, as `mount` names them."""

_MARKS = (".dropbox", ".nextcloudsync.log", ".owncloudsync.log", ".sync_*.db", "._sync_*.db")
"""What the programs that keep folders alike leave in the topmost of them."""

_FOLDERS = (
    ("onedrive", "OneDrive"), ("sharepoint", "SharePoint"), ("dropbox", "Dropbox"), ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"), ("mon drive", "Google Drive"), ("my drive", "Google Drive"),
    ("icloud", "iCloud"), ("mobile documents", "iCloud"), ("com~apple~clouddocs", "iCloud"),
    ("nextcloud", "Nextcloud"), ("owncloud", "ownCloud"), ("kdrive", "kDrive"), ("pcloud", "pCloud"),
    ("megasync", "MEGA"), ("proton drive", "Proton Drive"), ("protondrive", "Proton Drive"), ("box sync", "Box"),
    ("synologydrive", "Synology Drive"), ("seafile", "Seafile"), ("hubic", "hubiC"),
)  # fmt: skip
"""How the folders of the usual services begin, in small letters, and the name their users know."""


class Risk(StrEnum):
    """Why a place is no good one to work in."""

    CLOUD = "cloud"
    NETWORK = "network"
    REMOVABLE = "removable"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What kind of place it is, and the name of the service, server or stick as its users know it."""

    risk: Risk
    name: str


class Mounted(NamedTuple):
    """One place where a disk, stick or server appears, as the system lists it."""

    mountpoint: str
    fstype: str
    opts: str
    device: str


def of_file(path: Path) -> Whereabouts | None:
    """Return why a notebook had better not lie at `path`; nothing when it lies well, or nobody can tell."""
    folder = path.resolve().parent
    service = synced_by(folder)
    if service:
        return Whereabouts(Risk.CLOUD, service)
    return on_mount(folder, _mounted())


def synced_by(folder: Path) -> str:
    """Return the service that keeps a folder alike on several computers, "" when none is known to."""
    for each in (folder, *folder.parents):
        low = each.name.casefold()
        for beginning, name in _FOLDERS:
            if low.startswith(beginning):
                return name
        if each.parent.name == "CloudStorage":  # where macOS puts every service: « Provider-account »
            return each.name.partition("-")[0]
        if each != Path(each.anchor) and any(_has(each, mark) for mark in _MARKS):
            return each.name
    return ""


def _has(folder: Path, mark: str) -> bool:
    try:
        return any(folder.glob(mark)) if "*" in mark else (folder / mark).exists()
    except OSError:
        return False


def on_mount(folder: PurePath, mounted: Iterable[Mounted]) -> Whereabouts | None:
    """Return what is to be said of the disk that a folder lies on."""
    if str(folder).startswith("\\\\"):
        return Whereabouts(Risk.NETWORK, str(folder).lstrip("\\").split("\\")[0])
    holding = [each for each in mounted if folder.is_relative_to(each.mountpoint)]
    if not holding:
        return None
    own = max(holding, key=lambda each: len(PurePath(each.mountpoint).parts))
    if own.fstype.casefold() in NETWORK_SYSTEMS or "remote" in own.opts.split(","):
        return Whereabouts(Risk.NETWORK, own.device or own.mountpoint)
    if "removable" in own.opts.split(",") or _is_pulled_out(own):
        return Whereabouts(Risk.REMOVABLE, PurePath(own.mountpoint).name or own.mountpoint)
    return None


def _is_pulled_out(mounted: Mounted) -> bool:
    """Tell whether a disk is one that people pull out: Linux says so of the device, macOS mounts them in one folder."""
    if sys.platform == "darwin":
        return mounted.mountpoint.startswith("/Volumes/")
    device = Path("/sys/class/block") / PurePath(mounted.device).name
    try:
        whole = device.resolve()
        for each in (whole / "removable", whole.parent / "removable"):
            if each.is_file():
                return each.read_text().strip() == "1" or "/usb" in str(whole)
    except OSError:
        pass
    return False


def _mounted() -> Sequence[Mounted]:
    """List what the system has mounted; nothing when it does not tell."""
    import psutil  # asked once a notebook is open, never at the start

    try:
        found = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError):
        return ()
    return [Mounted(each.mountpoint, each.fstype, each.opts, each.device) for each in found]


def can_write(path: Path) -> bool:
    """Tell whether a file and its folder let themselves be written; where the system cannot tell, trying will."""
    follows = os.access in os.supports_effective_ids
    return all(os.access(each, os.W_OK, effective_ids=follows) for each in (path, path.parent))
