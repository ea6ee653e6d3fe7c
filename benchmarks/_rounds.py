"""How the benchmarks measure: works in turn, round after round, so that a busy machine hits them all."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """Return the wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(works: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    """Run all works in turn, once to warm up and then `rounds` times, and return the seconds of each."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            gc.collect()
            taken = seconds(work)
            if number:
                times[name].append(taken)
    return times


def against(ours: Work, floor: Work, rounds: int) -> tuple[float, float]:
    """Return the medians, in milliseconds, of ours and of the peer that does the least."""
    pairs = [(seconds(ours), seconds(floor)) for _ in range(rounds + 1)][1:]  # the first warms up
    mine, least = (median(times) * 1000 for times in zip(*pairs, strict=True))
    return mine, least


def show(times: Mapping[str, Sequence[float]], floor: str) -> None:
    """Print one line for each work: median and best seconds, and how many times the floor's."""
    width = max(map(len, times)) + 2
    print(f"{'':<{width}}{'median s':>10}{'best s':>10}{'ratio':>8}")
    for name, taken in times.items():
        ratio = median(taken) / median(times[floor])
        print(f"{name:<{width}}{median(taken):>10.3f}{min(taken):>10.3f}{ratio:>8.1f}")
