"""A package that was checked -> the plain values that the programme's database takes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from exchange.package import Package, Producer
from exchange.schema import CELL_LENGTH, HASH_COLUMN, SEPARATOR, Table
from models.central.delivery import Delivery, ProducerFacts
from models.problem import refusal
from models.text import clean_line

_CODE_LENGTH = 60  # characters of a code, as the programme's tables keep them


def delivery(package: Package, sha256: str, fingerprint: str) -> Delivery:
    """Return what is kept of a package; raises UserError when a word in it cannot be kept."""
    _refuse_odd_words(package)
    return Delivery(
        uid=package.id,
        sha256=sha256,
        sequence=package.sequence,
        previous_uid=package.previous.id if package.previous else None,
        first=package.period.first,
        last=package.period.last,
        created_at=package.created,
        threshold=package.threshold,
        level=package.level,
        codebook_version=package.codebook.version,
        age_bands=package.codebook.age_bands,
        app_version=package.app_version,
        programme_code=package.programme_code,
        programme_name=package.programme_name,
        producer=producer_facts(package.producer),
        notebook_uid=package.notebook_uid,
        fingerprint=fingerprint,
        codes=[(name, each.code, each.fr, each.en) for name, codes in package.codebook.lists for each in codes],
        tables={table.name: _rows(table, package.rows(table)) for table in package.tables},
    )


def producer_facts(producer: Producer) -> ProducerFacts:
    """Return the association as the programme's database knows it."""
    return ProducerFacts(producer.uid, producer.name, producer.rna, producer.siret, producer.partner_code)


def _rows(table: Table[Any], rows: Iterable[Any]) -> list[tuple[object, ...]]:
    names = [column.name for column in table.columns if column.name != HASH_COLUMN]
    values: Callable[[Any], tuple[object, ...]] = attrgetter(*names)
    if len(names) == len(table.columns):
        return list(map(values, rows))
    return [(*map(_joined, values(row)), table.cells(row)[-1]) for row in rows]


def _joined(value: object) -> object:
    """Return several codes as one text, the way they travelled."""
    return SEPARATOR.join(value) if isinstance(value, tuple) else value


def _refuse_odd_words(package: Package) -> None:
    """Refuse a description with a word too long, or with signs that no text of a notebook holds."""
    producer = package.producer
    words = {
        "producer": (producer.uid, producer.name, producer.rna, producer.siret, producer.partner_code),
        "programme": (package.programme_code, package.programme_name),
        "app_version": (package.app_version,),
        "codebook": (package.codebook.version, package.codebook.age_bands),
    }
    for what, texts in words.items():
        if any(len(text) > CELL_LENGTH or clean_line(text) != text for text in texts):
            raise refusal("package_description_wrong", what=what)
    for name, codes in package.codebook.lists:
        for each in codes:
            is_long = max(len(name), len(each.code)) > _CODE_LENGTH or max(len(each.fr), len(each.en)) > CELL_LENGTH
            if is_long or any(clean_line(text) != text for text in (name, each.code, each.fr, each.en)):
                raise refusal("package_description_wrong", what="codebook")
