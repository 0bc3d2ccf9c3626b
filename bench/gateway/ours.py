"""Our filter as it is measured: the real `mangnon gateway serve`, and its hot path alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from inputs import ROOT, Names, plan, write_lists
from machine import HERE, Command

WITHOUT_C = "import sys; sys.modules['mangnon.gateway.engine._hot'] = None; "
MAIN = "from mangnon.cli import main; main()"
os.environ["PYTHONPATH"] = str(ROOT / "src")  # for the processes that are started

CONFIG = """[listen]
addresses = ["127.0.0.1"]
port = {port}
workers = {workers}
per_client = 0

[site]
bundle = "{folder}/bundle"
plan = "{folder}/plan.json"
state = "state"

[counters]
file = "counters.sqlite"

[[upstream]]
address = "127.0.0.1"
port = {upstream}
"""


def mangnon(*words: str, plain: bool = False) -> list[str]:
    """The command; `plain`: as it is where nothing can be compiled."""
    return [sys.executable, "-c", (WITHOUT_C if plain else "") + MAIN, *words]


def compile_lists(lists: Path, bundle: Path) -> None:
    """By the command, in a process of its own."""
    words = mangnon("gateway", "compile", str(lists), "--out", str(bundle), "--allow-shrink")
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def prepare(folder: Path, names: Names, groups: int = 6, lists: int = 0) -> None:
    """Lists, bundle and plan below a folder."""
    categories = write_lists(folder / "lists", names, lists)
    compile_lists(folder / "lists", folder / "bundle")
    (folder / "plan.json").write_text(plan(categories, groups).to_json(), encoding="utf-8")


def serve(folder: Path, upstream: int, *, plain: bool = False, workers: int = 1) -> Command:
    """The whole filter on one worker, asking an upstream of this machine for open names."""

    def command(port: int) -> list[str]:
        home = folder / f"serve-{port}"
        home.mkdir()
        config = home / "gateway.toml"
        config.write_text(
            CONFIG.format(port=port, folder=folder, upstream=upstream, workers=workers)
        )
        return mangnon("gateway", "serve", "--config", str(config), plain=plain)

    return command


def hot_path(folder: Path, *, plain: bool = False) -> Command:
    """The hot path alone on a socket, the open names in its cache."""
    kind = "plain" if plain else "compiled"
    words = [str(HERE / "filter.py"), str(folder), str(folder / "cached"), kind]
    return lambda port: [sys.executable, *words, str(port)]
