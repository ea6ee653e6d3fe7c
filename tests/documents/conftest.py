"""Notebooks whose papers are drawn."""

from tests.notebooks import file_notebook, new_file

__all__ = ["file_notebook", "new_file"]
