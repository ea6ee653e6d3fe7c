"""Alembic's entry for the programme's database: migrates on the connection that store.py gives, in its transaction."""

from alembic import context

from models.central.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table=context.config.attributes["version_table"],
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=False,  # the caller holds the one transaction of the whole upgrade
)
context.run_migrations()
