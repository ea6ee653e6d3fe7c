"""A safe for passwords in the place of the system's own, which tests leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordDeleteError


class Safe(KeyringBackend):  # type: ignore[misc]  # the library has no types for it
    """A safe that holds what it is given, or is not there."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.is_there = True

    def get_password(self, service: str, username: str) -> str | None:
        if not self.is_there:
            raise NoKeyringError
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.is_there:
            raise NoKeyringError
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError


@contextmanager
def safe_for_tests() -> Iterator[Safe]:
    """Put an empty safe in the place of the system's for a while."""
    before, made = keyring.get_keyring(), Safe()
    keyring.set_keyring(made)
    try:
        yield made
    finally:
        keyring.set_keyring(before)
