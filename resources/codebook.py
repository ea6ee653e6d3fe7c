"""The coded values in force: those of the programme's profile, once a notebook is open; else those that come along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class InForce:
    """What a profile changes: codes and words by axis, ages (youngest last), and what earlier profiles had."""

    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    bands: tuple[tuple[int, str], ...] = ()


_in_force = InForce()


def use(profile: Mapping[str, object] | None) -> None:
    """Put the coded values of a profile in force, as its file says them; None puts back those that come along."""
    global _in_force  # noqa: PLW0603  # one for the whole process, like its language
    _in_force = InForce() if profile is None else _read(profile)


def in_force() -> InForce:
    """Return what is in force."""
    return _in_force


def _read(profile: Mapping[str, object]) -> InForce:
    offered, withdrawn = (_lists(profile.get(name)) for name in ("codebook", "withdrawn"))
    words = {
        (axis, str(each["code"])): each["label"]
        for lists in (withdrawn, offered)
        for axis, values in lists.items()
        for each in values
    }
    ages = profile["age_bands"]
    bands = [(int(each["from"]), str(each["code"])) for each in ages["bands"]]  # type: ignore[index]
    return InForce(_codes(offered), _codes(withdrawn), words, tuple(sorted(bands, reverse=True)))  # type: ignore[arg-type]


def _lists(values: object) -> Mapping[str, Sequence[Mapping[str, object]]]:
    return values if isinstance(values, Mapping) else {}


def _codes(lists: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, tuple[str, ...]]:
    return {axis: tuple(str(each["code"]) for each in values) for axis, values in lists.items()}
