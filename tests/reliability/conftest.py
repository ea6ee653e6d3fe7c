"""The notebooks that the reliability tests do harm to."""

from tests.notebooks import file_notebook, new_file
from tests.postgres import postgres, postgres_template

__all__ = ["file_notebook", "new_file", "postgres", "postgres_template"]
