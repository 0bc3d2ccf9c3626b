"""The one command `mangnon`. Commands load Django only when they need it."""

from __future__ import annotations

import importlib
import os
import sys

import click

from mangnon.kit.env import BadSetting

# Where each word of the command is written. A module is loaded when its word is used.
COMMANDS = {
    "up": ("mangnon.project.up", "up"),
    "web": ("mangnon.project.up", "web"),
    "work": ("mangnon.base.jobs.command", "work"),
    "check": ("mangnon.project.checking", "check"),
    "seed": ("mangnon.project.seeding", "seed"),
    "backup": ("mangnon.base.health.command", "backup"),
    "restore": ("mangnon.base.health.command", "restore"),
    "audit": ("mangnon.base.audit.command", "audit"),
    "gateway": ("mangnon.gateway.command", "gateway"),
    "cases": ("mangnon.cases.command", "cases"),
    "letter": ("mangnon.directives.letters.command", "letter"),
    "studio": ("mangnon.studio.command", "studio"),
    "django": ("mangnon.project.passing", "django"),
    "settings": ("mangnon.project.checking", "settings"),
    "sbom": ("mangnon.project.sbom", "sbom"),
}


class Lazy(click.Group):
    """A group whose commands are imported by need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mangnon")
def cli() -> None:
    """Măng Non: bảo vệ trẻ em trên môi trường mạng."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings")
    try:
        cli()
    except BadSetting as wrong:
        click.echo(f"Cấu hình sai: {wrong}", err=True)
        sys.exit(78)  # EX_CONFIG
