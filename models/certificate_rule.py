"""The rule of who gets a certificate: so many sessions, or a share of those at which one is expected."""

from __future__ import annotations

import re

from models.problem import Problem

ONE_SESSION = 1
_SHARE = re.compile(r"(\d{1,3})\s*%")
_COUNT = re.compile(r"\d{1,9}")


def of_percent(percent: int) -> int:
    """Return the rule "at least this share of the sessions", as a workshop keeps it: below zero."""
    return -percent


def percent(rule: int) -> int | None:
    """Return the share that a rule asks for; nothing when it counts sessions."""
    return -rule if rule < 0 else None


def needed(rule: int, expected: int) -> int:
    """Return how many sessions a rule asks of somebody who is expected at `expected` of them; one at the least."""
    share = percent(rule)
    return rule if share is None else max(1, -(-share * expected // 100))


def check(rule: int) -> list[Problem]:
    """Return what is wrong with a rule: no session at all, or a share over a hundred."""
    if rule == 0:
        return [Problem("minimum_sessions", "number_too_small", {"value": rule, "least": 1})]
    if rule < -100:
        return [Problem("minimum_sessions", "share_wrong", {"value": -rule})]
    return []


def understood(text: str) -> int | None:
    """Return the rule that a person types: "2" is sessions, "75 %" a share; nothing when it is neither."""
    text = text.strip()
    if found := _SHARE.fullmatch(text):
        return of_percent(int(found[1]))
    return int(text) if _COUNT.fullmatch(text) else None


def typed(rule: int) -> str:
    """Return a rule as a person types it."""
    share = percent(rule)
    return str(rule) if share is None else f"{share}\u00a0%"
