"""What a filter follows at a moment: a bundle of lists and a plan, read whole or not at all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mangnon.gateway.engine import data, names
from mangnon.gateway.engine.clients import Neighbour, nobody
from mangnon.gateway.engine.hot import Hot
from mangnon.gateway.engine.hotpy import Note
from mangnon.gateway.engine.index import BadIndex, Index
from mangnon.gateway.engine.judge import Guess, Judge, no_guess
from mangnon.gateway.engine.kept import Answers
from mangnon.gateway.engine.likeness import BadModel, Guesser, Model
from mangnon.gateway.engine.plan import BadPlan, Plan
from mangnon.gateway.engine.table import Table, compiled
from mangnon.gateway.serve.special import Specials
from mangnon.gateway.serve.words import reason

MODEL = "model.bin"
Stamp = tuple[tuple[int, int, int], ...]


class BadSite(ValueError):
    """A bundle or plan that is not put in force; says which and why."""


@dataclass(frozen=True)
class Site:
    """A bundle and a plan that fit together. guess: what the bundle's name model says of a name."""

    index: Index
    plan: Plan
    specials: Specials
    stamp: Stamp
    guess: Guess = no_guess

    def table(self, now: datetime) -> Table:
        return compiled(self.plan, self.index, now)

    def hot(
        self,
        table: Table,
        before: Hot | None,
        per_client: int,
        *,
        neighbour: Neighbour = nobody,
        note: Note | None = None,
    ) -> Hot:
        """The hot path of a moment; what the one before had in its cache stays."""
        words = {group.key: group.words for group in self.plan.groups}
        plan = self.plan
        answers = Answers.for_page(
            plan.mode,
            plan.page_v4,
            plan.page_v6,
            lambda category, group: reason(category, words[group]),
        )
        return Hot(
            self.index,
            table,
            answers,
            self.specials.names,
            cache=before.cache if before is not None else None,
            per_client=per_client,
            guess=self.guess,
            neighbour=neighbour,
            note=note,
            before=before,
        )

    def judge(self, table: Table) -> Judge:
        """The judge of a moment: the same as the hot path's."""
        return Judge(self.index, table, self.guess)


def stamp(bundle: Path, plan: Path) -> Stamp:
    """What changes when the files do. Raises BadSite while one of them is away."""
    try:
        found = [each.stat() for each in (bundle / "manifest.json", bundle / "index.bin", plan)]
    except OSError as wrong:
        raise BadSite(f"không thấy tệp: {wrong}") from None
    return tuple((each.st_ino, each.st_size, each.st_mtime_ns) for each in found)


def read_site(bundle: Path, plan: Path) -> Site:
    """Raises BadSite."""
    seen = stamp(bundle, plan)
    try:
        _check_whole(bundle)
        index = Index(bundle / "index.bin")
        read = Plan.from_json(plan.read_text(encoding="utf-8"))
        specials = _specials(read)
        return Site(index, read, specials, seen, guess_of(bundle, specials))
    except BadPlan as wrong:
        raise BadSite(f"{plan.name}: {wrong}") from None
    except (BadIndex, BadModel, OSError, UnicodeDecodeError) as wrong:
        raise BadSite(f"{bundle.name}: {wrong}") from None


def guess_of(bundle: Path, specials: Specials) -> Guess:
    """The bundle's name model, silent about help, special names and those of this network. Raises
    BadModel and OSError."""
    try:
        raw = (bundle / MODEL).read_bytes()
    except FileNotFoundError:
        return no_guess
    help_names = (names.wire(name.encode()) for name in data.help_sites())
    return Guesser(Model(raw), [*help_names, *specials.names])


def _specials(plan: Plan) -> Specials:
    try:
        return Specials(plan)
    except (ValueError, names.BadName) as wrong:
        raise BadPlan(f"tên nội bộ: {wrong}") from None


def _check_whole(bundle: Path) -> None:
    """The index is the one that its manifest tells of, to the last bit; a name model too."""
    try:
        manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
        told = {"index.bin": manifest["index_sha256"], MODEL: manifest.get("model_sha256")}
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadIndex(f"manifest.json không đọc được ({wrong})") from None
    for name, sha256 in told.items():
        if name == MODEL and not (sha256 and (bundle / MODEL).exists()):
            continue
        with (bundle / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise BadIndex(f"{name} không đúng với manifest.json")
