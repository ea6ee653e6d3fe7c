"""Alembic's entry: migrates on the connection, and in the transaction, that upgrade.py gives."""

from alembic import context

from models.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=False,  # the caller holds the one transaction of the whole upgrade
)
context.run_migrations()
