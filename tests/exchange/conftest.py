"""Notebook files for the tests of lists and hand-overs, and the programme's desk."""

from tests.exchange.programme_desk import address, desk
from tests.notebooks import file_notebook, new_file
from tests.postgres import postgres

__all__ = ["address", "desk", "file_notebook", "new_file", "postgres"]
