"""The first migration of an app: all of its tables made at once.

Django draws every model that hangs together anew for each table of a migration: most of the time
a first start takes. Here they are drawn once. Tables may name each other in a circle: SQLite looks
at foreign keys when rows come, PostgreSQL gets them last. `bin/migrations` writes these files.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration
from django.db.migrations.state import ProjectState


class FirstTables(Migration):
    """Creates the models it lists, whose options hold their constraints and indexes."""

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        if not self._only_tables():
            return super().apply(project_state, schema_editor, collect_sql)
        self._told(project_state)
        for one in self.operations:
            one.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

    def unapply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        if not self._only_tables():
            return super().unapply(project_state, schema_editor, collect_sql)
        whole = project_state.clone()
        self._told(whole)
        for one in reversed(self.operations):
            one.database_backwards(self.app_label, schema_editor, whole, project_state)
        return project_state

    def _only_tables(self) -> bool:
        """Otherwise Django goes step by step."""
        return all(type(one) is CreateModel for one in self.operations)

    def _told(self, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # not drawn until all of them are known
        for one in self.operations:
            one.state_forwards(self.app_label, state)
