"""Explanations from files: of a running filter, or of a bundle with a plan or the default table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import Guess
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.explaining import Explanation, Lines, explained
from mangnon.gateway.policies import default_plan
from mangnon.gateway.serve.config import read_config
from mangnon.gateway.serve.site import BadSite, guess_of, read_site
from mangnon.gateway.serve.special import Specials
from mangnon.gateway.serve.state import GOOD, good_site


@dataclass(frozen=True)
class Known:
    """What a filter follows, and the lines behind it where they are here."""

    index: Index
    lines: Lines | None
    plan: Plan
    guess: Guess

    @staticmethod
    def of_bundle(bundle: Path, plan: Path | None = None) -> Known:
        """Raises BadIndex, BadPlan and OSError."""
        read = Plan.from_json(plan.read_text(encoding="utf-8")) if plan else default_plan()
        guess = guess_of(bundle, Specials(read))
        return Known(Index(bundle / "index.bin"), Lines.of_bundle(bundle), read, guess)

    @staticmethod
    def of_config(path: Path) -> Known:
        """What the filter with this config has in force: its last good files, else those it is told
        to follow. Raises BadConfig, BadSite, BadIndex and OSError."""
        config = read_config(path)
        try:
            site, place = good_site(config), config.state / GOOD
        except BadSite:
            site, place = read_site(config.bundle, config.plan), config.bundle
        told = [(each / "manifest.json").read_bytes() for each in (place, config.bundle)]
        lines = Lines.of_bundle(config.bundle) if told[0] == told[1] else None
        return Known(site.index, lines, site.plan, site.guess)

    def explain(self, name: str, group: str, at: datetime, *, qtype: str = "A") -> Explanation:
        """Raises BadName and UnknownGroup."""
        return explained(
            self.index, self.lines, self.plan, name, group, at, qtype=qtype, guess=self.guess
        )


def as_json_text(said: Explanation) -> str:
    answer = asdict(said) | {"verdict": said.verdict.name.lower() if said.verdict else "open"}
    return json.dumps(answer, ensure_ascii=False)


def as_text(said: Explanation) -> str:
    lines = [f"{'CHẶN' if said.blocked else 'MỞ'}: {said.why}"]
    lines += [f"  quy tắc: {said.rule}"] if said.rule else []
    lines += [f"  {said.special}"] if said.special else []
    lines += [f"  đến {said.until}"] if said.until else []
    for reason in said.reasons:
        line = f" dòng {reason.line}" if reason.line else ""
        lines.append(f"  {reason.says}: {reason.at} – {reason.file}{line} ({reason.category})")
    return "\n".join(lines)
