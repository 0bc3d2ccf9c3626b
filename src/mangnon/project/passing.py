"""Django's own commands, for those who keep the platform: `mangnon django migrate`."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line

from mangnon.base.loading import load


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django(words: tuple[str, ...]) -> None:
    """Lệnh quản trị của Django."""
    load()
    execute_from_command_line(["mangnon django", *words])
