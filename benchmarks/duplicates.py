"""Who is in the registry twice: precision, recall and time of the review, and the look-up while a name is typed."""

from __future__ import annotations

import gc
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks._twins import Known, known
from models import people
from models.duplicates import likely, review
from models.names import name_key
from models.notebook import Notebook
from models.progress import Progress, finish

SIZES = (1_000, 10_000, 100_000)
SEEDS = (1101, 1102, 1103)  # other ones than the points were set with
LOOKED_UP = 1_000  # names
TODAY = date(2026, 5, 12)


def run(size: int | None) -> None:
    """Print one table; `size` is the only number of people (1 000, 10 000 and 100 000 unless told)."""
    titles = (
        "people",
        "homonyms",
        "twice",
        "precision",
        "recall",
        "review s",
        "longest step ms",
        "typing ms p50 / p95",
        "its CPU p50 / p95",
        "found",
    )
    print("".join(f"{title:>21}" if "/" in title else f"{title:>{max(10, len(title) + 2)}}" for title in titles))
    for count in (size,) if size else SIZES:
        for seed in SEEDS:
            cells = _measured(known(count, seed))
            print(
                "".join(
                    f"{c:>21}" if "/" in t else f"{c:>{max(10, len(t) + 2)}}"
                    for t, c in zip(titles, cells, strict=True)
                )
            )
    print("goals at 100 000: precision 0.80, recall 0.85, review 25 s, 1 ms while typing")
    print("found: the share of people entered twice whose other entry is among the three shown while the name is typed")


def _measured(known_people: Known) -> tuple[str, ...]:
    drafts = known_people.people
    bearers = Counter(name_key(each.given_name, each.family_name) for each in drafts)
    homonyms = sum(count for count in bearers.values() if count > 1) / len(drafts)
    with (
        tempfile.TemporaryDirectory() as folder,
        Notebook.create(Path(folder) / "n.carnet", association_name="Les Puces du Blosne") as notebook,
    ):
        with notebook.write("Import") as db:
            ids = people.save_many(db, drafts, today=TODAY)
        precision, recall, taken, longest = _review(notebook, {(ids[a], ids[b]) for a, b in known_people.pairs})
        typed, found = _typing(notebook, known_people, ids)
    spread, own = (_spread(times) for times in zip(*typed, strict=True))
    figures = (
        f"{precision:.3f}",
        f"{recall:.3f}",
        f"{taken:.1f}",
        f"{longest * 1000:.0f}",
        spread,
        own,
        f"{found:.2f}",
    )
    return (f"{len(drafts):,}", f"{homonyms:.2f}", f"{len(known_people.pairs):,}", *figures)


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"{median(ordered) * 1000:.2f} / {ordered[int(len(ordered) * 0.95)] * 1000:.2f}"


def _review(notebook: Notebook, truth: set[tuple[int, int]]) -> tuple[float, float, float, float]:
    """Return precision, recall, the seconds of the whole and of the longest wait before it can be stopped."""
    gc.collect()
    signs = [time.perf_counter()]

    def tell(_progress: Progress) -> None:
        signs.append(time.perf_counter())

    pairs = {(each.first.id, each.second.id) for each in finish(review(notebook), tell)}
    signs.append(time.perf_counter())
    right = len(pairs & truth)
    longest = max(after - before for before, after in pairwise(signs))
    return right / max(1, len(pairs)), right / max(1, len(truth)), signs[-1] - signs[0], longest


def _typing(notebook: Notebook, known_people: Known, ids: list[int]) -> tuple[list[tuple[float, float]], float]:
    """Look up people as they are typed, those entered twice first; return wall and CPU seconds, and the share found."""
    # the second entry of a pair is typed while the registry holds both: it finds itself, so one place more is shown
    twice = sorted(known_people.pairs)[: LOOKED_UP // 2]
    step = max(1, len(ids) // (LOOKED_UP // 2))
    times, found = [], 0
    with notebook.read() as db:
        likely(db, known_people.people[0])  # the statement is compiled once
        for first, second in twice:
            start, worked = time.perf_counter(), time.thread_time()
            shown = likely(db, known_people.people[second], limit=4)
            times.append((time.perf_counter() - start, time.thread_time() - worked))
            others = [each.person.id for each in shown if each.person.id != ids[second]][:3]
            found += ids[first] in others
        for draft in known_people.people[::step]:
            start, worked = time.perf_counter(), time.thread_time()
            likely(db, draft)
            times.append((time.perf_counter() - start, time.thread_time() - worked))
    return times, found / max(1, len(twice))


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="people in the registry")
    run(parser.parse_args().size)
