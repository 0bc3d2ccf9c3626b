"""What the processes of a filter hold: memory and open files, over time."""

from __future__ import annotations

import statistics
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MOST_GROWTH_MB, JUDGED_S = 3.0, 1800.0


@dataclass(frozen=True)
class Sample:
    at: float
    rss_mb: float
    files: int


@dataclass
class Watch:
    """Samples of each process by its id."""

    samples: dict[int, list[Sample]] = field(default_factory=dict)

    def look(self, processes: list[int]) -> None:
        for pid in processes:
            with suppress(OSError, KeyError):  # it died while we looked
                self.samples.setdefault(pid, []).append(sample(pid))

    def slope_mb_per_hour(self, pid: int) -> float:
        """Over the second half of its life: in the first the caches fill."""
        half = self._second_half(pid)
        if len(half) < 3:
            return 0.0
        times, sizes = [each.at for each in half], [each.rss_mb for each in half]
        return statistics.linear_regression(times, sizes).slope * 3600

    def growth_mb(self, pid: int) -> float:
        """From the middle to the end, each as the mean of a few looks."""
        half = self._second_half(pid)
        few = max(1, len(half) // 5)
        first, last = half[:few], half[-few:]
        sizes = [statistics.mean(each.rss_mb for each in some) for some in (first, last)]
        return sizes[1] - sizes[0]

    def flat(self, pid: int) -> bool | None:
        """None for a life too short to tell."""
        seen = self.samples[pid]
        if seen[-1].at - seen[0].at < JUDGED_S * 0.9:
            return None
        return self.growth_mb(pid) <= MOST_GROWTH_MB

    def _second_half(self, pid: int) -> list[Sample]:
        seen = self.samples[pid]
        return seen[len(seen) // 2 :]


def sample(pid: int) -> Sample:
    said = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return Sample(time.monotonic(), int(said["VmRSS"].split()[0]) / 1024, files)
