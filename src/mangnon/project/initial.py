"""Writes an app's first migration anew from its models: `bin/migrations cases`.

Before anybody has data, an app has one migration that makes its tables; what only SQL can say
(triggers, row security) stands in the next ones, which this leaves alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.apps import apps
from django.db import migrations
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.utils import translation

_FIRST = "0001_initial"


def tables(app: str) -> list[CreateModel]:
    """The app's tables as its models stand."""
    return [_table(ModelState.from_model(model)) for model in apps.get_app_config(app).get_models()]


def _table(state: ModelState) -> CreateModel:
    options = {name: value for name, value in state.options.items() if value != []}
    fields = list(state.fields.items())
    return CreateModel(state.name, fields, options, state.bases, state.managers)


def dependencies(app: str) -> list[tuple[str, str]]:
    """What has to stand before, as Django finds it."""
    nothing, now = ProjectState(), ProjectState.from_apps(apps)
    asked = MigrationQuestioner(specified_apps={app})
    graph = MigrationLoader(None).graph
    parts = MigrationAutodetector(nothing, now, asked).changes(graph, trim_to_apps={app})[app]
    needed = {one for part in parts for one in part.dependencies if one[0] != app}
    return sorted({_standing(*one, graph) for one in needed})


def _standing(app: str, name: str, graph: MigrationGraph) -> tuple[str, str]:
    """Our own tables stand after the first migration, others' after their last."""
    if app not in apps.app_configs:  # a model that settings name
        return app, name
    ours = apps.get_app_config(app).name.startswith("mangnon.")
    return (app, _FIRST) if ours else graph.leaf_nodes(app)[0]


def write(app: str) -> Path:
    said = {"initial": True, "dependencies": dependencies(app), "operations": tables(app)}
    migration = type("Migration", (migrations.Migration,), said)(_FIRST, app)
    text = MigrationWriter(migration, include_header=False).as_string()
    text = text.replace("(migrations.Migration)", "(FirstTables)")
    text = text.replace(
        "\nclass Migration",
        "from mangnon.base.migrating import FirstTables\n\n\nclass Migration",
        1,
    )
    page = Path(apps.get_app_config(app).path) / "migrations" / f"{_FIRST}.py"
    page.write_text(text, encoding="utf-8")
    return page


if __name__ == "__main__":
    django.setup()
    translation.deactivate_all()  # Django's own words stay as they are written
    for name in sys.argv[1:]:
        sys.stdout.write(f"{write(name)}\n")
