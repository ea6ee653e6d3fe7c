"""Work on a file from elsewhere, in a process of its own that can be stopped: limited in time and in memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar

from models.problem import Problem, UserError, refusal
from models.progress import Progress, Task

SECONDS = 10.0
MEMORY_BYTES = 400_000_000
"""What the work may take on top of what its process needs before it begins."""

_TICK = 0.05  # seconds between two moments at which the work can be stopped
_NO_BASE = 300_000_000  # where the system does not tell what a process needs before it begins

P = ParamSpec("P")
T = TypeVar("T")


def apart(work: Callable[P, T], file: str, seconds: float = SECONDS, /, *args: P.args, **kwargs: P.kwargs) -> Task[T]:
    """Do `work`, a function of a module, in another process and return what it returns.

    Closing the task ends that process at once. Raises UserError: that of the work, list_too_slow, list_too_heavy, or
    list_damaged when the work fails in another way.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sender, work, file, seconds, args, kwargs), daemon=True)
    try:
        process.start()
        sender.close()
        end = time.monotonic() + seconds
        while not receiver.poll(min(_TICK, max(0.0, end - time.monotonic()))):
            if time.monotonic() >= end:
                raise refusal("list_too_slow", file=file, seconds=int(seconds))
            yield Progress(0, 0, file)
        done, answer = receiver.recv()
    except EOFError as error:
        process.join(1)
        raise _ended(process.exitcode, file, seconds) from error
    finally:
        receiver.close()
        if process.is_alive():
            process.kill()
        process.join()
        process.close()
    if not done:
        raise UserError(*answer)
    return answer  # type: ignore[no-any-return]  # what comes out of a pipe has no type


def _ended(code: int | None, file: str, seconds: float) -> UserError:
    """Say why the process ended without an answer: an error of Python ends it with 1, the system in other ways."""
    if code == 1:
        return refusal("list_damaged", file=file)
    if code == -getattr(signal, "SIGXCPU", 0):
        return refusal("list_too_slow", file=file, seconds=int(seconds))
    return refusal("list_too_heavy", file=file)


def _answer(
    sender: Connection,
    work: Callable[..., object],
    file: str,
    seconds: float,
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    """Run in the other process: send what the work returned, or the problems."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a failing reader prints is for nobody
    _limit(int(seconds) + 2)
    answer: tuple[bool, object]
    try:
        answer = True, work(*args, **kwargs)
        sender.send(answer)
    except UserError as error:
        sender.send((False, error.problems))
    except MemoryError:
        answer = ()  # type: ignore[assignment]  # nothing of it is kept, so that the refusal finds room
        sender.send((False, (Problem("", "list_too_heavy", {"file": file}),)))
    sender.close()


def _limit(seconds: int) -> None:
    """Cap memory and processor time where the system can (not on Windows; macOS ignores the cap on memory)."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, _memory_now() + MEMORY_BYTES), (resource.RLIMIT_CPU, seconds)):
        try:
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
        except (ValueError, OSError):  # an even lower limit is already set
            continue


def _memory_now() -> int:
    """Return the address space that this process takes now (bytes)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return _NO_BASE
