"""The model tests run on both engines: a notebook file, and a database on a real PostgreSQL."""

from tests.notebooks import file_notebook, new_file, notebook, where
from tests.postgres import postgres, postgres_template

__all__ = ["file_notebook", "new_file", "notebook", "postgres", "postgres_template", "where"]
