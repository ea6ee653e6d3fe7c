"""The name and password of the programme's address: in the system's own safe, never in the notebook or in a file."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass

SERVICE = "carnet-ateliers"


@dataclass(frozen=True, slots=True)
class Login:
    """Who may put files at an address; a share that asks for no password has an empty one."""

    user: str
    password: str


def kept(address: str) -> Login | None:
    """Return what was kept for an address, nothing when there is nothing or the system has no safe."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError, ValueError, KeyError, TypeError, OSError, RuntimeError):
        found = json.loads(keyring.get_password(SERVICE, address) or "{}")
        return Login(str(found["user"]), str(found["password"]))
    return None


def keep(address: str, login: Login) -> bool:
    """Keep a login for an address; False when the system has no safe that takes it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, address, json.dumps({"user": login.user, "password": login.password}))
    except (KeyringError, OSError, RuntimeError):
        return False
    return True


def forget(address: str) -> None:
    """Take the login of an address out of the safe, if there is one."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError, OSError, RuntimeError):
        keyring.delete_password(SERVICE, address)
