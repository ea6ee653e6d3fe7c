"""PySide6 6.12.0 lost a reference to True and None with each emit, which kills Python 3.11 after some hundreds."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Sender(QObject):
    flag = Signal(bool)
    thing = Signal(object)


def test_emitting_keeps_the_references_of_true_and_none() -> None:
    sender = Sender()
    sender.flag.connect(lambda value: None)
    sender.thing.connect(lambda value: None)
    before = (sys.getrefcount(True), sys.getrefcount(None))
    for _ in range(200):
        sender.flag.emit(True)
        sender.thing.emit(None)
    after = (sys.getrefcount(True), sys.getrefcount(None))
    assert all(abs(now - then) < 100 for then, now in zip(before, after, strict=True))
