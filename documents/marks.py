"""The structure elements of a page, as its operators and as dictionaries, and how pages of one kind differ in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from documents.operators import hex_text


class Mark(NamedTuple):
    """What is drawn as the content of a structure element of its own; without operators the element is empty.

    `alternative` are the words for those who do not see it, `entries` further ones of the element's dictionary;
    `repeats` says that other pages are likely to have the same in the same place.
    """

    role: str
    content: str
    alternative: str = ""
    entries: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PagePattern:
    """How a page was drawn, for others that differ from it in some marks only.

    `before` and `after` are streams that all of them share, `between` the operators of what is a page's own; `elements`
    are the two ends of each element's dictionary, `own` the places of a page's own marks: in `elements`, in `between`.
    """

    size: tuple[float, float]
    before: int
    between: tuple[str, ...]
    after: int
    role: str
    elements: tuple[tuple[bytes, bytes], ...]
    own: tuple[tuple[int, int], ...]


@dataclass(slots=True, eq=False)
class Group:
    """A structure element that holds others (Sect, Table, TR ...)."""

    number: int
    role: str
    parent: int
    kids: list[int] = field(default_factory=list)

    def body(self) -> bytes:
        """Return the element's dictionary."""
        kids = f"/K[{references(self.kids)}]" if self.kids else ""
        return f"<</S/{self.role}/P {self.parent} 0 R{kids}>>".encode("latin-1")


def references(numbers: Iterable[int]) -> str:
    """Return references to the objects of these numbers."""
    return " ".join([f"{each} 0 R" for each in numbers])


def marked(mark: Mark, place: int) -> str:
    """Return the operators of a mark, the one of this number on its page."""
    return f"/{mark.role}<</MCID {place}>>BDC {mark.content} EMC"


def ends(mark: Mark, place: int) -> tuple[bytes, bytes]:
    """Return the two ends of the dictionary of a mark's element; between them stand its parent and its page."""
    told = f"/Alt{hex_text(mark.alternative)}" if mark.alternative else ""
    at = f"/K {place}" if mark.content else ""
    return f"<</S/{mark.role}".encode(), f"{at}{mark.entries}{told}>>".encode("latin-1")
