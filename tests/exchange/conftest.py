"""Notebook files for the tests of lists and hand-overs."""

from tests.notebooks import file_notebook, new_file

__all__ = ["file_notebook", "new_file"]
